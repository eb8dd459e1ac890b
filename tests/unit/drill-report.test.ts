import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { languages } from '../../electron/contract/language'
import { drillKinds, drillResult } from '../../electron/domain/drill'
import { drillGroups, drillsByGroup } from '../../electron/domain/drill-groups'
import { errorsOf, figuresOf, intervalOf, latencyOf, overviewOf } from '../../electron/report/figures'
import { plain } from '../../electron/report/markdown'
import type { ReportInput } from '../../electron/report/model'
import { ticksOfRecords, tickWidth } from '../../electron/report/geometry'
import { styles } from '../../electron/report/styles'
import { formatOfFile, reportFormatNames, reportFormats, reportText, type ReportFormat } from '../../electron/report/report'
import { recordedPair, recordedTask } from '../renderer/recorded'
import { everything, everythingHostile, hostile, made, skipped } from '../report/drills'
import { obeyed } from '../evil'

/**
 * The report of drills: tests/report/expected/<name>.<language>.<extension> is what it is. UPDATE_GOLDEN=1 writes what is made now: look at
 * the difference before you keep it, and at the HTML in a browser.
 */
const update = process.env['UPDATE_GOLDEN'] === '1'
const expected = join(import.meta.dirname, '../report/expected')

const input = (results: ReportInput['results'], language: ReportInput['language'] = 'en'): ReportInput => ({
  pair: recordedPair(),
  results,
  language,
  when: '2026-11-22T16:30:00.000Z',
  version: '0.1.0',
})
const cases = { all: everything(), hostile: everythingHostile(), seed: recordedTask('pair.drill', 'seed').result?.drills ?? [] }
const texts = ['html', 'markdown'] as const

