import { outsideQuotes } from './words'
import type { Received } from './server'

/** What must never be, whatever a host says. Everything here looks at what was seen from outside of the engine. */

export const violationKinds = [
  'crash',
  'hang',
  'frozen',
  'memory',
  'escape',
  'leak',
  'unquoted',
  'password',
  'outside',
  'strayed',
  'unknown-command',
] as const
export type ViolationKind = (typeof violationKinds)[number]
export interface Violation {
  readonly kind: ViolationKind
  readonly detail: string
}

/** Controls (but for tab and newline), bidirectional marks and overrides, and separators that end a line for some readers only. */
// eslint-disable-next-line no-control-regex
const unclean = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/

/** Whole files as they are on a node: they must be shown, and compared, byte for byte. */
const wholeFiles = new Set(['content', 'before', 'after'])

/** A line's end of HTTP is none of them. */
const shown = (text: string): string => text.replaceAll('\r\n', '\n')

/** Where in a value are characters that act on a terminal or on the order of a text: at most five places. */
export function escapesIn(value: unknown, path = ''): string[] {
  if (typeof value === 'string') {
    const found = unclean.exec(shown(value))
    return found ? [`U+${(found[0].codePointAt(0) ?? 0).toString(16).padStart(4, '0')} in ${path || 'text'}`] : []
  }
  if (typeof value !== 'object' || value === null) return []
  const found: string[] = []
  for (const [key, each] of Object.entries(value)) {
    if (escapesIn(key).length > 0) found.push(`a key of ${path}`)
    if (!wholeFiles.has(key)) found.push(...escapesIn(each, `${path}.${Array.isArray(value) ? '*' : key}`))
    if (found.length >= 5) break
  }
  return found.slice(0, 5)
}

/** What a host is known by, and what only it may be told. */
export interface Known {
  readonly name: string
  readonly marker: string
  readonly password: string
  readonly sudoPassword: string
  readonly received: readonly Received[]
  /** Passwords that somebody tried to log in with. */
  readonly tried: ReadonlySet<string>
}

const short = (text: string): string => JSON.stringify(text.slice(0, 300))

/** What the hosts got to see in one case. `vrrp`: the pair's own password, which only a bundle's delivery may carry. */
export function judgeHosts(hosts: readonly Known[], vrrp: string): Violation[] {
  const found: Violation[] = []
  const note = (kind: ViolationKind, detail: string): void => void found.push({ kind, detail })
  for (const host of hosts) {
    const others = hosts.filter((other) => other !== host)
    for (const { password } of others)
      if (host.tried.has(password)) note('password', `the login password of another host was tried on ${host.name}`)
    for (const { text, script, stdin, prompts, sudo } of host.received) {
      const around = (at: number, whole: string): string => short(whole.slice(Math.max(0, at - 100), at + 100))
      for (const { name, marker, password, sudoPassword } of others) {
        for (const whole of [text, stdin]) {
          const at = whole.indexOf(marker)
          if (at >= 0) note('leak', `${name}'s value on ${host.name}: ${around(at, whole)}`)
        }
        if ([password, sudoPassword].some((secret) => text.includes(secret) || stdin.includes(secret)))
          note('password', `${name}'s password on ${host.name}: ${short(script)}`)
      }
      const bare = outsideQuotes(script)
      const at = bare.search(/touch \/tmp\/pwned/)
      if (at >= 0) note('unquoted', `on ${host.name}: ${around(at, bare)}`)
      const path = /\/deployments\/[^\s'"]*\.\.[^\s'"]*/.exec(script.replaceAll("'", ''))
      if (path) note('leak', `a path that leads out of its folder, on ${host.name}: ${short(path[0])}`)
      const times = stdin.split(host.sudoPassword).length - 1
      if (text.includes(host.password) || text.includes(host.sudoPassword) || text.includes(vrrp))
        note('password', `in a command on ${host.name}: ${short(script)}`)
      if (times > Math.min(1, sudo?.asks === true ? prompts : 0))
        note('password', `sent ${String(times)} times on ${host.name} after ${String(prompts)} true prompts: ${short(script)}`)
      if (host.password !== host.sudoPassword && stdin.includes(host.password))
        note('password', `the login password on stdin of ${host.name}: ${short(script)}`)
      if (stdin.includes(vrrp) && !script.includes('mkdir -p /var/lib/hotpair/deployments'))
        note('password', `the VRRP password on ${host.name}: ${short(script)}`)
    }
  }
  return found
}
