import { z } from 'zod'

export const drillKinds = ['nginx-stop', 'nginx-unrestartable', 'keepalived-stop'] as const
export type DrillKind = (typeof drillKinds)[number]

/** One answer of the probe: ms since the drill began, who answered (null: nobody, or no good answer), ms it took. */
export const sample = z.object({ at: z.number(), node: z.string().nullable(), took: z.number(), error: z.string() })
export type Sample = z.output<typeof sample>

/** Something that happened during a drill, ms since it began. */
export const mark = z.object({ at: z.number(), event: z.enum(['armed', 'injected', 'answering', 'silent', 'healed', 'recovered', 'watched']), node: z.string().nullable() })
export type Mark = z.output<typeof mark>

export const drillPhase = z.object({
  /** break or recover. */
  phase: z.enum(['break', 'recover']),
  kind: z.enum(drillKinds),
  /** Node the fault was injected on. */
  node: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Who should answer afterwards, by the election table. */
  expected: z.string().nullable(),
  /** Longest time without a good answer, ms: from the last good one before to the first after. 0 when no probe failed. */
  downtime: z.number(),
  failed: z.int(),
  asked: z.int(),
  verdict: z.enum(['passed', 'failed']),
  reason: z.string(),
})
export type DrillPhase = z.output<typeof drillPhase>

export const drillResult = z.object({
  kind: z.enum([...drillKinds, 'seed']),
  phases: z.array(drillPhase),
  marks: z.array(mark),
  samples: z.array(sample),
  verdict: z.enum(['passed', 'failed']),
  /** Start, ISO 8601. */
  started: z.string(),
  /** Length in ms. */
  took: z.number(),
})
export type DrillResult = z.output<typeof drillResult>
