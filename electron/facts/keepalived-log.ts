import type { NodeRecord } from '../domain/node-record'

type Without<T> = T extends unknown ? Omit<T, 'at'> : never
/** A record whose time its reader adds. */
export type Said = Without<NodeRecord>

const states = { MASTER: 'master', BACKUP: 'backup', FAULT: 'fault' } as const
const errors = {
  'received an invalid passwd': 'password',
  'received a': 'auth-type',
  'Invalid auth type': 'auth-type',
  'advertisement interval mismatch': 'interval',
  'wrong version': 'version',
  'wrong VRRP version': 'version',
  'ip address associated with VRID': 'vips',
  expected: 'vips',
  'received an unexpected ip number count': 'vips',
  'Cant send advert': 'cannot-send',
  'send advert error': 'cannot-send',
} as const

/** keepalived's sentences, as 2.0 to 2.3 write them; a name in parentheses is the instance's. */
const sentences: readonly (readonly [RegExp, (...groups: string[]) => Said])[] = [
  [
    /^\(([\w.-]{1,64})\) Entering (MASTER|BACKUP|FAULT) STATE/,
    (instance, state) => ({ what: states[state as keyof typeof states], instance }),
  ],
  [/^\(([\w.-]{1,64})\):? entering FAULT state/, (instance) => ({ what: 'fault', instance })],
  [/^\(([\w.-]{1,64})\) (?:Backup|Master) received priority 0 /, (instance) => ({ what: 'release-heard', instance })],
  [
    /^\(([\w.-]{1,64})\) Received advert from \S+ with lower priority (\d{1,3})\b/,
    (instance, priority) => ({ what: 'lower-advert', instance, priority: Number(priority) }),
  ],
  [
    /^\(([\w.-]{1,64})\) received lower priority \((\d{1,3})\) advert /,
    (instance, priority) => ({ what: 'lower-ignored', instance, priority: Number(priority) }),
  ],
  [
    /^\(([\w.-]{1,64})\) Master received advert from \S+ with (?:higher|same) priority (\d{1,3})\b/,
    (instance, priority) => ({ what: 'higher-advert', instance, priority: Number(priority) }),
  ],
  [/^\(([\w.-]{1,64})\) Receive advertisement timeout/, (instance) => ({ what: 'master-silent', instance })],
  [
    /^\(([\w.-]{1,64})\):? (received an invalid passwd|received a(?= \d{1,3} auth)|Invalid auth type|advertisement interval mismatch|wrong (?:VRRP )?version|ip address associated with VRID(?= \d{1,3} not present in )|expected(?= \d{1,5} VIPs)|received an unexpected ip number count|Cant send advert|send advert error)/,
    (instance, error) => ({ what: 'vrrp-error', instance, error: errors[error as keyof typeof errors] }),
  ],
  [/^\(([\w.-]{1,64})\): tracked file (\S{1,255}) now FAULT/, (instance, file) => ({ what: 'file-fault', instance, file })],
  [/^\(([\w.-]{1,64})\): tracked file (\S{1,255}) leaving FAULT/, (instance, file) => ({ what: 'file-good', instance, file })],
  [/^VRRP_Script\(([\w.-]{1,64})\) failed/, (check) => ({ what: 'check-failed', check, timedOut: false })],
  [/^VRRP_Script\(([\w.-]{1,64})\) timed[_ ]out/, (check) => ({ what: 'check-failed', check, timedOut: true })],
  [/^VRRP_Script\(([\w.-]{1,64})\) succeeded/, (check) => ({ what: 'check-succeeded', check })],
  [/^Netlink reports ([\w.+=~,-]{1,15}) down/, (name) => ({ what: 'interface-down', interface: name })],
  [/^Netlink reports ([\w.+=~,-]{1,15}) up/, (name) => ({ what: 'interface-up', interface: name })],
  // its child that does VRRP; the program itself is systemd's to tell of
  [/^VRRP child process\(\d+\) died/, () => ({ what: 'keepalived-ended', signal: null })],
  [/^A thread timer expired (\d{1,9}\.\d{1,6}) seconds ago/, (seconds) => ({ what: 'keepalived-paused', seconds: Number(seconds) })],
]

/** What a line of keepalived says; undefined: nothing that is asked for. */
export function saidByKeepalived(message: string): Said | undefined {
  for (const [pattern, said] of sentences) {
    const found = pattern.exec(message)
    if (found !== null) return said(...found.slice(1))
  }
  return undefined
}
