import { formatCidr } from '../domain/address'
import { parseConfiguration } from '../domain/keepalived/configuration'
import { viewOf, type VrrpInstance } from '../domain/keepalived/view'
import type { NodeFacts } from '../domain/node-facts'
import { paths } from '../domain/paths'
import type { NodeTarget } from '../domain/plan'

/** What of keepalived.conf must be equal on all nodes at every moment, or two nodes hold the VIP (DESIGN: shared settings). */
function sharedSettings(conf: string): Map<string, string> {
  const configuration = parseConfiguration(conf)
  const view = configuration && viewOf(configuration)
  const instances = view?.instances ?? []
  const each = (of: (instance: VrrpInstance) => unknown): string => instances.map((one) => String(of(one))).join(' ')
  return new Map([
    ['vrrp_version', String(view?.global.vrrpVersion)],
    ['virtual_router_id', each((one) => one.routerId)],
    ['advert_int', each((one) => one.advertInterval)],
    ['include', each((one) => one.includes.join(','))],
    ['unicast_peer', each((one) => one.unicastPeers !== null)],
    ['vrrp_instance', each((one) => one.name)],
    ['virtual_ipaddress', each((one) => one.addresses.map(formatCidr).join(','))],
  ])
}

/** Shared settings that a running keepalived would have to change; empty when it does not run. */
export function sharedChanges(target: NodeTarget, facts: NodeFacts): string[] {
  const running = facts.keepalived.unit.active === 'active' || facts.keepalived.unit.active === 'reloading'
  const before = facts.files[paths.keepalivedConf]?.content ?? null
  const after = target.files.find((each) => each.path === paths.keepalivedConf)?.content
  if (!running || before === null || after === undefined) return []
  const now = sharedSettings(before)
  return [...sharedSettings(after)].filter(([keyword, line]) => now.get(keyword) !== line).map(([keyword]) => keyword)
}
