import type { Chance } from '../../electron/domain/chance'

/** What a hostile host puts in the place of a value. `marker` tells whose word it was, wherever it turns up. */
const payloads: readonly ((marker: string) => string)[] = [
  (marker) => `../../../tmp/evil${marker}`,
  (marker) => `../${marker}`,
  (marker) => `/tmp/evil${marker}`,
  (marker) => `$(touch /tmp/pwned${marker})`,
  (marker) => `\`touch /tmp/pwned${marker}\``,
  (marker) => `'; touch /tmp/pwned${marker}; '`,
  (marker) => `"; touch /tmp/pwned${marker}; "`,
  (marker) => `x\ntouch /tmp/pwned${marker}\n`,
  (marker) => `x; touch /tmp/pwned${marker} #`,
  (marker) => `\u001b]0;${marker}\u0007\u001b[2J\u001b[1A`,
  (marker) => `\r\u009b2K${marker}\u0008\u007f`,
  (marker) => `\u202e${marker}\u2066\u2069\u200f`,
  (marker) => `${marker}\u2028\u2029\u0085`,
  (marker) => `a b${marker}`,
  (marker) => `a\tb${marker}`,
  (marker) => `--help=${marker}`,
  (marker) => `%s%n%d${marker}`,
  (marker) => `{"__proto__":{"a":"${marker}"}}`,
  () => '__proto__',
  () => 'constructor',
  () => '',
  () => '0',
  () => '-1',
  () => '1e999',
  () => 'NaN',
  () => '9'.repeat(400),
  () => '18446744073709551616',
  () => 'null',
  () => '\u0000',
  () => 'END_OF_DATA',
  (marker) => marker.repeat(2_000),
  (marker) => `${'A'.repeat(60_000)}${marker}`,
]

export const payload = (chance: Chance, marker: string): string => chance.pick(payloads)(marker)

/** A name of a deployment that leads elsewhere, or is no name at all. */
export const evilName = (chance: Chance, marker: string): string =>
  chance.pick([
    `../../../tmp/evil${marker}`,
    `../../../../tmp/evil${marker}`,
    `x${marker}/../../../../tmp/evil`,
    `'${marker}'`,
    `a b${marker}`,
    `$(touch /tmp/pwned${marker})`,
    `\u001b[2J${marker}`,
    `-x${marker}`,
  ])

/** One word of a text becomes something else. */
export function replaceOne(text: string, chance: Chance, marker: string): string {
  const words = [...text.matchAll(/[^\s=,:;"{}[\]]+/g)]
  if (words.length === 0) return payload(chance, marker)
  const { index, 0: word } = chance.pick(words)
  return text.slice(0, index) + payload(chance, marker) + text.slice(index + word.length)
}

/** Lines lost, doubled, out of order. */
export function shuffled(text: string, chance: Chance): string {
  const lines = text.split('\n')
  const [one, other] = [chance.below(lines.length), chance.below(lines.length)]
  const line = lines[one] ?? ''
  switch (chance.below(4)) {
    case 0:
      return lines.filter((_, i) => i !== one).join('\n')
    case 1:
      return [...lines.slice(0, one), line, ...lines.slice(one)].join('\n')
    case 2:
      return lines.map((each, i) => (i === one ? (lines[other] ?? '') : i === other ? line : each)).join('\n')
    default:
      return lines.reverse().join('\n')
  }
}

/** Bytes of no meaning, up to `most`. */
export const nonsense = (chance: Chance, most: number): Buffer =>
  Buffer.from(Array.from({ length: 1 + chance.below(most) }, () => chance.below(256)))

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const nginxConf = (content: string): string => `${base64('/etc/nginx/nginx.conf')} ${base64(content)}\n`

/** Answers that cost a careless reader much more than they cost the host: by question, some of them honest but large. */
export const bombs: Readonly<Record<string, (marker: string) => string>> = {
  nginxConfiguration: (marker) => nginxConf(`${'a {'.repeat(21_000)} # ${marker}`),
  iptables: () => `*filter\n:INPUT ACCEPT [0:0]\n${'-A INPUT -s 198.51.100.7/32 -j DROP\n'.repeat(50_000)}COMMIT\n`,
  listening: (marker) => `LISTEN 0 128 0.0.0.0:80 0.0.0.0:* users:(("${marker}",pid=1,fd=3))\n`.repeat(6_000),
  managers: () => 'ifupdown ens33\n'.repeat(4_000),
  packages: () => `apt-get\n${'nginx:\n  Installed: 1\n  Candidate: 2\n'.repeat(1_500)}`,
  routerIds: () => '66\n'.repeat(20_000),
  interfaces: () => `===\n${'1: lo    inet 127.0.0.1/8 scope host lo\n'.repeat(1_500)}`,
}
/** Thirty stars against our own file's name. */
export const globBomb = (): string => nginxConf(`http { include conf.d/${'*'.repeat(30)}x; }`)
