import { z } from 'zod'
import { clockOffset } from './node-record'

/** In the order in which all of them are run: what ends a node's connection comes last. */
export const drillKinds = [
  'nginx-stop',
  'nginx-unrestartable',
  'nginx-crash',
  'nginx-hang',
  'nginx-5xx',
  'nginx-slow',
  'check-broken',
  'all-sick',
  'keepalived-stop',
  'keepalived-kill',
  'keepalived-freeze',
  'reload',
  'vip-deleted',
  'vrrp-blocked-one-way',
  'vrrp-blocked',
  'clock-jump',
  'power-loss',
  'link-flapping',
  'link-down',
  'reboot',
] as const
export type DrillKind = (typeof drillKinds)[number]

/** One request of the probe: ms since the drill began, who answered (null: no good answer), ms it took, why it was not good. */
export const sample = z.object({ at: z.number(), node: z.string().nullable(), took: z.number(), error: z.string() })
export type Sample = z.output<typeof sample>

/**
 * Something that happened during a drill, ms since it began. armed: the node will undo the fault by itself · injected: the fault
 * begins · silent: first request without a good answer · answering: first good answer of a node · healed: the undo is done ·
 * recovered: the expected node answers · nobody, several: as expected, no node or several hold the VIPs · watched: the phase is over.
 */
export const mark = z.object({
  at: z.number(),
  event: z.enum(['armed', 'injected', 'answering', 'silent', 'healed', 'recovered', 'nobody', 'several', 'watched']),
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
  /** It was answered as expected, but later than the settings allow. */
  'too-slow',
  /** Several nodes should have held the VIP, and one did. */
  'not-split',
  /** Nobody should have held the VIP, and somebody did. */
  'still-held',
  /** The node lacks what the fault needs, or does not allow it: nothing was broken. */
  'not-possible',
  /** At the end a node is not as healthy as it was at the beginning. */
  'not-recovered',
] as const
export type DrillReason = (typeof drillReasons)[number]

/** skipped: the fault cannot be made on this node. */
export const drillVerdicts = ['passed', 'failed', 'skipped'] as const
export type DrillVerdict = (typeof drillVerdicts)[number]

/**
 * Who should hold the VIPs while the fault is there: moves: another node · stays: the one before · nobody · several: all that do not hear
 * each other · any: whoever is there.
 */
export const outcomes = ['moves', 'stays', 'nobody', 'several', 'any'] as const
export type Outcome = (typeof outcomes)[number]

/** A line of a node's journal, on the drill's clock (ms). `text` is the host's own words, made printable. */
export const drillRecord = z.object({
  at: z.number(),
  node: z.string(),
  unit: z.enum(['keepalived', 'nginx', 'hotpair', 'system']),
  text: z.string().max(300),
  /** The VRRP state that it says was entered. */
  state: z.enum(['MASTER', 'BACKUP', 'FAULT']).nullable(),
})
export type DrillRecord = z.output<typeof drillRecord>

export const drillPhase = z.object({
  /** break or recover. */
  phase: z.enum(['break', 'recover']),
  kind: z.enum(drillKinds),
  /** Node the fault was injected on: the holder, where it was injected on several. */
  node: z.string(),
  /** All that it was injected on. Empty in records of versions before. */
  nodes: z.array(z.string()).default([]),
  /** What should come of it; null in records of versions before. */
  expects: z.enum(outcomes).nullable().default(null),
  /** Longest downtime that the settings allow, ms; null where that is not judged. */
  bound: z.number().nullable().default(null),
  /** ms from the fault to the first change of state of keepalived, by the nodes' journals; null where they say none. */
  detected: z.number().nullable().default(null),
  /** ms since the drill began. */
  from: z.number(),
  to: z.number(),
  /** Holder before and after. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** How many nodes held a VIP at the end; null where a node could not be asked, and in records of versions before. */
  holding: z.int().nullable().default(null),
  /** Who should answer afterwards, by the election table. */
  expected: z.string().nullable(),
  /** Longest time without a good answer, ms: from the last good one before to the first after, ± the probe's interval. 0 when no probe failed. */
  downtime: z.number(),
  failed: z.int(),
  asked: z.int(),
  verdict: z.enum(drillVerdicts),
  reason: z.enum(drillReasons),
})
export type DrillPhase = z.output<typeof drillPhase>

export const drillResult = z.object({
  kind: z.enum([...drillKinds, 'seed']),
  phases: z.array(drillPhase),
  marks: z.array(mark),
  samples: z.array(sample),
  /** The node that sent the requests, where the operator's machine is not on the VIPs' network; null: that machine. */
  from: z.string().nullable().default(null),
  /** Requests that the operator's machine was too late to send. */
  missed: z.int().default(0),
  /** What the nodes wrote in their journals meanwhile, in order of time. */
  records: z.array(drillRecord).default([]),
  /** By node; empty where it was not measured. */
  clocks: z.record(z.string(), clockOffset).default({}),
  verdict: z.enum(drillVerdicts),
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
