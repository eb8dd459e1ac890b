import { nodeRecord, type NodeRecord } from '../../electron/domain/node-record'
import type { Told } from '../../electron/domain/reigns'

/**
 * What nodes have recorded, a line each: node, time, code, values. Recorded: lab hosts (Debian 12, keepalived 2.2.7), of which the state before, and lines
 * without which the reason would be the same, are left out or put in front.
 */
export function sceneOf(text: string): Told {
  const told: Record<string, NodeRecord[]> = {}
  for (const line of text.trim().split('\n')) {
    const [node = '', time = '', what, ...values] = line.trim().split(' ')
    const pairs = values.map((value) => value.split('=') as [string, string]).map(([name, value]) => [name, plain(value)] as const)
    const record = nodeRecord.parse({ at: Date.parse(`2026-12-01T${time}Z`), what, instance: 'hotpair_web', ...Object.fromEntries(pairs) })
    ;(told[node] ??= []).push(record)
  }
  return told
}

const plain = (value: string): unknown => (/^(\d+(\.\d+)?|true|false|null)$/.test(value) ? JSON.parse(value) : value)

const nginx1Holds = `
  nginx1 02:00:00.000 keepalived-started
  nginx1 02:00:00.010 backup
  nginx1 02:00:03.010 master
  nginx2 02:00:05.000 keepalived-started
  nginx2 02:00:05.010 backup`
const nginx2Holds = `
  nginx2 02:00:00.000 keepalived-started
  nginx2 02:00:00.010 backup
  nginx2 02:00:03.010 master
  nginx1 02:00:05.000 keepalived-started
  nginx1 02:00:05.010 backup`

/** Name, records, and what the changes of holder are after the first. */
export type Scene = readonly [name: string, records: string, changes: readonly string[]]

