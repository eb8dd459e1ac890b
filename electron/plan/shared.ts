import type { NodeFacts } from '../domain/node-facts'
import { paths } from '../domain/paths'
import type { NodeTarget } from '../domain/plan'

/** Lines of keepalived.conf that must be equal on all nodes at every moment, or two nodes hold the VIP (DESIGN: shared settings). */
const sharedKeywords = ['vrrp_version', 'virtual_router_id', 'advert_int', 'include', 'unicast_peer', 'vrrp_instance'] as const

function sharedSettings(conf: string): Map<string, string> {
  const settings = new Map<string, string>()
  for (const keyword of sharedKeywords) {
    const line = conf.split('\n').find((text) => text.trim().startsWith(`${keyword} `))
    settings.set(keyword, line?.trim() ?? '')
  }
  const vips = /virtual_ipaddress \{\n([^}]*)\}/.exec(conf)?.[1] ?? ''
  settings.set(
    'virtual_ipaddress',
    vips
      .split('\n')
      .map((line) => line.trim().split(' ')[0] ?? '')
      .filter((line) => line !== '')
      .join(' '),
  )
  return settings
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
