import { headerOf } from '../domain/keepalived/ours'
import type { Pair } from '../domain/pair'
import { paths } from '../domain/paths'
import { checkTimes } from '../domain/vrrp-times'

/** What keepalived.conf says of one node; everything else is the pair's. */
export interface VrrpNode {
  readonly name: string
  readonly priority: number
  readonly interface: string
  /** Own IPv4 address on that interface. */
  readonly address: string
  /** The other nodes' addresses. */
  readonly peers: readonly string[]
}

/** An instance's name may hold letters, digits, hyphens and underscores. */
export const instanceName = (pair: Pick<Pair, 'name'>): string => `hotpair_${pair.name.replaceAll('-', '_')}`

/**
 * Writes keepalived.conf for one node (keepalived.conf(5)). A failing check has no weight: it means FAULT, and the VIP is
 * released at once by an advert of priority 0. Needs keepalived 2.0.5 or later; every keyword is in 2.0.5.
 */
export function keepalivedConf(pair: Pick<Pair, 'name' | 'vrrp' | 'vips'>, node: VrrpNode): string {
  const { vrrp } = pair
  const check = checkTimes(vrrp)
  const classic = vrrp.onNginxFailure === 'stop-keepalived'
  const preferred = vrrp.preempt
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
    `vrrp_instance ${instanceName(pair)} {`,
    // nopreempt needs state BACKUP on every node; without it BACKUP everywhere spares a start with two masters.
    '    state BACKUP',
    ...(preferred ? [] : ['    nopreempt']),
    `    interface ${node.interface}`,
    `    virtual_router_id ${String(vrrp.routerId)}`,
    `    priority ${String(node.priority)}`,
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
    ...pair.vips.map((vip) => `        ${vip} dev ${node.interface}`),
    '    }',
    '}',
    '',
  ]
  return lines.join('\n')
}
