import { z } from 'zod'
import type { Output } from '../../electron/contract/commands'
import { nodeState } from '../../electron/domain/node-state'
import { drillKinds, drillPhase, type DrillPhase } from '../../electron/domain/drill'
import { failureSchema, type Failure } from '../../electron/domain/failure'
import { warning, type Warning } from '../../electron/domain/journal'
import { unitChange, type UnitChange } from '../../electron/domain/unit-change'

/** Pure: what was kept of a deployment or a drill, as far as this version understands it. */

export type HistoryEntry = Output<'pairs.history'>['entries'][number]

export interface Remembered {
  readonly time: string
  readonly kind: HistoryEntry['kind']
  readonly id: string
  readonly outcome: 'done' | 'passed' | 'failed' | 'cancelled'
  /** How long, ms. */
  readonly took: number | null
  readonly plan: string | null
  readonly states: Readonly<Record<string, z.output<typeof nodeState>>>
  readonly drill: { readonly kind: (typeof drillKinds)[number] | 'seed'; readonly phases: readonly DrillPhase[] } | null
  readonly unit: UnitChange | null
  readonly failure: Failure | null
  readonly warnings: readonly (Warning & { readonly node: string })[]
}

const drillData = z.object({ kind: z.enum([...drillKinds, 'seed']), phases: z.array(drillPhase) })
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

function outcomeOf(result: string): Remembered['outcome'] {
  return result === 'done' || result === 'passed' || result === 'cancelled' ? result : 'failed'
}

export function remembered(entry: HistoryEntry): Remembered {
  const { time, kind, id, data } = entry
  const outcome = outcomeOf(entry.result)
  const drill = drillData.safeParse(data)
  const unit = unitChange.safeParse(data)
  const failure = failureSchema.or(earlier).safeParse(data)
  const { took, plan, states, warnings } = common.catch({ took: null, plan: null, states: {}, warnings: [] }).parse(data)
  return {
    time,
    kind,
    id,
    outcome,
    took,
    plan,
    states,
    warnings,
    drill: kind === 'drill' && drill.success ? drill.data : null,
    unit: kind === 'unit' && unit.success ? unit.data : null,
    failure: kind !== 'drill' && outcome === 'failed' && failure.success ? failure.data : null,
  }
}

/** Longest time (ms) that nobody answered in a drill. */
export const longest = (phases: readonly DrillPhase[]): number => Math.max(0, ...phases.map((phase) => phase.downtime))
