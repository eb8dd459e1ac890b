import { z } from 'zod'
import type { Output } from '../../electron/contract/commands'
import { nodeState } from '../../electron/domain/node-state'
import { drillOf, runsOf, verdictOfRun, type DrillRun } from '../../electron/domain/drill-run'
import { failureSchema, type Failure } from '../../electron/domain/failure'
import { warning, type Warning } from '../../electron/domain/journal'
import { outcomeOf, type HistoryOutcome } from '../../electron/domain/outcome'
import { unitChange, type UnitChange } from '../../electron/domain/unit-change'

/** Pure: what was kept of a deployment or a drill, as far as this version understands it. */

export type HistoryEntry = Output<'pairs.history'>['entries'][number]

export interface Remembered {
  readonly time: string
  readonly kind: HistoryEntry['kind']
  readonly id: string
  readonly outcome: HistoryOutcome
  /** How long, ms. */
  readonly took: number | null
  readonly plan: string | null
  readonly states: Readonly<Record<string, z.output<typeof nodeState>>>
  /** Drills that were asked for together are one entry. */
  readonly run: DrillRun | null
  readonly unit: UnitChange | null
  readonly failure: Failure | null
  readonly warnings: readonly (Warning & { readonly node: string })[]
}

/** Versions before warnings had codes kept a sentence. */
const sentence = z.string().transform((subject) => ({ node: '', code: 'earlier' as const, subject, copy: '' }))
const common = z.object({
  took: z.number().nullable().catch(null),
  plan: z.string().nullable().catch(null),
  states: z.record(z.string(), nodeState).catch({}),
  warnings: z.array(z.union([warning.extend({ node: z.string() }), sentence])).catch([]),
})

/** Versions before kinds had typed values kept them as texts. */
const earlier = z
  .object({ kind: z.string(), node: z.string().optional(), hosts: z.enum(['unchanged', 'as-before', 'changed', 'look']) })
  .transform(({ kind, ...rest }): Failure => ({ ...rest, kind: 'earlier', values: { kind } }))

/** Newest first, as it is kept. */
export function remembered(entries: readonly HistoryEntry[]): readonly Remembered[] {
  const runs = new Map(runsOf(entries).map((run) => [run.id, run]))
  return entries.flatMap((entry) => {
    const id = drillOf(entry)?.run
    if (id === undefined) return [single(entry, null)]
    const run = runs.get(id)
    // Its other drills are in the entry of the last one.
    runs.delete(id)
    return run === undefined ? [] : [single(entry, run)]
  })
}

function single(entry: HistoryEntry, run: DrillRun | null): Remembered {
  const { time, kind, id, data } = entry
  const outcome = run === null ? outcomeOf(entry.result) : verdictOfRun(run.drills)
  const unit = unitChange.safeParse(data)
  const failure = failureSchema.or(earlier).safeParse(data)
  const { took, plan, states, warnings } = common.catch({ took: null, plan: null, states: {}, warnings: [] }).parse(data)
  return {
    time,
    kind,
    id,
    outcome,
    // Of several drills it would be the last one's.
    took: run !== null && run.drills.length > 1 ? null : took,
    plan,
    states,
    warnings,
    run,
    unit: kind === 'unit' && unit.success ? unit.data : null,
    failure: kind !== 'drill' && outcome === 'failed' && failure.success ? failure.data : null,
  }
}
