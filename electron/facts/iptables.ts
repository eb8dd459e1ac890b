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

/**
 * Rules of iptables, both kinds. The legacy ones are read only where the kernel has them already: to ask would load the module.
 */
export const iptables: Fact<Iptables> = {
  command: sh`if command -v iptables-save >/dev/null; then iptables-save || exit; fi
[ ! -s /proc/net/ip_tables_names ] || ! command -v iptables-legacy-save >/dev/null || iptables-legacy-save`,
  bytes: 4_194_304,
  parse: (stdout, status) => {
    succeeded(status)
    const rules = new Map<string, string[]>()
    let table = ''
    let drops = false
    for (const line of lines(stdout)) {
      match(line, /^(#.*|[*:].*|-A \S+.*|COMMIT|)$/, 'a line of iptables-save')
      if (line.startsWith('*')) table = line.slice(1)
      if (table !== 'filter') continue
      if (/^:INPUT DROP\b/.test(line)) drops = true
      const [, chain, target] = /^-A (\S+) (?:.*? )?-[jg] (\S+)/.exec(line) ?? []
      if (chain !== undefined && target !== undefined) rules.set(chain, [...(rules.get(chain) ?? []), target])
    }
    const reached = new Set<string>()
    const refuses = (chain: string): boolean => {
      if (reached.has(chain) || known.test(chain)) return false
      reached.add(chain)
      return (rules.get(chain) ?? []).some((target) => target === 'DROP' || target === 'REJECT' || refuses(target))
    }
    return { foreign: refuses('INPUT'), drops }
  },
}