export const recorded: readonly Scene[] = [
  [
    'a failover test that stops nginx',
    `${nginx1Holds}
  nginx1 02:52:18.077 drill-armed drill=65a6d1b57b1a
  nginx1 02:52:18.110 nginx-leaving
  nginx1 02:52:18.118 fault
  nginx2 02:52:18.130 master
  nginx1 02:52:18.327 nginx-stopping
  nginx1 02:52:18.354 nginx-stopped restarts=false
  nginx1 02:52:19.525 backup
  nginx1 02:52:19.526 nginx-started
  nginx1 02:52:19.535 drill-ended drill=65a6d1b57b1a`,
    ['02:52:18.130 nginx1 → nginx2: nginx-stopped nginx1, drill'],
  ],
  [
    'nginx stopped by a person',
    `${nginx2Holds}
  nginx2 02:52:33.895 nginx-leaving
  nginx2 02:52:33.910 fault
  nginx1 02:52:33.918 master
  nginx2 02:52:34.131 nginx-stopping
  nginx2 02:52:34.164 nginx-stopped restarts=false
  nginx2 02:52:35.871 check-failed check=hotpair_check timedOut=false
  nginx2 02:52:37.315 nginx-started
  nginx2 02:52:38.874 backup`,
    ['02:52:33.918 nginx2 → nginx1: nginx-stopped nginx2'],
  ],
  [
    'nginx killed, and started again by systemd',
    `${nginx1Holds}
  nginx1 02:52:44.772 nginx-ended signal=9
  nginx1 02:52:44.791 fault
  nginx2 02:52:44.803 master
  nginx1 02:52:45.131 nginx-leaving
  nginx1 02:52:45.134 nginx-stopped restarts=true
  nginx1 02:52:45.157 backup
  nginx1 02:52:45.158 nginx-started`,
    ['02:52:44.803 nginx1 → nginx2: nginx-killed nginx1 9'],
  ],
  [
    'nginx crashed',
    `${nginx2Holds}
  nginx2 02:59:00.287 nginx-ended signal=11
  nginx2 02:59:00.382 fault
  nginx1 02:59:00.392 master
  nginx2 02:59:00.843 nginx-leaving
  nginx2 02:59:00.855 nginx-stopped restarts=true
  nginx2 02:59:01.006 backup
  nginx2 02:59:01.006 nginx-started`,
    ['02:59:00.392 nginx2 → nginx1: nginx-crashed nginx2 11'],
  ],
  [
    'nginx restarted: told before',
    `${nginx2Holds}
  nginx2 02:52:52.246 nginx-leaving
  nginx2 02:52:52.255 fault
  nginx1 02:52:52.264 master
  nginx2 02:52:52.467 nginx-stopping
  nginx2 02:52:52.495 nginx-stopped restarts=true
  nginx2 02:52:52.516 backup
  nginx2 02:52:52.517 nginx-started`,
    ['02:52:52.264 nginx2 → nginx1: nginx-restarted nginx2'],
  ],
  [
    'nginx hung, which keepalived does not log without --log-detail',
    `${nginx1Holds}
  nginx1 02:53:04.637 fault
  nginx2 02:53:04.649 master
  nginx1 02:53:06.330 check-failed check=hotpair_check timedOut=false
  nginx1 02:53:08.329 check-succeeded check=hotpair_check
  nginx1 02:53:10.211 backup`,
    ['02:53:04.649 nginx1 → nginx2: nginx-hung nginx1'],
  ],
  [
    'the same with --log-detail',
    `${nginx2Holds}
  nginx2 02:59:47.212 file-fault file=hotpair_silent
  nginx2 02:59:47.212 fault
  nginx1 02:59:47.212 release-heard
  nginx1 02:59:47.220 master-silent
  nginx1 02:59:47.220 master
  nginx2 02:59:49.145 check-failed check=hotpair_check timedOut=false`,
    ['02:59:47.220 nginx2 → nginx1: nginx-hung nginx2'],
  ],
  [
    'a check that fails although nginx answers',
    `${nginx1Holds}
  nginx1 02:58:45.378 check-failed check=hotpair_check timedOut=false
  nginx1 02:58:45.378 fault
  nginx2 02:58:45.390 master
  nginx1 02:58:50.418 check-succeeded check=hotpair_check
  nginx1 02:58:50.418 backup`,
    ['02:58:45.390 nginx1 → nginx2: check-failed nginx1'],
  ],
  [
    'keepalived stopped',
    `${nginx2Holds}
  nginx2 02:53:15.769 keepalived-stopping
  nginx1 02:53:15.777 master
  nginx2 02:53:16.801 keepalived-stopped restarts=false
  nginx2 02:53:18.892 keepalived-started
  nginx2 02:53:18.897 backup
  nginx2 02:54:48.966 keepalived-stopping
  nginx2 02:54:50.007 keepalived-stopped restarts=false
  nginx2 02:54:50.126 shutting-down
  nginx2 02:54:50.393 booted`,
    ['02:53:15.777 nginx2 → nginx1: keepalived-stopped nginx2'],
  ],
  [
    'keepalived restarted',
    `${nginx1Holds}
  nginx1 02:54:02.529 keepalived-stopping
  nginx2 02:54:02.543 master
  nginx1 02:54:03.550 keepalived-stopped restarts=true
  nginx1 02:54:03.584 keepalived-started
  nginx1 02:54:03.588 backup`,
    ['02:54:02.543 nginx1 → nginx2: keepalived-restarted nginx1'],
  ],
  [
    'keepalived killed',
    `${nginx1Holds}
  nginx1 02:53:27.246 keepalived-ended signal=9
  nginx1 02:53:28.365 keepalived-stopped restarts=true
  nginx1 02:53:28.384 keepalived-started
  nginx1 02:53:28.388 backup
  nginx2 02:53:29.791 master`,
    ['02:53:29.791 nginx1 → nginx2: keepalived-killed nginx1 9'],
  ],
  [
    'its child killed that does VRRP',
    `${nginx2Holds}
  nginx2 02:53:37.759 keepalived-ended signal=null
  nginx2 02:53:37.763 backup
  nginx1 02:53:39.801 master`,
    ['02:53:39.801 nginx2 → nginx1: keepalived-crashed nginx2'],
  ],
  [
    'keepalived frozen for six seconds',
    `${nginx1Holds}
  nginx2 02:53:50.815 master
  nginx1 02:53:54.161 keepalived-paused seconds=5.774013
  nginx1 02:53:54.161 lower-advert priority=253
  nginx2 02:53:54.162 higher-advert priority=254
  nginx2 02:53:54.162 backup`,
    ['02:53:50.815 nginx1 → nginx1+nginx2: keepalived-paused nginx1 5.774013', '02:53:54.162 nginx1+nginx2 → nginx1: split-ended nginx1'],
  ],
  [
    'the cable pulled',
    `${nginx2Holds}
  nginx2 02:54:19.557 interface-down interface=ens33
  nginx2 02:54:19.558 fault
  nginx1 02:54:22.139 master
  nginx2 02:54:25.577 interface-up interface=ens33
  nginx2 02:54:25.578 backup`,
    ['02:54:22.139 nginx2 → nginx1: interface-down nginx2 ens33'],
  ],
  [
    'power lost, of which the interface is the last that is heard',
    `${nginx1Holds}
  nginx1 02:54:33.864 interface-down interface=ens33
  nginx1 02:54:33.864 fault
  nginx2 02:54:36.153 master
  nginx1 02:54:39.300 booted
  nginx1 02:54:39.443 keepalived-started
  nginx1 02:54:39.446 backup`,
    ['02:54:36.153 nginx1 → nginx2: host-lost nginx1 02:54:39.300'],
  ],
  [
    'a reboot',
    `${nginx2Holds}
  nginx2 02:54:48.966 nginx-leaving
  nginx2 02:54:48.966 keepalived-stopping
  nginx1 02:54:48.978 master
  nginx2 02:54:50.007 keepalived-stopped restarts=false
  nginx2 02:54:50.019 nginx-stopping
  nginx2 02:54:50.045 nginx-stopped restarts=false
  nginx2 02:54:50.126 shutting-down
  nginx2 02:54:50.393 booted
  nginx2 02:54:50.518 keepalived-started
  nginx2 02:54:50.521 backup`,
    ['02:54:48.978 nginx2 → nginx1: host-shut-down nginx2 02:54:50.393'],
  ],
  [
    'VRRP blocked between them',
    `${nginx1Holds}
  nginx2 02:55:02.992 master
  nginx1 02:55:06.982 lower-advert priority=253
  nginx2 02:55:06.982 higher-advert priority=254
  nginx2 02:55:06.982 backup`,
    ['02:55:02.992 nginx1 → nginx1+nginx2: not-heard nginx1 null', '02:55:06.982 nginx1+nginx2 → nginx1: split-ended nginx1'],
  ],
  [
    'VRRP passwords that differ',
    `${nginx1Holds}
  nginx2 02:57:02.508 keepalived-stopping
  nginx2 02:57:03.528 keepalived-stopped restarts=true
  nginx2 02:57:03.660 keepalived-started
  nginx2 02:57:03.700 backup
  nginx2 02:57:04.162 vrrp-error error=password
  nginx2 02:57:06.712 master
  nginx1 02:57:06.712 vrrp-error error=password
  nginx2 02:57:11.163 keepalived-stopping
  nginx2 02:57:12.212 keepalived-stopped restarts=true`,
    ['02:57:06.712 nginx1 → nginx1+nginx2: not-heard nginx1 password', '02:57:11.163 nginx1+nginx2 → nginx1: keepalived-restarted nginx2'],
  ],
  [
    'nginx stopped on both, one after the other; the first that recovers',
    `${nginx1Holds}
  nginx2 02:55:28.119 nginx-leaving
  nginx2 02:55:28.166 nginx-stopped restarts=false
  nginx2 02:55:29.525 check-failed check=hotpair_check timedOut=false
  nginx2 02:55:29.525 fault
  nginx1 02:55:30.239 nginx-leaving
  nginx1 02:55:30.277 nginx-stopped restarts=false
  nginx1 02:55:31.454 check-failed check=hotpair_check timedOut=false
  nginx1 02:55:31.454 fault
  nginx1 02:55:34.363 nginx-started
  nginx1 02:55:35.454 check-succeeded check=hotpair_check
  nginx1 02:55:35.454 backup
  nginx1 02:55:38.462 master`,
    ['02:55:31.454 nginx1 → none: nginx-stopped nginx1', '02:55:38.462 none → nginx1: recovered nginx1'],
  ],
  [
    'a pair that takes the VIP back',
    `${nginx1Holds}
  nginx1 02:56:43.478 keepalived-stopping
  nginx2 02:56:43.491 master
  nginx1 02:56:44.497 keepalived-stopped restarts=false
  nginx1 02:56:46.586 keepalived-started
  nginx1 02:56:46.589 backup
  nginx1 02:56:47.492 lower-ignored priority=253
  nginx1 02:56:49.598 master
  nginx2 02:56:49.598 higher-advert priority=254
  nginx2 02:56:49.598 backup`,
    ['02:56:43.491 nginx1 → nginx2: keepalived-stopped nginx1', '02:56:49.598 nginx2 → nginx1: higher-priority nginx1'],
  ],
  [
    'the power of both lost',
    `${nginx1Holds}
  nginx1 03:00:51.906 interface-down interface=ens33
  nginx1 03:00:51.906 fault
  nginx2 03:00:51.910 interface-down interface=ens33
  nginx2 03:00:51.910 fault
  nginx1 03:00:58.019 booted
  nginx2 03:00:58.108 booted
  nginx1 03:00:58.882 keepalived-started
  nginx1 03:00:58.913 backup
  nginx2 03:00:59.029 keepalived-started
  nginx2 03:00:59.062 backup
  nginx1 03:01:01.922 master`,
    ['03:00:51.906 nginx1 → none: host-lost nginx1 03:00:58.019', '03:01:01.922 none → nginx1: started nginx1'],
  ],
]

