import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drillKinds, type DrillKind, type Sample } from '../../electron/domain/drill'
import { gapsOf, withSamples } from '../../electron/domain/spans'
import { json } from './support/cli'
import { deployed, patiently } from './support/course'
import { credentials, lab, onAll } from './support/lab'
import { desk, names, type Desk } from './support/pair'

/** Every drill of the command line on a pair that Hotpair has deployed, and its probe beside an observer in another language. */

let at: Desk
let vip: string

beforeAll(async () => {
  const given = credentials()
  vip = given.vip
  await lab('reset')
  at = desk(given)
  await deployed(at)
})
afterAll(() => {
  at.remove()
})

interface Observed {
  readonly steps: number
  readonly requests: number
  readonly late_ms: number
  readonly outages: readonly { readonly from: number; readonly to: number }[]
}

/** Observes the VIP while `work` goes on; the observer is the process of this file's own place, the operator's. */
async function observing<T>(work: () => Promise<T>): Promise<[T, Observed]> {
  const observer = spawn('perl', ['tests/lab/support/observer.pl', vip, '-'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(observer.stdout)[Symbol.asyncIterator]()
  try {
    await lines.next()
    const result = await work()
    observer.stdin.end()
    const { value } = await lines.next()
    return [result, JSON.parse(String(value)) as Observed]
  } finally {
    observer.kill()
  }
}

/** ms by which the probe was late at most: its requests are 10 ms apart. */
const lateness = (samples: readonly Sample[]): number => Math.max(0, ...samples.map(({ at }, i) => at - (samples[i - 1]?.at ?? at) - 10))
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

test('the downtime that the probe tells is what an independent observer sees, within 10 ms', async () => {
  const differences: number[] = []
  for (const kind of ['nginx-hang', 'keepalived-stop', 'power-loss', 'nginx-slow', 'link-down'] satisfies DrillKind[]) {
    const [{ result }, seen] = await observing(() => json(at.operator, 'drill', [at.file, kind, ...patiently]))
    const [drill] = result.drills ?? []
    expect([kind, drill?.verdict, drill?.reason]).toEqual([kind, 'passed', ''])
    // No step of the observer went without a request, and as good as none of the probe, which has a pair to watch.
    expect(seen.requests).toBe(seen.steps)
    expect(drill?.missed).toBeLessThanOrEqual((drill?.samples.length ?? 0) / 100)
    // Of both: from the first request that failed to the first good one after it.
    const told = Math.max(0, ...gapsOf(withSamples([], drill?.samples ?? [])).map(({ first, to }) => (to ?? first) - first))
    const observed = 1000 * Math.max(0, ...seen.outages.map(({ from, to }) => to - from))
    process.stdout.write(
      `${kind}: probe ${String(told)} ms, observer ${observed.toFixed(0)} ms, late at most ${seen.late_ms.toFixed(0)} ms\n`,
    )
    // What one of them was late to ask it cannot tell: on a busy machine that is no difference between what they saw.
    differences.push(Math.max(0, Math.abs(told - observed) - seen.late_ms - lateness(drill?.samples ?? [])))
  }
  // Each asks every 10 ms, not at the same moments: one of them may be off by a step, as a rule they are not.
  expect(median(differences)).toBeLessThanOrEqual(10)
}, 300_000)

test('every drill passes, one after another, and nothing of them is left', async () => {
  const { result } = await json(at.operator, 'drill', [at.file, '--all', ...patiently])
  for (const { kind, phases, verdict, reason } of result.drills ?? []) {
    const [broken] = phases
    process.stdout.write(
      `${kind}: ${verdict} ${reason}, ${String(broken?.before)} -> ${String(broken?.after)}, ${String(broken?.downtime)} of ${String(broken?.bound)} ms\n`,
    )
  }
  // A host of the lab has no clock of its own: setting it would set this machine's.
  const wanted = drillKinds.map((kind) => [kind, kind === 'clock-jump' ? 'skipped' : 'passed'])
  expect(result.drills?.map(({ kind, verdict }) => [kind, verdict])).toEqual(wanted)
  const left = await onAll(
    names,
    "systemctl list-units --all --plain --no-legend 'hotpair-drill-*'; ls /run/hotpair-drill* 2>/dev/null; nft list tables | grep hotpair; cut -d ' ' -f 2 /proc/self/mounts | grep /hotpair-; systemctl is-active nginx keepalived hotpair-watch | grep -v '^active'; :",
  )
  expect(left.map((text) => text.trim())).toEqual(['', ''])
}, 600_000)