describe.each(languages)('in %s', (language) => {
  test.each(Object.keys(cases) as (keyof typeof cases)[])('%s is as it was looked at', (name) => {
    // What hosts say is the same in each.
    if (name === 'hostile' && language !== 'en') return
    for (const format of texts) {
      const file = join(expected, `${name}.${language}.${reportFormats[format].extensions[0]}`)
      const text = reportText(format, input(cases[name], language))
      if (update) {
        mkdirSync(expected, { recursive: true })
        writeFileSync(file, text)
      }
      expect(text, file).toBe(readFileSync(file, 'utf8'))
    }
  })

  test.each(texts)('every word of %s is there, and none of another language', (format) => {
    const text = reportText(format, input(everything(), language)).replace(/<style>[\s\S]*<\/style>/, '')
    expect(text).not.toMatch(/\{\w+\}|undefined|NaN|\[object/)
    if (language === 'en') expect(text).not.toMatch(/\p{Script=Han}/u)
    else {
      // Beside the journals and the names of attributes, no three English words in a row.
      const said = text.replace(/Stopping nginx.service|\\?\(hotpair.*?STATE/g, '').replace(/<[^>]*>/g, '\n')
      expect(said.split('\n').filter((line) => /(?:\b[A-Za-z][a-z]+ ){2}[a-z]{2,}/.test(line))).toEqual([])
    }
  })
})

describe('the HTML', () => {
  test.each(Object.keys(cases) as (keyof typeof cases)[])('of %s loads nothing, runs nothing and is closed where it is opened', (name) => {
    const text = reportText('html', input(cases[name]))
    const tags = [...text.replace(/<style>[\s\S]*?<\/style>/, '').matchAll(/<(\/?)([a-z0-9]+)([^>]*?)(\/?)>/gi)]
    const open: string[] = []
    for (const [, closing, tag = '', attributes = '', self] of tags) {
      expect(tag).not.toMatch(/^(script|img|link|iframe|object|embed|a|base|form|foreignObject|image|use)$/i)
      expect(attributes).not.toMatch(/\son\w+=|\s(?:src|href|style|srcset|xlink:href)=/i)
      if (closing === '/') expect(open.pop()).toBe(tag)
      else if (self !== '/' && tag !== 'meta') open.push(tag)
    }
    expect(open).toEqual([])
    expect(text.replace(/&[^;]+;/g, '').match(/url\([^#)]|@import|https?:\/\//g)).toEqual(
      name === 'hostile' ? expect.arrayContaining(['https://']) : null,
    )
    const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, id] of text.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(id)
  })

  test('is light on paper, whatever the screen is', () => {
    const text = reportText('html', input(everything()))
    expect(text.match(/@media [^{]*dark[^{]*/g)).toEqual(['@media screen and (prefers-color-scheme: dark) '])
    expect(text).toContain("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
  })

  test('has the colours of the program', () => {
    const tokens = readFileSync(join(import.meta.dirname, '../../renderer/theme/tokens.css'), 'utf8')
    const colours = [...styles.matchAll(/#[0-9a-f]{6}\b/g)].map(([colour]) => colour)
    expect(colours.length).toBeGreaterThan(30)
    expect(colours.filter((colour) => !tokens.includes(colour))).toEqual([])
  })

  test('shows what cannot be seen', () => {
    for (const letter of obeyed) {
      const results = [made({ kind: 'nginx-stop', downtime: 40, bound: null, detected: null, errors: [`a${letter}b`] })]
      for (const format of texts) {
        const text = reportText(format, input(results))
        expect(text.replaceAll('\n', '')).not.toContain(letter)
        expect(text).toMatch(/a(\S{1,3}|\S*u\S+)b/)
      }
    }
  })
})

describe('the Markdown', () => {
  test('takes every text as a text', () => {
    expect(plain('a|b')).toBe(String.raw`a\|b`)
    expect(plain('[x](https://y)\n# z')).toBe(String.raw`\[x\](https\://y)␊\# z`)
    expect(plain('see www.evil.example, WWW.x')).toBe(String.raw`see www\.evil.example, WWW\.x`)
    expect(plain(hostile)).not.toMatch(/(?<!\\)[<>|`*_[\]]|[^\\]:\/\//)
  })
  test('has as many cells in each line of a table', () => {
    const tables = reportText('markdown', input(everythingHostile()))
      .split('\n\n')
      .filter((part) => part.startsWith('|'))
    expect(tables.length).toBeGreaterThan(8)
    for (const table of tables) {
      const cells = table.split('\n').map((row) => row.replaceAll(String.raw`\|`, '').split('|').length)
      expect(new Set(cells).size, table).toBe(1)
    }
  })
})

describe('the JSON', () => {
  const kept = z.object({ hotpair: z.literal(1), pair: z.string(), drills: z.array(drillResult) })
  test('has everything that was measured, and nothing that it takes to log in', () => {
    const text = reportText('json', input(everythingHostile()))
    const { drills } = kept.parse(JSON.parse(text))
    expect(drills).toEqual(everythingHostile())
    expect(text).not.toMatch(/"(user|auth|keyFile|sudo|port|address|password)"/)
    for (const letter of obeyed) expect(text).not.toContain(letter)
  })
})

test('a report without drills, and one whose drills have nothing, is still one', () => {
  for (const format of reportFormatNames)
    for (const results of [
      [],
      [skipped('nginx-stop')],
      [{ ...skipped('nginx-hang'), verdict: 'failed' as const, reason: 'two-holders' as const }],
    ])
      expect(reportText(format, input(results))).toMatch(/Failover test of practice|"pair": "practice"/)
})

test.each<[string, ReportFormat | undefined]>([
  ['a.html', 'html'],
  ['/tmp/x.y/REPORT.HTM', 'html'],
  ['r.md', 'markdown'],
  ['r.json', 'json'],
  ['report', undefined],
  ['html', 'html'],
  ['r.pdf', undefined],
])('%s is %s', (file, format) => {
  expect(formatOfFile(file)).toBe(format)
})

test('columns that say nothing are not there: drills of versions before knew neither a bound nor what should happen', () => {
  expect(reportText('markdown', input(cases.seed))).not.toMatch(/Expected|At most|Detection|\| – \|/)
  expect(reportText('markdown', input(everything()))).toMatch(/Expected.*At most/)
})

describe('the figures', () => {
  test('of a fault: parts of its downtime, errors, latency, the journals around it', () => {
    const { faults } = figuresOf(made({ kind: 'nginx-stop', downtime: 40, bound: 500, detected: 12, errors: ['ECONNREFUSED', 'timeout'] }))
    expect(faults).toHaveLength(1)
    const [fault] = faults
    expect(fault).toMatchObject({ detected: 12, takeover: 28, latency: { median: 4, p99: 7 } })
    expect(fault?.fault).toMatchObject({ nodes: ['nginx1'], injected: 1000, after: 'nginx2' })
    expect(fault?.errors).toEqual([
      { error: 'timeout', count: 2 },
      { error: 'ECONNREFUSED', count: 1 },
    ])
    expect(fault?.records.shown.map(({ at }) => at)).toEqual([1008, 1012, 1042])
    expect(fault?.records.more).toBe(1)
    expect(fault?.near).toEqual({ from: 880, to: 1160 })
  })
  test('clients were answered while it was noticed: the downtime is no sum', () => {
    const { faults } = figuresOf(made({ kind: 'keepalived-stop', downtime: 0, bound: null, detected: 5 }))
    expect(faults[0]).toMatchObject({ detected: 5, takeover: null, near: null })
  })
  test('errors are bounded: rare ones are counted together', () => {
    const samples = Array.from({ length: 100 }, (_, i) => ({ at: i, node: null, took: 1, error: `e${String(i % 20)}` }))
    const errors = errorsOf(samples)
    expect(errors).toHaveLength(9)
    expect(errors.at(-1)).toEqual({ error: null, count: 60 })
    expect(errors.reduce((sum, { count }) => sum + count, 0)).toBe(100)
  })
  test('latency is by nearest rank, of good answers alone', () => {
    expect(latencyOf([])).toBeNull()
    const samples = Array.from({ length: 200 }, (_, i) => ({ at: i, node: i < 100 ? 'a' : null, took: i + 1, error: '' }))
    expect(latencyOf(samples)).toEqual({ median: 50, p99: 99 })
  })
  test('the interval is the usual one, whatever is left out', () => {
    expect(intervalOf([])).toBe(0)
    expect(intervalOf([0, 10, 20, 400, 410, 420].map((at) => ({ at, node: 'a', took: 1, error: '' })))).toBe(10)
  })
  test('an overview has the longest downtime with its bound', () => {
    expect(overviewOf([])).toEqual({ downtime: null, bound: null, failed: 0, asked: 0 })
    const phases = everything().flatMap((result) => result.phases)
    expect(overviewOf(phases)).toMatchObject({ downtime: 1380, bound: 1000 })
  })
})

describe('the ticks of the journals', () => {
  const record = (at: number, node = 'a') => ({ at, node, unit: 'keepalived' as const, text: `at ${String(at)}`, state: null })
  const window = { from: 1000, to: 2000 }
  const xOf = (at: number): number => (800 * (at - 1000)) / 1000
  test('are those of the node in the window, and what is too near is one', () => {
    const records = [record(999), record(1000), record(1005), record(1500, 'b'), record(1600), record(2000), record(2001)]
    expect(ticksOfRecords(records, 'a', { window, xOf }).map(({ x, records: of }) => [x, ...of.map(({ at }) => at)])).toEqual([
      [0, 1000, 1005],
      [480, 1600],
      [800, 2000],
    ])
    expect(ticksOfRecords([], 'a', { window, xOf })).toEqual([])
  })
  test('never cover each other, however many lines there are; none is lost', () => {
    const records = Array.from({ length: 5000 }, (_, i) => record(1000 + i / 5))
    const ticks = ticksOfRecords(records, 'a', { window, xOf })
    expect(ticks.length).toBeLessThanOrEqual(1 + 800 / tickWidth)
    expect(ticks.slice(1).every(({ x }, i) => x - (ticks[i]?.x ?? 0) >= tickWidth)).toBe(true)
    expect(ticks.reduce((sum, tick) => sum + tick.records.length, 0)).toBe(5000)
  })
})

test('every drill is in one group, in the order of the drills', () => {
  const groups = drillsByGroup()
  expect(groups.flatMap(({ kinds }) => kinds).sort()).toEqual([...drillKinds].sort())
  expect(groups.map(({ group }) => drillGroups.indexOf(group))).toEqual(groups.map(({ group }) => drillGroups.indexOf(group)).sort())
})
