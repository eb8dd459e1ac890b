import { z } from 'zod'
import { Chance } from './chance'
import { drillKinds, drillReasons, drillVerdicts, type DrillKind } from './drill'

/** What is looked for on every node after each drill of a soak. */
export const auditKinds = [
  /** Something of a drill is still there, or a unit has failed. */
  'leftover',
  /** A file of Hotpair's is another than before. */
  'changed-file',
  /** keepalived complains of its configuration or of the other node's. */
  'complaint',
  /** The node could not be looked at. */
  'not-audited',
] as const
export const auditFinding = z.object({ node: z.string(), what: z.enum(auditKinds), text: z.string().max(300) })
export type AuditFinding = z.output<typeof auditFinding>

/** A drill of a soak; its requests are not kept. */
export const soakRound = z.object({
  kind: z.enum(drillKinds),
  verdict: z.enum(drillVerdicts),
  reason: z.enum(drillReasons),
  /** Node the reason is about, or null. */
  node: z.string().nullable(),
  /** Longest time without a good answer, and what the settings allow; ms. */
  downtime: z.number(),
  bound: z.number().nullable(),
  failed: z.int(),
  asked: z.int(),
  /** ms since the soak began. */
  at: z.number(),
  findings: z.array(auditFinding).max(200),
})
export type SoakRound = z.output<typeof soakRound>

export const soakResult = z.object({
  /** With it, and the same settings, the same drills come in the same order. */
  seed: z.int(),
  rounds: z.array(soakRound),
  verdict: z.enum(['passed', 'failed']),
  started: z.string(),
  took: z.number(),
})
export type SoakResult = z.output<typeof soakResult>

export const isClean = ({ verdict, findings }: Pick<SoakRound, 'verdict' | 'findings'>): boolean =>
  verdict !== 'failed' && findings.length === 0

/** Drills without end, by chance that comes again with the same seed. */
export function* kindsFrom(seed: number): Generator<DrillKind, never> {
  const chance = new Chance(seed)
  for (;;) yield chance.pick(drillKinds)
}
