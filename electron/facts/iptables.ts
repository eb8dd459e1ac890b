import { sh } from '../remote/sh'
import { lines, match, succeeded, type Fact } from './fact'

export interface Iptables {
  /** Something refuses input that ufw, firewalld or fail2ban have not made. */
  readonly foreign: boolean
  /** The policy of INPUT is to drop: ufw's while ufw is active, else foreign. */
  readonly drops: boolean
}

// ufw's and fail2ban's chains; firewalld's with the iptables backend.
const known = /^(ufw6?-|f2b-|fail2ban|INPUT_(direct|ZONES)|IN_)/

/** Prints what `$1` prints of the table "filter", in its own form but once each, without what only matches: a host may have 50,000 rules. */
const summary = sh`summary() {
  rules=$("$1") || return
  printf '%s\n' "$rules" | sed -n '/^\*filter/,/^COMMIT/{
    s/\\"//g
    s/"[^"]*"//g
    s/^\(-A [^ ]*\).* \(-[jg] [^ ]*\).*/\1 \2/
    / -[jg] /!{/^-A /d;}
    p
  }' | sort -u
}`

/**
 * Rules of iptables, both kinds. The legacy ones are read only where the kernel has them already: to ask would load the module.
 */
export const iptables: Fact<Iptables> = {
  command: sh`${summary}
if command -v iptables-save >/dev/null; then summary iptables-save || exit; fi
[ ! -s /proc/net/ip_tables_names ] || ! command -v iptables-legacy-save >/dev/null || summary iptables-legacy-save`,
  bytes: 4_194_304,
  parse: (stdout, status) => {
    succeeded(status)
    const rules = new Map<string, Set<string>>()
    let table = ''
    let drops = false
    for (const line of lines(stdout)) {
      match(line, /^(#|[*:]|-A \S|COMMIT$|$)/, 'a line of iptables-save')
      if (line.startsWith('*')) table = line.slice(1)
      if (table !== 'filter') continue
      if (/^:INPUT DROP\b/.test(line)) drops = true
      const [, chain, target] = /^-A (\S+) (?:.*? )?-[jg] (\S+)/.exec(line) ?? []
      if (chain === undefined || target === undefined) continue
      const targets = rules.get(chain)
      if (targets) targets.add(target)
      else rules.set(chain, new Set([target]))
    }
    return { foreign: refuses(rules), drops }
  },
}

/** True when INPUT, or a chain that it leads to, refuses something. Without recursion: chains may be as many as rules. */
function refuses(rules: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const reached = new Set(['INPUT'])
  for (const chain of reached) {
    for (const target of rules.get(chain) ?? []) {
      if (target === 'DROP' || target === 'REJECT') return true
      // What is added to a set while it is walked is walked, too.
      if (!known.test(target)) reached.add(target)
    }
  }
  return false
}
