import { sh } from '../remote/sh'
import { lines, match, succeeded, type Fact } from './fact'

interface Table {
  readonly family: string
  readonly name: string
  /** A chain with an input hook that iptables-nft has not made. */
  input: boolean
  drops: boolean
}

// firewalld's own, ours (drills), and fail2ban's, which shuts out single clients only.
const known = /^(firewalld$|hotpair|f2b-)/

/** Tables that filter what comes in and are nobody's that is asked elsewhere: "inet filter". IPv6 alone does not count. */
export const nftTables: Fact<string[]> = {
  // -t leaves out the elements of sets, which may be many; nft of Debian 10 does not know it. Of rules, of which a host may have
  // 50,000, only that they drop is printed, once in a row.
  command: sh`command -v nft >/dev/null || exit 0
rules=$(nft -t list ruleset 2>/dev/null || nft list ruleset) || exit
printf '%s\n' "$rules" | sed -n '
  /^[^[:blank:]]/{p;d;}
  /^[[:blank:]]chain /{p;d;}
  / hook /{p;d;}
  s/"[^"]*"//g
  /^[[:blank:]][[:blank:]][^[:blank:]]/!d
  s/$/ /
  /[^[:alnum:]_]drop[^[:alnum:]_]/s/^\([[:blank:]]*\).*/\1drop/p
  /[^[:alnum:]_]reject[^[:alnum:]_]/s/^\([[:blank:]]*\).*/\1reject/p
' | uniq`,
  bytes: 2_097_152,
  parse: (stdout, status) => {
    succeeded(status)
    const tables: Table[] = []
    let chain = ''
    for (const line of lines(stdout)) {
      if (/^table /.test(line)) {
        const [family = '', name = ''] = match(line, /^table (\S+) (\S+) \{/, 'a table')
        tables.push({ family, name, input: false, drops: false })
      }
      const table = tables.at(-1)
      if (!table) {
        match(line, /^(#.*|)$/, 'a table')
        continue
      }
      chain = /^\tchain (\S+) \{/.exec(line)?.[1] ?? chain
      const [, policy] = /^\t\ttype filter hook input [^;]*;(?: policy (\w+);)?/.exec(line) ?? []
      // iptables-nft calls its chains INPUT; they are read by iptables-save.
      const hook = / hook input /.test(line) && !(/^ip6?$/.test(table.family) && chain === 'INPUT')
      if (hook) table.input = true
      if (
        (hook && policy === 'drop') ||
        (/^\t\t\S/.test(line) && /\b(drop|reject)\b/.test(line.replace(/"[^"]*"/g, '')) && !/ hook /.test(line))
      )
        table.drops = true
    }
    return tables
      .filter(({ family, name, input, drops }) => input && drops && family !== 'ip6' && !known.test(name))
      .map(({ family, name }) => `${family} ${name}`)
  },
}
