import { formatCidr } from '../domain/address'
import { instancesOf, type Instance } from '../domain/instance'
import { headerOf } from '../domain/keepalived/ours'
import type { Pair } from '../domain/pair'
import { nginxSilentFile, nginxStateFile, paths } from '../domain/paths'
import { atLeast } from '../domain/version'
import { keywordSince } from '../domain/keepalived/keywords'
import { bestStandby, checkTimes, downAdverts, isTold, plainDownAdverts } from '../domain/vrrp-times'

/** Where the node is that a keepalived.conf is for; everything else is the pair's. */
export interface VrrpNode {
  readonly name: string
  readonly interface: string
  /** Own IPv4 address on that interface. */
  readonly address: string
  /** The other nodes' addresses. */
  readonly peers: readonly string[]
  readonly keepalivedVersion: string
}

/**
 * Writes keepalived.conf for one node (keepalived.conf(5)). A failing check has no weight: it means FAULT, and the VIP is
 * released at once by an advert of priority 0. Needs keepalived 2.0.5 or later; what is
 * newer than that is in keywords.ts.
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
    '    # announces a VIP a second time this many seconds after it has come',
    '    vrrp_garp_master_delay 1',
    '    vrrp_higher_prio_send_advert true',
    ...realTime(vrrp, node),
    '}',
    '',
    ...(isTold(vrrp)
      ? [
          '# systemd writes 1 as soon as nginx has ended (nginx.service.d/hotpair.conf), hotpair-watch when it does not answer',
          ...trackFile('hotpair_nginx', nginxStateFile, node),
          ...trackFile('hotpair_silent', nginxSilentFile, node),
        ]
      : []),
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

/**
 * The vrrp process runs before whatever else wants a processor. A host that does not allow it says so in the log ("cannot raise priority"), and keepalived
 * runs as it would without. Its limit of work without a pause is more than the drop-in lets it have (drop-ins.ts).
 */
const realTime = ({ realTimePriority }: Pair['vrrp'], { keepalivedVersion }: VrrpNode): string[] =>
  realTimePriority === undefined
    ? []
    : [
        `    vrrp_rt_priority ${String(realTimePriority)}`,
        `    ${atLeast(keepalivedVersion, '2.1') ? 'vrrp_rlimit_rttime' : 'vrrp_rlimit_rtime'} 2000000`,
        '    vrrp_no_swap',
      ]

/** A file whose 1 means FAULT, as of keepalived 2.0. */
const trackFile = (name: string, path: string, { keepalivedVersion }: VrrpNode): string[] => [
  // Renamed in 2.1; the old name still works in 2.3.4, and is complained of in the log.
  `${atLeast(keepalivedVersion, '2.1') ? 'track_file' : 'vrrp_track_file'} ${name} {`,
  `    file "${path}"`,
  '    weight 0',
  '    init_file 0',
  '}',
  '',
]

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
    ...(downAdverts(vrrp) === plainDownAdverts ? [] : [`    down_timer_adverts ${String(downAdverts(vrrp))}`]),
    ...(vrrp.timerExpiredBackup === true && atLeast(node.keepalivedVersion, keywordSince.timer_expired_backup)
      ? [`    timer_expired_backup ${String(bestStandby(instance.nodes, node.name))}`]
      : []),
    ...(vrrp.mode === 'unicast'
      ? [`    unicast_src_ip ${node.address}`, '    unicast_peer {', ...node.peers.map((peer) => `        ${peer}`), '    }']
      : []),
    // version 3 has no authentication (RFC 9568 §8)
    ...(vrrp.version === 2 ? [`    include ${paths.vrrpAuth}`] : []),
    ...(isTold(vrrp) ? ['    track_file {', '        hotpair_nginx', '        hotpair_silent', '    }'] : []),
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
