import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  limits,
  parseConfiguration,
  type Configuration,
  type Directive,
  type Statement,
} from '../../electron/domain/keepalived/configuration'
import { shownConfiguration } from '../../electron/domain/keepalived/shown'
import { tokensOf } from '../../electron/domain/keepalived/tokens'

const parsed = (text: string): Configuration => {
  const configuration = parseConfiguration(text)
  if (configuration === null) throw new Error('beyond the limits')
  return configuration
}

/** One line per statement, to compare by eye. */
const outline = (statements: readonly Statement[]): string[] =>
  statements.flatMap((one) => {
    const before = [...one.conditions, ...one.loops].map((word) => `${word} `).join('')
    if (one.kind === 'definition')
      return [
        `${String(one.line)} ${before}$${one.name}=${one.body ? '…' : one.value}`,
        ...outline(one.body ?? []).map((text) => `  ${text}`),
      ]
    const words = [one.keyword, ...one.args].map(({ text }) => text).join(' | ')
    return [`${String(one.line)} ${before}${words}${one.children ? ' {' : ''}`, ...outline(one.children ?? []).map((text) => `  ${text}`)]
  })

describe('keepalived.conf as a value', () => {
  it.each<[what: string, text: string, outline: string[]]>([
    ['a block', 'vrrp_instance a {\n  state BACKUP\n}\n', ['1 vrrp_instance | a {', '  2 state | BACKUP']],
    ['the brace on the next line', 'vrrp_instance a\n\n  {\nstate BACKUP }', ['1 vrrp_instance | a {', '  4 state | BACKUP']],
    [
      'all on one line',
      'authentication { auth_type PASS auth_pass x } priority 1',
      ['1 authentication {', '  1 auth_type | PASS | auth_pass | x', '1 priority | 1'],
    ],
    ['braces without blanks', 'a{b{c}d}e', ['1 a {', '  1 b {', '    1 c', '  1 d', '1 e']],
    ['comments', '# a { b\n! c }\nstate BACKUP # d {\nstate MASTER!e', ['3 state | BACKUP', '4 state | MASTER']],
    ['a comment between keyword and brace', 'group # those\n{\na\n}', ['1 group {', '  3 a']],
    ['quotes', 'script "/bin/a # { } ! b" x', ['1 script | /bin/a # { } ! b | x']],
    ['a quote that touches a word, as keepalived cuts it', 'auth_pass"a b"c', ['1 auth_pass | a b | c']],
    ['escapes', 'a \\# b\\!c "d \\" e" \\{ f', ['1 a | \\# | b\\!c | d \\" e | \\{ | f']],
    ['a line that goes on', 'lvs_sync_daemon eth0 \\\n  id 1\nx', ['1 lvs_sync_daemon | eth0 | id | 1', '3 x']],
    ['conditions', '@a x 1\n@^b y 2\n@c @d z\n@e', ['1 @a x | 1', '2 @^b y | 2', '3 @c @d z', '4 @e ']],
    ['definitions', '$A=1 2 # c\n@n $B="a b"\nx ${A}.$B ${_RANDOM 1 2}', ['1 $A=1 2', '2 @n $B="a b"', '3 x | ${A}.$B | ${_RANDOM 1 2}']],
    [
      'a definition over lines',
      '$I= \\\nvrrp_instance a { \\\n$B=2 \\\n  priority 1 \\\n}\nx',
      ['1 $I=…', '  2 vrrp_instance | a {', '    3 $B=2', '    4 priority | 1', '6 x'],
    ],
    [
      'loops',
      '~LST({A, B}, {1,2}) ~SEQ(C, 1, 9) 10.${A}.${B}.${C}\n~LST(',
      ['1 ~LST({A, B}, {1,2}) ~SEQ(C, 1, 9) 10.${A}.${B}.${C}', '2 ~LST( '],
    ],
    ['CRLF and a BOM', '\ufeffa 1\r\nb {\r\n# c\r\n}\r\n', ['1 a | 1', '2 b {']],
    [
      'old spellings and what nobody knows',
      'virtual_server 10.0.0.1 80 {\n protocol TCP\n whatever\n}',
      ['1 virtual_server | 10.0.0.1 | 80 {', '  2 protocol | TCP', '  3 whatever'],
    ],
    ['nothing', '', []],
  ])('reads %s', (_, text, wanted) => {
    expect(outline(parsed(text).statements)).toEqual(wanted)
  })

  it('says where the text is not well formed, and reads on', () => {
    const { statements, flaws } = parsed('} a\n{ b }\nc {\n d "e\n')
    expect(outline(statements)).toEqual(['1 }', '1 a {', '  2 b', '3 c {', '  4 d | e'])
    expect(flaws).toEqual([
      { line: 1, what: 'stray-brace' },
      { line: 3, what: 'unclosed-block' },
      { line: 4, what: 'unclosed-quote' },
    ])
  })

  const soup = fc
    .array(
      fc.constantFrom(
        'a',
        '"',
        '\\',
        '{',
        '}',
        '#',
        '!',
        '$',
        '${A}',
        '$A=',
        '\n',
        '\r\n',
        '\r',
        ' ',
        '\t',
        '@n ',
        '~LST(',
        ')',
        "'",
        '\ufeff',
        'ü',
        '字',
        '💡',
      ),
      {
        maxLength: 60,
      },
    )
    .map((parts) => parts.join(''))

  it('covers every character: what is in no statement and no comment is blank', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const { statements, comments } = parsed(text)
        const left = [...text.split('')]
        const cover = ({ start, end }: { start: number; end: number }) => left.fill(' ', start, end)
        const walk = (all: readonly Statement[], from: number, to: number) => {
          let at = from
          for (const one of all) {
            expect(one.start).toBeGreaterThanOrEqual(at)
            expect(one.end).toBeGreaterThanOrEqual(one.start)
            expect(one.line).toBe(text.slice(0, one.start).split('\n').length)
            at = one.end
            cover(one)
            walk((one.kind === 'directive' ? one.children : one.body) ?? [], one.start, one.end)
          }
          expect(at).toBeLessThanOrEqual(to)
        }
        walk(statements, 0, text.length)
        comments.forEach(cover)
        expect(left.join('')).toMatch(/^[\s\\]*$/)
        const words = (one: Directive) => [one.keyword, ...one.args]
        const slices = (all: readonly Statement[]): void => {
          for (const one of all) {
            if (one.kind === 'directive') for (const word of words(one)) expect(text.slice(word.start, word.end)).toContain(word.text)
            slices((one.kind === 'directive' ? one.children : one.body) ?? [])
          }
        }
        slices(statements)
      }),
      { numRuns: 2000 },
    )
  })

  it('loses no character between two tokens but blanks', () => {
    fc.assert(
      fc.property(soup, (text) => {
        let at = 0
        for (const { start, end } of tokensOf(text) ?? []) {
          expect(text.slice(at, start)).toMatch(/^[ \t\v\f\r\ufeff]*$/)
          expect(end).toBeGreaterThan(start)
          at = end
        }
        expect(text.slice(at)).toMatch(/^[ \t\v\f\r\ufeff]*$/)
      }),
    )
  })

  it('refuses what is larger or deeper than any configuration', () => {
    expect(parseConfiguration('a\n'.repeat(limits.statements))).not.toBeNull()
    expect(parseConfiguration('a\n'.repeat(limits.statements + 1))).toBeNull()
    expect(parseConfiguration('a {'.repeat(limits.depth))).not.toBeNull()
    expect(parseConfiguration('a {'.repeat(limits.depth + 1))).toBeNull()
    expect(parseConfiguration('x'.repeat(limits.characters + 1))).toBeNull()
  })

  it('shows every configuration of ours as it is', () => {
    const plans = new URL('../plans/', import.meta.url)
    const ours = readdirSync(plans, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('/keepalived.conf'))
    expect(ours.length).toBeGreaterThan(20)
    for (const path of ours) {
      const text = readFileSync(new URL(path, plans), 'utf8')
      expect(shownConfiguration(text)).toEqual({ text })
      expect(parsed(text).flaws).toEqual([])
    }
  })
})