/** As keepalived(8), systemd(1) and journald(8) would have it. */
export const written: readonly Scene[] = [
  [
    'power lost before anything was written down of it',
    `${nginx1Holds}
  nginx2 02:10:03.000 master
  nginx1 02:12:00.000 booted
  nginx1 02:12:01.000 keepalived-started
  nginx1 02:12:01.100 backup`,
    ['02:10:03.000 nginx1 → nginx2: host-lost nginx1 02:12:00.000'],
  ],
  [
    'no end of a keepalived that was started again',
    `${nginx1Holds}
  nginx2 02:10:03.000 master
  nginx1 02:10:20.000 keepalived-started
  nginx1 02:10:20.100 backup`,
    ['02:10:03.000 nginx1 → nginx2: keepalived-crashed nginx1'],
  ],
  [
    'clocks that differ by a second: the standby took it before it was given',
    `${nginx1Holds}
  nginx2 02:10:00.000 master
  nginx1 02:10:00.980 nginx-ended signal=11
  nginx1 02:10:01.000 fault`,
    ['02:10:00.000 nginx1 → nginx2: nginx-crashed nginx1 11'],
  ],
  [
    'the one that took it had stood still itself',
    `${nginx1Holds}
  nginx2 02:10:00.000 keepalived-paused seconds=4.5
  nginx2 02:10:00.000 master
  nginx1 02:10:00.500 lower-advert priority=253
  nginx2 02:10:00.600 higher-advert priority=254
  nginx2 02:10:00.600 backup`,
    ['02:10:00.000 nginx1 → nginx1+nginx2: keepalived-paused nginx2 4.5', '02:10:00.600 nginx1+nginx2 → nginx1: split-ended nginx1'],
  ],
  [
    'nginx ended by a signal that it obeys, and could not be started',
    `${nginx1Holds}
  nginx1 02:10:00.000 nginx-ended signal=null
  nginx1 02:10:00.020 fault
  nginx2 02:10:00.030 master
  nginx2 02:20:00.000 nginx-start-failed
  nginx2 02:20:00.020 fault
  nginx1 02:30:00.000 nginx-started
  nginx1 02:30:02.000 backup
  nginx1 02:30:05.000 master`,
    [
      '02:10:00.030 nginx1 → nginx2: nginx-failed nginx1',
      '02:20:00.020 nginx2 → none: nginx-failed nginx2',
      '02:30:05.000 none → nginx1: recovered nginx1',
    ],
  ],
  [
    'a check that gets no answer in time',
    `${nginx1Holds}
  nginx1 02:10:00.000 check-failed check=hotpair_check timedOut=true
  nginx1 02:10:00.010 fault
  nginx2 02:10:00.020 master`,
    ['02:10:00.020 nginx1 → nginx2: nginx-hung nginx1'],
  ],
  [
    'a failover test whose end is not recorded, and what comes long after',
    `${nginx1Holds}
  nginx1 02:10:00.000 drill-armed drill=a
  nginx1 02:10:01.000 keepalived-stopping
  nginx2 02:10:01.010 master
  nginx1 02:11:00.000 keepalived-started
  nginx1 02:11:00.010 backup
  nginx2 02:20:00.000 keepalived-stopping
  nginx1 02:20:00.010 master`,
    ['02:10:01.010 nginx1 → nginx2: keepalived-stopped nginx1, drill', '02:20:00.010 nginx2 → nginx1: keepalived-stopped nginx2'],
  ],
  [
    'an interface that goes down again and again',
    `${nginx1Holds}
  nginx1 02:10:00.000 interface-down interface=eth0
  nginx1 02:10:00.000 fault
  nginx2 02:10:03.000 master
  nginx1 02:10:04.000 interface-up interface=eth0
  nginx1 02:10:04.000 backup
  nginx2 02:10:10.000 interface-down interface=eth1
  nginx2 02:10:10.000 fault
  nginx1 02:10:13.000 master`,
    ['02:10:03.000 nginx1 → nginx2: interface-down nginx1 eth0', '02:10:13.000 nginx2 → nginx1: interface-down nginx2 eth1'],
  ],
]

