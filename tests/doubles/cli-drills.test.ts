import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { hotpair } from '../../electron/cli/program'
import { keptOf } from '../../electron/domain/drill-run'
import { drillSettingsOf } from '../../electron/domain/drill-settings'
import { recordedPair } from '../renderer/recorded'
import { everything, made } from '../report/drills'
import { outside } from './cli-outside'

/** What the command line keeps of drills, the engine apart: reports, and the runs that a pair's history has. */

const asked: string[] = []
let answer: unknown
vi.mock('../../electron/cli/session', () => ({
  openCommandLine: (_options: unknown, call: unknown) =>
    Promise.resolve({
      wire: { request: (command: string) => Promise.resolve((asked.push(command), answer)) },
      call,
      redact: <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('not-for-a-report', '[secret]')) as T,
    }),
}))

const { folder, pairFile, terminal } = outside()
const run = (...args: string[]) => {
  asked.length = 0
  return hotpair(args, { LANG: 'en' })
}

test.each(['html', 'md', 'json'])('drill --report writes .%s, with no secret in it', async (extension) => {
  const [first] = everything()
  if (first === undefined) throw new Error('no drill')
  const secret = { ...first, records: first.records.map((record) => ({ ...record, text: 'said not-for-a-report' })) }
  answer = { drills: [secret, ...everything().slice(1)] }
  const file = join(folder, `report.${extension}`)
  expect(await run('drill', pairFile, 'nginx-stop', '--report', file)).toBe(1)
  expect(terminal.stdout).toContain('nginx-stop')
  const text = readFileSync(file, 'utf8')
  expect(text).toContain('secret')
  expect(text).not.toContain('not-for-a-report')
  expect(text).toContain(extension === 'json' ? '"drills"' : 'Failover test of practice')
})

test('a report that could not be written is refused before anything is broken', async () => {
  const there = join(folder, 'there.html')
  writeFileSync(there, 'mine')
  answer = { drills: everything() }
  const wrong = [
    [there, 64, /there already/],
    [join(folder, 'report.pdf'), 64, /\.html, \.md or \.json/],
    [join(folder, 'no-such-folder/report.html'), 1, /could not be written/],
  ] as const
  for (const [file, exit, text] of wrong) {
    terminal.stderr = ''
    expect(await run('drill', pairFile, 'nginx-stop', '--report', file)).toBe(exit)
    expect(asked).toEqual([])
    expect(terminal.stderr).toMatch(text)
  }
  expect(readFileSync(there, 'utf8')).toBe('mine')
})

const settings = drillSettingsOf(recordedPair())
const kept = (id: string, minute: number, downtime: number, more: object) =>
  [
    made({ kind: 'nginx-stop', downtime, bound: 1500, detected: Math.round(downtime / 2) }),
    made({ kind: 'keepalived-stop', downtime: 20, bound: 1500, detected: 5 }),
  ]
    .map((result, i) => ({
      time: `2026-11-30T10:0${String(minute)}:0${String(i)}.000Z`,
      kind: 'drill',
      id: '',
      result: result.verdict,
      data: keptOf(result, id, { ...settings, ...more }),
    }))
    .reverse()
const history = {
  entries: [
    ...kept('bbbb2222', 5, 40, { 'vrrp-version': 3 }),
    { time: '2026-11-30T10:03:00.000Z', kind: 'deployment', id: '20261130T100300-aaaaaa', result: 'done', data: {} },
    ...kept('aaaa1111', 1, 1300, {}),
  ],
}

test('history has a line for each run, not for each of its drills', async () => {
  answer = history
  expect(await run('history', pairFile)).toBe(0)
  const lines = terminal.stdout.trimEnd().split('\n')
  expect(lines).toHaveLength(4)
  expect(lines[1]).toMatch(/2026-11-30 10:05:01Z +nginx stopped, keepalived stopped +passed +40 ms +bbbb2222$/)
  expect(lines[2]).toMatch(/10:03:00Z +deployment +done +20261130T100300-aaaaaa$/)
  expect(lines[3]).toMatch(/passed +1\.30 s +aaaa1111$/)
})

test('history --compare says what became better, and which settings differ, in the order of time', async () => {
  answer = history
  expect(await run('history', pairFile, '--compare', 'bbbb2222', 'aaaa1111')).toBe(0)
  expect(terminal.stdout).toMatch(/^Run aaaa1111 of .*, then run bbbb2222 of/)
  expect(terminal.stdout).toMatch(/Downtime +1\.30 s +40 ms +better/)
  expect(terminal.stdout).toMatch(/Downtime +20 ms +20 ms +the same/)
  expect(terminal.stdout).toMatch(/VRRP version +2 +3$/m)
  terminal.stdout = ''
  expect(await run('history', pairFile, '--json', '--compare', 'aaaa1111', 'bbbb2222')).toBe(0)
  expect(JSON.parse(terminal.stdout)).toMatchObject({ ok: true, comparison: { faults: [{ changes: { downtime: 'better' } }, {}] } })
})

test('and so in Chinese', async () => {
  answer = history
  expect(await run('history', pairFile, '--compare', 'aaaa1111', 'bbbb2222', '--lang', 'zh-CN')).toBe(0)
  expect(terminal.stdout).toMatch(/服务中断时间 +1\.30 秒 +40 毫秒 +改善/)
})

test.each([
  [['aaaa1111'], /two runs/],
  [['aaaa1111', 'cccc'], /no run cccc/],
  [['aaaa1111', 'aaaa1111'], /no fault in common/],
])('history --compare %j is refused', async (runs, text) => {
  answer = history
  expect(await run('history', pairFile, '--compare', ...runs)).toBe(64)
  expect(terminal.stderr).toMatch(text)
})
