import type { DrillPhase, DrillRecord, DrillResult, Sample } from '../domain/drill'
import { partsOf } from '../domain/drill-run'
import { breaksOf, watchOf, type Break, type Watch } from './watch'
import type { Window } from './geometry'

/** Pure: the numbers of a drill that is over. Times are ms. */

export interface FaultFigures {
  readonly fault: Break
  readonly detected: number | null
  readonly takeover: number | null
  /** Kinds of errors, the most frequent first; the rest of many kinds is counted together as `null`. */
  readonly errors: readonly { readonly error: string | null; readonly count: number }[]
  /** Of good answers while it was watched; null: there was none. */
  readonly latency: { readonly median: number; readonly p99: number } | null
  readonly near: Window | null
  readonly records: { readonly shown: readonly DrillRecord[]; readonly more: number }
}

export interface DrillFigures {
  readonly result: DrillResult
  readonly watch: Watch
  readonly faults: readonly FaultFigures[]
}

/** Kinds of errors that are told apart, and journal lines that are shown of one fault. */
const mostErrors = 8
const mostRecords = 60

export function figuresOf(result: DrillResult): DrillFigures {
  const watch = watchOf(result)
  return { result, watch, faults: breaksOf(watch).map((fault) => figuresOfFault(fault, result)) }
}

function figuresOfFault(fault: Break, result: DrillResult): FaultFigures {
  const { phase } = fault
  const within = phase === null ? [] : result.samples.filter(({ at }) => at >= phase.from && at < phase.to)
  return {
    fault,
    ...(phase === null ? { detected: null, takeover: null } : partsOf(phase)),
    errors: errorsOf(within),
    latency: latencyOf(within),
    near: nearOf(fault),
    records: recordsOf(fault, result.records),
  }
}

/** @returns how often each error came; what is rarer than the most frequent ones together */
export function errorsOf(samples: readonly Sample[]): { error: string | null; count: number }[] {
  const counts = new Map<string, number>()
  for (const { node, error } of samples) if (node === null) counts.set(error, (counts.get(error) ?? 0) + 1)
  const all = [...counts].map(([error, count]) => ({ error, count })).sort((a, b) => b.count - a.count || a.error.localeCompare(b.error))
  const rest = all.slice(mostErrors).reduce((sum, { count }) => sum + count, 0)
  return [...all.slice(0, mostErrors), ...(rest === 0 ? [] : [{ error: null, count: rest }])]
}

/** Median and 99th percentile (nearest rank) of the time that good answers took. */
export function latencyOf(samples: readonly Sample[]): { median: number; p99: number } | null {
  const took = samples.flatMap((sample) => (sample.node === null ? [] : [sample.took])).sort((a, b) => a - b)
  const rank = (share: number): number => took[Math.max(0, Math.ceil(share * took.length) - 1)] ?? 0
  return took.length === 0 ? null : { median: rank(0.5), p99: rank(0.99) }
}

/** A little before the silence, a little after: what is drawn larger. null: there was none, or it goes on. */
export function nearOf({ gap }: Pick<Break, 'gap'>): Window | null {
  if (gap === null || gap.to === null) return null
  const room = Math.max(120, (gap.to - gap.from) * 0.3)
  return { from: Math.max(0, gap.from - room), to: gap.to + room }
}

/** Journals from a second before the fault until a second after clients were answered again. */
function recordsOf({ injected, gap, phase }: Break, records: readonly DrillRecord[]): { shown: DrillRecord[]; more: number } {
  const to = Math.max(gap?.to ?? 0, injected + Math.max(phase?.detected ?? 0, phase?.downtime ?? 0)) + 1000
  const around = records.filter(({ at }) => at >= injected - 1000 && at <= to)
  const shown = around.slice(0, mostRecords)
  return { shown, more: records.length - shown.length }
}

/** ms between requests of the probe: what a downtime is right to. 0: nothing was asked. */
export function intervalOf(samples: readonly Sample[]): number {
  const steps = samples.slice(1).map(({ at }, i) => at - (samples[i]?.at ?? at))
  return Math.round(steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0)
}

/** One line of an overview: the longest downtime with the bound of that fault, and what failed in all. null: nothing was broken. */
export interface Overview {
  readonly downtime: number | null
  readonly bound: number | null
  readonly failed: number
  readonly asked: number
}

/** @param phases of one drill; of one that was skipped there are none */
export function overviewOf(phases: readonly DrillPhase[]): Overview {
  const broken = phases.filter(({ phase }) => phase === 'break')
  const worst = broken.reduce<DrillPhase | null>((most, each) => (most === null || each.downtime > most.downtime ? each : most), null)
  return {
    downtime: worst?.downtime ?? null,
    bound: worst?.bound ?? null,
    failed: broken.reduce((sum, { failed }) => sum + failed, 0),
    asked: broken.reduce((sum, { asked }) => sum + asked, 0),
  }
}
