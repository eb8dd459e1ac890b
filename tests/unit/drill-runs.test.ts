import { expect, describe, test } from 'vitest'
import { drillResult, type DrillResult } from '../../electron/domain/drill'
import { canCompare, compareRuns } from '../../electron/domain/drill-comparison'
import { keptOf, partsOf, runsOf, verdictOfRun, type DrillRun, type KeptEntry } from '../../electron/domain/drill-run'
import { differingSettings, drillSettings, drillSettingsOf, type KeptSettings } from '../../electron/domain/drill-settings'
import { recordedOutput, recordedPair } from '../renderer/recorded'
import { made, skipped } from '../report/drills'

/** Runs of drills as a pair's history keeps them, and two of them side by side. */

const settings = drillSettingsOf(recordedPair())
/** Entries of one run, newest first; through JSON, as they are kept. */
const entriesOf = (id: string, hour: number, results: readonly DrillResult[], with_: KeptSettings = settings): KeptEntry[] =>
  results
    .map((result, i) => ({
      kind: 'drill',
      time: new Date(Date.UTC(2026, 10, 30, hour, i)).toISOString(),
      result: result.verdict,
      data: JSON.parse(JSON.stringify(keptOf(result, id, with_))) as unknown,
    }))
    .reverse()
const runOf = (id: string, hour: number, results: readonly DrillResult[], with_?: KeptSettings): DrillRun => {
  const [run] = runsOf(entriesOf(id, hour, results, with_))
  if (run === undefined) throw new Error('no run')
  return run
}
const stop = (downtime: number, more: Partial<Parameters<typeof made>[0]> = {}) =>
  made({ kind: 'nginx-stop', downtime, bound: 1500, detected: null, ...more })

describe('what is kept', () => {
  test('has neither requests nor journals, but how many there were, and the settings', () => {
    const result = stop(40, { detected: 10 })
    expect(keptOf(result, 'abcd', settings)).toMatchObject({ samples: 600, records: 4, marks: result.marks.length, run: 'abcd', settings })
    expect(settings).toEqual({
      'advert-interval': 1,
      'down-adverts': 3,
      'real-time': 0,
      'vrrp-version': 2,
      order: 'nginx1 254 nginx2 253',
      preempt: false,
      mode: 'multicast',
      'nginx-failure': 'release',
      content: 'welcome',
    })
  })

  test('is found as runs, newest first, each with its drills in their order', () => {
    const entries = [...entriesOf('b', 2, [stop(40), skipped('nginx-hang')]), ...entriesOf('a', 1, [stop(1300)])]
    const runs = runsOf([{ kind: 'undo', time: '2026-12-01T00:00:00Z', result: 'done' }, ...entries])
    expect(runs.map(({ id, drills }) => [id, ...drills.map(({ kind }) => kind)])).toEqual([
      ['b', 'nginx-stop', 'nginx-hang'],
      ['a', 'nginx-stop'],
    ])
    expect(runs[0]).toMatchObject({ time: '2026-11-30T02:01:00.000Z', settings })
  })

  test('of a version before, each drill is a run, known by its time', () => {
    const { entries } = recordedOutput('pairs.history', 'history')
    const runs = runsOf(entries)
    expect(runs.map(({ id, drills }) => [id, drills.length])).toEqual([
      ['2026-11-22T16:24:42.532Z', 1],
      ['2026-11-22T16:24:42.529Z', 1],
      ['2026-11-22T16:24:15.814Z', 1],
    ])
    expect(runs[0]?.settings).toEqual({})
  })

  test('and what a later version keeps is left out, or passed over', () => {
    const later = { ...keptOf(stop(40), 'x', settings), settings: { ...settings, quantum: 'much' }, more: 1 }
    const entry = { kind: 'drill', time: '2030-01-01T00:00:00Z', result: 'passed' }
    expect(runsOf([{ ...entry, data: later }])[0]?.settings).toEqual(settings)
    expect(
      runsOf([
        { ...entry, data: { ...later, kind: 'meteor' } },
        { ...entry, data: null },
      ]),
    ).toEqual([])
  })
})

test.each([
  [[], 'skipped'],
  [['skipped'], 'skipped'],
  [['passed', 'skipped'], 'passed'],
  [['passed', 'failed', 'skipped'], 'failed'],
] as const)('of %j the verdict is %s', (verdicts, verdict) => {
  expect(verdictOfRun(verdicts.map((each) => ({ verdict: each })))).toBe(verdict)
})

test.each([
  [
    { downtime: 1300, detected: 1000 },
    { detected: 1000, takeover: 300 },
  ],
  [
    { downtime: 40, detected: 1000 },
    { detected: 1000, takeover: null },
  ],
  [
    { downtime: 40, detected: null },
    { detected: null, takeover: null },
  ],
])('the parts of %j are %j', (phase, parts) => {
  expect(partsOf(phase)).toEqual(parts)
})

