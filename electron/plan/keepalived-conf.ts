import { formatCidr } from '../domain/address'
import { instancesOf, type Instance } from '../domain/instance'
import { headerOf } from '../domain/keepalived/ours'
import type { Pair } from '../domain/pair'
import { paths } from '../domain/paths'
import { checkTimes } from '../domain/vrrp-times'

/** Where the node is that a keepalived.conf is for; everything else is the pair's. */
export interface VrrpNode {
  readonly name: string
  readonly interface: string
  /** Own IPv4 address on that interface. */
  readonly address: string
  /** The other nodes' addresses. */
  readonly peers: readonly string[]
}

/**
 * Writes keepalived.conf for one node (keepalived.conf(5)). A failing check has no weight: it means FAULT, and the VIP is
 * released at once by an advert of priority 0. Needs keepalived 2.0.5 or later; every keyword is in 2.0.5.
 */
export function keepalivedConf(pair: Pair, node: VrrpNode): string {
  const { vrrp } = pair
  const check = checkTimes(vrrp)
  const classic = vrrp.onNginxFailure === 'stop-keepalived'
  const lines = [
    headerOf(pair.name, node.name),
    'global_defs {',
    `    router_id ${node.name}`,
    '    script_user root',
    '    enable_script_security',
    `    vrrp_version ${String(vrrp.version)}`,
    '    # heals stale ARP tables of neighbours',
    '    vrrp_garp_master_refresh 30',
    '    vrrp_higher_prio_send_advert true',
    '}',
    '',
    'vrrp_script hotpair_check {',
    `    script "${paths.checkScript}${classic ? ' stop-keepalived' : ''}"`,
    `    interval ${String(check.interval)}`,
    `    timeout ${String(check.timeout)}`,
    `    fall ${String(check.fall)}`,
    `    rise ${String(check.rise)}`,
    '    init_fail',
    '}',
    '',
    ...instancesOf(pair).flatMap((instance) => instanceBlock(pair, instance, node)),
  ]
  return lines.join('\n')
}

function instanceBlock({ vrrp }: Pair, instance: Instance, node: VrrpNode): string[] {
  const member = instance.nodes.find(({ name }) => name === node.name)
  if (member === undefined) throw new TypeError(`${node.name} is no node of ${instance.name}`)
  return [
    `vrrp_instance ${instance.name} {`,
    `    state ${member.initialState}`,
    ...(vrrp.preempt ? [] : ['    nopreempt']),
    `    interface ${node.interface}`,
    `    virtual_router_id ${String(instance.routerId)}`,
    `    priority ${String(member.priority)}`,
    `    advert_int ${String(vrrp.advertInterval)}`,
    ...(vrrp.mode === 'unicast'
      ? [`    unicast_src_ip ${node.address}`, '    unicast_peer {', ...node.peers.map((peer) => `        ${peer}`), '    }']
      : []),
    // version 3 has no authentication (RFC 9568 §8)
    ...(vrrp.version === 2 ? [`    include ${paths.vrrpAuth}`] : []),
    '    track_script {',
    '        hotpair_check',
    '    }',
    '    virtual_ipaddress {',
    ...instance.vips.map((vip) => `        ${formatCidr(vip)} dev ${node.interface}`),
    '    }',
    '}',
    '',
  ]
}
