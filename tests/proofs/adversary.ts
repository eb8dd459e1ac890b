import fc from 'fast-check'

/** What a hostile host, or a strange file, might say: texts of one size that make careless patterns and loops go over them again and again. */

export const size = 256 * 1024

/** CPU milliseconds of this process for `work`. */
function spentOn(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const sum = (): void => {
  for (let i = 0, x = 7; i < 4_000_000; i += 1) x = Math.imul(x ^ i, 16_777_619)
}
/** How many times slower than the machine on which the limits were set this one is at the moment: that one took 5 ms for the sum. */
const slowness = (): number => Math.max(1, Math.min(spentOn(sum), spentOn(sum), spentOn(sum)) / 5)

/**
 * CPU milliseconds, as on the machine on which the limits were set; the least of up to three times: the first may compile, another may
 * collect garbage.
 */
export function cpuOf(work: () => void, enough: number): number {
  let least = Infinity
  for (let i = 0; i < 3 && least > enough; i += 1) {
    const spent = spentOn(work)
    least = Math.min(least, spent > enough ? spent / slowness() : spent)
  }
  return least
}

/** Some of them; what failed is told without the whole text, which would be the whole log. */
export const someOf: fc.Parameters<[string]> = {
  numRuns: 20,
  endOnFailure: true,
  plugins: [
    () => ({
      onAllRunsComplete: ({ failed, seed, counterexample, errorInstance }: fc.RunDetails<[string]>) => {
        const text = counterexample?.[0] ?? ''
        if (failed)
          throw new Error(`seed ${String(seed)}, ${String(text.length)} characters: ${text.slice(0, 120)}`, { cause: errorInstance })
      },
    }),
  ],
}

/** Of each grammar: braces, stars, quotes, escapes, blanks, digits, separators, line ends of every kind, broken UTF-8. */
export const units: readonly string[] = [
  ...' \t\n\r\0"\'\\{}[]()<>*?/,.:;|=-#@%&!+_~^$a1é'.split(''),
  ...['\u2028', '\ufffd', '\r\n', 'ab', '*a', '?*', '\\"', "\\'", '""', 'a{', '{a:', '[[', '- ', '? ', '&a ', '*a ', '<<: '],
  ...['a b ', 'a\n', '1 ', '1.', '1:', 'a=', '=\n', 'a:', 'a,', '${a}', '{a}', '0x', '-A ', '-j ', '::', '%s', '../', '\u202e'],
]

const repeated = (unit: string, length: number): string => unit.repeat(Math.ceil(length / unit.length)).slice(0, length)

/** One unit without end. */
export const plain: readonly string[] = units.map((unit) => repeated(unit, size))

const contents = [
  ...[
    '{',
    'a{',
    'http{server{',
    'server{listen 1;}',
    'server{}',
    'http{include *a*a*a*a*;',
    'a;',
    '"',
    "'",
    '\\',
    '\\"',
    '#\n',
    '\n',
    ' ',
    '\t',
  ],
  ...[
    'auth_pass ',
    'auth_pass x\n',
    'virtual_ipaddress {',
    'virtual_ipaddress{1.1.1.1}',
    '1',
    '1.',
    'vrrp_instance a {\n',
    '!\n',
    'é',
    '\0',
  ],
]

/** A text in which a word that holds a file (base64) holds a hostile one. */
function withContent(text: string, content: string): string {
  const words = [...text.matchAll(/[A-Za-z0-9+/]{8,}={0,2}/g)].filter(([word]) => word.length > 30)
  const last = words.at(-1)
  if (last === undefined) return text
  const hostile = Buffer.from(repeated(content, Math.floor((size * 3) / 4) - text.length)).toString('base64')
  return text.slice(0, last.index) + hostile + text.slice(last.index + last[0].length)
}

/** What an honest host has said, stretched somewhere until it is `most` characters long. */
export const stretched = (honest: readonly string[], most: number): fc.Arbitrary<string> =>
  fc
    .record({
      text: fc.constantFrom(...honest),
      line: fc.nat(),
      // most often between words: there patterns change their mind
      place: fc.nat(),
      boundary: fc.boolean(),
      unit: fc.oneof(
        fc.constantFrom(...units).map((unit) => () => unit),
        fc.constant((line: string, at: number) => line.slice(at)),
        fc.constant((line: string, at: number) => line.slice(0, at)),
        fc.constant((line: string, at: number) => `${line.slice(at)} `),
        fc.constant((line: string, at: number) => (/^\s*\S+\s?/.exec(line.slice(at)) ?? [''])[0]),
      ),
      way: fc.constantFrom('here', 'lines', 'numbered', 'content'),
      content: fc.constantFrom(...contents),
    })
    .map(({ text, line, place, boundary, unit, way, content }) => {
      if (way === 'content') return withContent(text, content).slice(0, most)
      const all = text.split('\n')
      const index = line % all.length
      const own = all[index] ?? ''
      const boundaries = [...own.matchAll(/\b|(?<=\s)|(?=\s)/g)].map((found) => found.index)
      const at = boundary && boundaries.length > 0 ? (boundaries[place % boundaries.length] ?? 0) : place % (own.length + 1)
      const room = Math.max(0, most - text.length)
      if (way === 'here') {
        const more = unit(own, at)
        const stretchedLine = own.slice(0, at) + (more === '' ? '' : repeated(more, room)) + own.slice(at)
        return all.with(index, stretchedLine).join('\n')
      }
      // The same line again and again, or others of its kind.
      const lines: string[] = []
      for (let length = 0, i = 0; length < room; i += 1) {
        const next = way === 'lines' ? own : `${own.slice(0, at)}${String(i)}${own.slice(at)}`
        lines.push(next)
        length += next.length + 1
      }
      return [...all.slice(0, index), ...lines.slice(0, -1), ...all.slice(index)].join('\n')
    })