describe('two runs', () => {
  const changes = (before: DrillResult, after: DrillResult) =>
    compareRuns(runOf('a', 1, [before]), runOf('b', 2, [after])).faults[0]?.changes

  test('are compared in the order of time, whichever is named first', () => {
    const [a, b] = [runOf('a', 1, [stop(1300)]), runOf('b', 2, [stop(40)])]
    expect(compareRuns(b, a)).toEqual(compareRuns(a, b))
    expect(compareRuns(b, a)).toMatchObject({ before: { id: 'a' }, after: { id: 'b' } })
  })

  test('are better or worse where it can be measured', () => {
    expect(changes(stop(1300, { detected: 1000 }), stop(40, { detected: 10 }))).toEqual({
      verdict: 'same',
      downtime: 'better',
      detected: 'better',
      takeover: 'better',
      failed: 'better',
      bound: 'same',
    })
    expect(changes(stop(100), stop(140))).toMatchObject({ downtime: 'same', detected: null, takeover: null })
    expect(changes(stop(100), stop(150))).toMatchObject({ downtime: 'worse' })
    expect(changes(stop(100), stop(1600))).toMatchObject({ verdict: 'worse', downtime: 'worse' })
    expect(changes(stop(100, { bound: 4000 }), stop(100, { bound: 1500 }))).toMatchObject({ bound: 'better' })
    expect(changes(stop(100, { bound: null }), stop(100))).toMatchObject({ bound: null })
  })

  test('with a probe that asks twice as often lose no more', () => {
    const half = stop(1000)
    const slow = drillResult.parse({
      ...half,
      phases: half.phases.map((phase) => ({ ...phase, failed: Math.round(phase.failed / 2), asked: Math.round(phase.asked / 2) })),
    })
    expect(changes(slow, half)).toMatchObject({ failed: 'same' })
  })

  test('say nothing of what was skipped, and what only one of them has', () => {
    const comparison = compareRuns(
      runOf('a', 1, [stop(100), made({ kind: 'nginx-hang', downtime: 500, bound: null, detected: null })]),
      runOf('b', 2, [skipped('nginx-stop'), made({ kind: 'keepalived-stop', downtime: 0, bound: null, detected: null })]),
    )
    const told = comparison.faults.map(({ kind, before, after }) => [kind, before?.verdict ?? null, after?.verdict ?? null])
    expect(told).toEqual([
      ['nginx-stop', 'passed', 'skipped'],
      ['keepalived-stop', null, 'passed'],
      ['nginx-hang', 'passed', null],
    ])
    for (const { changes: all } of comparison.faults) expect(Object.values(all).filter((change) => change !== null)).toEqual([])
  })

  test('a fault after which the node did not recover is a failed one', () => {
    const good = stop(100)
    const [fault, recovery] = good.phases
    if (fault === undefined || recovery === undefined) throw new Error('no phases')
    const bad = drillResult.parse({
      ...good,
      phases: [fault, { ...recovery, verdict: 'failed', reason: 'moved' }],
      verdict: 'failed',
      reason: 'moved',
      node: 'nginx1',
    })
    expect(compareRuns(runOf('a', 1, [good]), runOf('b', 2, [bad])).faults[0]).toMatchObject({
      after: { verdict: 'failed', reason: 'moved' },
      changes: { verdict: 'worse', downtime: 'same' },
    })
  })

  test('can be compared when they have a fault in common', () => {
    const [a, b] = [runOf('a', 1, [stop(1300)]), runOf('b', 2, [stop(40), skipped('nginx-hang')])]
    const other = runOf('c', 3, [made({ kind: 'keepalived-stop', downtime: 0, bound: null, detected: null })])
    expect([canCompare(a, b), canCompare(b, a), canCompare(a, other), canCompare(a, a)]).toEqual([true, true, false, false])
  })

  test('say which settings differ, of those that both have kept', () => {
    const now = { ...settings, 'advert-interval': 0.03, 'vrrp-version': 3 }
    expect(compareRuns(runOf('a', 1, [stop(100)]), runOf('b', 2, [stop(100)], now)).settings).toEqual([
      { setting: 'advert-interval', before: 1, after: 0.03 },
      { setting: 'vrrp-version', before: 2, after: 3 },
    ])
    const { mode: _, ...without } = now
    expect(differingSettings({}, settings)).toEqual([])
    expect(differingSettings(without, { ...settings, mode: 'unicast' })).toEqual(['advert-interval', 'vrrp-version'])
    expect(Object.keys(settings)).toEqual([...drillSettings])
  })
})
