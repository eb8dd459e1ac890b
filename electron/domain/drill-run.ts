import { z } from 'zod'
import { drillPhase, drillResult, type DrillPhase, type DrillResult, type DrillVerdict } from './drill'
import { keptSettings, type KeptSettings } from './drill-settings'
import { clockOffset } from './node-record'

/** Drills that were asked for together are one run: what is kept of each, and how they are found again. */

/** What is kept of a drill: no requests, no journals. Versions before kept neither the run nor the settings. */
const keptDrill = z.object({
  kind: drillResult.shape.kind,
  phases: z.array(drillPhase),
  verdict: drillResult.shape.verdict.nullable().catch(null),
  reason: drillResult.shape.reason.catch(''),
  node: z.string().nullable().catch(null),
  run: z.string().max(40).nullable().catch(null),
  settings: keptSettings.catch({}),
  clocks: z.record(z.string(), clockOffset).catch({}),
})

export interface KeptDrill extends Omit<z.output<typeof keptDrill>, 'verdict' | 'run'> {
  readonly verdict: DrillVerdict
}

export interface DrillRun {
  /** What it is asked for by; of a version before, the time of its record. */
  readonly id: string
  /** When the last of its drills was over, ISO 8601. */
  readonly time: string
  /** In the order in which they ran. */
  readonly drills: readonly KeptDrill[]
  readonly settings: KeptSettings
}

/** As much of an entry of a pair's history as this asks for. */
export interface KeptEntry {
  readonly kind: string
  /** ISO 8601 */
  readonly time: string
  readonly result: string
  readonly data?: unknown
}

/** @param settings those of the pair when it ran; @param run the same for all drills that were asked for together */
export const keptOf = (
  { samples, marks, records, ...rest }: DrillResult,
  run: string,
  settings: KeptSettings,
): Record<string, unknown> => ({
  ...rest,
  samples: samples.length,
  marks: marks.length,
  records: records.length,
  run,
  settings,
})

/** The drill of an entry, and the run that it belongs to; null: it is none, or of a version that this one does not understand. */
export function drillOf({ kind, time, result, data }: KeptEntry): { readonly run: string; readonly drill: KeptDrill } | null {
  const kept = kind === 'drill' ? keptDrill.safeParse(data) : null
  if (!kept?.success) return null
  const { run, verdict, ...drill } = kept.data
  return { run: run ?? time, drill: { ...drill, verdict: verdict ?? (result === 'passed' ? 'passed' : 'failed') } }
}

/** The runs in a pair's history, newest first. @param entries newest first, as they are kept */
export function runsOf(entries: readonly KeptEntry[]): readonly DrillRun[] {
  const runs = new Map<string, DrillRun>()
  for (const entry of entries) {
    const found = drillOf(entry)
    if (found === null) continue
    const known = runs.get(found.run)
    runs.set(found.run, {
      id: found.run,
      time: known?.time ?? entry.time,
      drills: [found.drill, ...(known?.drills ?? [])],
      settings: found.drill.settings,
    })
  }
  return [...runs.values()]
}

/** Failed when one is; skipped when nothing but skipped drills is there. */
export function verdictOfRun(drills: readonly { readonly verdict: DrillVerdict }[]): DrillVerdict {
  if (drills.some(({ verdict }) => verdict === 'failed')) return 'failed'
  return drills.some(({ verdict }) => verdict === 'passed') ? 'passed' : 'skipped'
}

/** How the fault at this place among a drill's faults ended: what went wrong when all was over is the last one's. */
export function endOfFault<D extends Pick<DrillResult, 'verdict' | 'reason' | 'node' | 'phases'>>(
  drill: D,
  phase: DrillPhase,
): Pick<DrillPhase, 'verdict' | 'reason' | 'expected'> & { readonly node: string | null } {
  const isLast = drill.phases.findLast((each) => each.phase === 'break') === phase
  const { verdict, reason, node } = isLast && phase.verdict === 'passed' ? drill : phase
  const recovery = drill.phases.find((each) => each !== phase && each.reason === reason && reason !== '')
  return { verdict, reason, node, expected: (phase.verdict === 'passed' ? recovery : undefined)?.expected ?? phase.expected }
}

/** Longest time (ms) that nobody answered. */
export const longestOf = (phases: readonly Pick<DrillPhase, 'downtime'>[]): number => Math.max(0, ...phases.map(({ downtime }) => downtime))

/**
 * A downtime in its parts, ms: until keepalived noticed, by the nodes' journals, and from then on until the first good answer. null: the
 * journals do not say, or clients were answered while it was noticed, so that the downtime is no sum of the two.
 */
export function partsOf({ downtime, detected }: Pick<DrillPhase, 'downtime' | 'detected'>): {
  readonly detected: number | null
  readonly takeover: number | null
} {
  return { detected, takeover: detected === null || detected >= downtime ? null : downtime - detected }
}