/** Of a pair in which nothing had happened for longer than its records reach back. */
export const outOfRest: readonly Scene[] = [
  [
    'nginx killed',
    `
  nginx1 02:52:44.772 nginx-ended signal=9
  nginx1 02:52:44.791 fault
  nginx2 02:52:44.803 master
  nginx1 02:52:45.157 backup`,
    ['02:52:44.803 nginx1 → nginx2: nginx-killed nginx1 9'],
  ],
  [
    'keepalived stopped',
    `
  nginx2 02:53:15.769 keepalived-stopping
  nginx1 02:53:15.777 master
  nginx2 02:53:16.801 keepalived-stopped restarts=false`,
    ['02:53:15.777 nginx2 → nginx1: keepalived-stopped nginx2'],
  ],
  [
    'keepalived killed',
    `
  nginx1 02:53:27.246 keepalived-ended signal=9
  nginx1 02:53:28.384 keepalived-started
  nginx1 02:53:28.388 backup
  nginx2 02:53:29.791 master`,
    ['02:53:29.791 nginx1 → nginx2: keepalived-killed nginx1 9'],
  ],
  [
    'power lost',
    `
  nginx2 02:10:03.000 master
  nginx1 02:12:00.000 booted
  nginx1 02:12:01.000 keepalived-started`,
    ['02:10:03.000 nginx1 → nginx2: host-lost nginx1 02:12:00.000'],
  ],
  [
    'VRRP blocked',
    `
  nginx2 02:55:02.992 master
  nginx1 02:55:06.982 lower-advert priority=253
  nginx2 02:55:06.982 higher-advert priority=254
  nginx2 02:55:06.982 backup`,
    ['02:55:02.992 nginx1 → nginx1+nginx2: not-heard nginx1 null', '02:55:06.982 nginx1+nginx2 → nginx1: split-ended nginx1'],
  ],
  [
    'the standby restarted',
    'nginx2 02:53:15.769 keepalived-stopping\nnginx2 02:53:16.000 keepalived-started\nnginx2 02:53:16.100 backup',
    [],
  ],
  ['nginx of the standby stopped', 'nginx2 02:53:15.769 nginx-leaving\nnginx2 02:53:19.000 fault\nnginx2 02:54:00.000 backup', []],
]
