import { z } from 'zod'

export const drillKinds = ['nginx-stop', 'nginx-unrestartable', 'nginx-hang', 'keepalived-stop'] as const
export type DrillKind = (typeof drillKinds)[number]

/** One request of the probe: ms since the drill began, who answered (null: no good answer), ms it took, why it was not good. */
export const sample = z.object({ at: z.number(), node: z.string().nullable(), took: z.number(), error: z.string() })
export type Sample = z.output<typeof sample>

/**
 * Something that happened during a drill, ms since it began. armed: the node will undo the fault by itself · injected: the fault
 * begins · silent: first request without a good answer · answering: first good answer of a node · healed: the undo is done ·
 * recovered: the expected node answers · watched: the phase is over.
 */
export const mark = z.object({
  at: z.number(),
  event: z.enum(['armed', 'injected', 'answering', 'silent', 'healed', 'recovered', 'watched']),
  node: z.string().nullable(),
})
export type Mark = z.output<typeof mark>

/** Why a phase or a drill failed; keys of contract/wording/checks. Empty when it passed. */
export const drillReasons = [
  '',
  /** The expected node did not answer in time. */
  'not-answering',
  /** The VIP moved although it should have stayed. */
  'moved',
  /** After the phase the VIP is on no node, on several, or that could not be read. */
  'no-holder',
  'two-holders',
  'holder-unknown',
  /** The fault did not take: what was to be stopped still runs. */
  'not-injected',
  /** At the end a node is not as healthy as it was at the beginning. */
  'not-recovered',
] as const
export type DrillReason = (typeof drillReasons)[number]

export const drillPhase = z.object({
  /** break or recover. */
  phase: z.enum(['break', 'recover']),
  kind: z.enum(drillKinds),
  /** Node the fault was injected on. */
  node: z.string(),
  /** ms since the drill began. */
  from: z.number(),
  to: z.number(),
  /** Holder before and after. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Who should answer afterwards, by the election table. */
  expected: z.string().nullable(),
  /** Longest time without a good answer, ms: from the last good one before to the first after, ± the probe's interval. 0 when no probe failed. */
  downtime: z.number(),
  failed: z.int(),
  asked: z.int(),
  verdict: z.enum(['passed', 'failed']),
  reason: z.enum(drillReasons),
})
export type DrillPhase = z.output<typeof drillPhase>

export const drillResult = z.object({
  kind: z.enum([...drillKinds, 'seed']),
  phases: z.array(drillPhase),
  marks: z.array(mark),
  samples: z.array(sample),
  verdict: z.enum(['passed', 'failed']),
  /** Of the first phase that failed, or of the state at the end. */
  reason: z.enum(drillReasons),
  /** Node the reason is about, or null. */
  node: z.string().nullable(),
  /** Start, ISO 8601. */
  started: z.string(),
  /** Length in ms. */
  took: z.number(),
})
export type DrillResult = z.output<typeof drillResult>

/** What is told while a drill runs. Samples come in order of `at`, about five times a second. */
export const drillEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('begin'), kind: z.enum([...drillKinds, 'seed']), holder: z.string() }),
  z.object({ type: z.literal('sample'), samples: z.array(sample) }),
  z.object({ type: z.literal('mark'), mark }),
  z.object({ type: z.literal('phase'), phase: drillPhase }),
])
export type DrillEvent = z.output<typeof drillEvent>

/** Why a drill was not begun: `values.reason` of the failure drill-refused. */
export const refusals = [
  'nginx-not-active',
  'nginx-not-answering',
  'keepalived-not-active',
  'no-holder',
  'two-holders',
  'drill-open',
  'operator-not-on-link',
  'vip-silent',
] as const
export type Refusal = (typeof refusals)[number]
