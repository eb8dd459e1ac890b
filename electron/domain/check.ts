import { z } from 'zod'
import { holdingSchema } from './holders'

/** Why a check is not passed; `values` say more. */
export const checkReasons = [
  /** There is no curl on the node; the bundle installs it. */
  'no-curl',
  /** `detail`: what curl said. */
  'no-answer',
  /** `status` */
  'bad-status',
  /** The node answers, but none of its upstreams: `status` 502 or 504. */
  'upstream-failed',
  /** Something answers that does not say X-Hotpair-Node: not our site. */
  'no-node-header',
  /** `answered` instead of `expected`. */
  'wrong-node',
  /** `answered` is no node of this pair. */
  'unknown-node',
  /** The VIP does not show what its `holder` shows at its own `address`. */
  'different-site',
  'no-holder',
  /** `holders` */
  'two-holders',
  /** `nodes` could not be read. */
  'not-read-everywhere',
  /** The node could not be asked: `failure` is one of `losses`. */
  'node-lost',
  /** Warnings: it failed, but from a place that need not see the VIP. `because`: the reason it would have had. */
  'operator-not-on-link',
  'operator-no-curl',
] as const
/** How a node was lost while it was asked, by kind of failure; what is none of these is `other`. */
export const losses = ['unreachable', 'connection-lost', 'timeout', 'fact-unreadable', 'sudo-password', 'command-failed', 'other'] as const
export type Loss = (typeof losses)[number]
export const lossOf = (kind: string): Loss => losses.find((each) => each === kind) ?? 'other'

export type CheckReason = (typeof checkReasons)[number]

/** One verification: the exact command a person can repeat, where it ran, what it printed, and the verdict. */
export const checkResult = z.object({
  /** node-answers: by its own address · one-holder: read on a node · vip-answers: as its holder, in `keep` with the holder's own site */
  check: z.enum(['node-answers', 'one-holder', 'vip-answers']),
  /** What it is about: a node's name (node-answers) or a VIP as the pair has it. */
  subject: z.string(),
  /** Node it ran on, or "operator". */
  from: z.string(),
  command: z.string(),
  output: z.string().max(16_384),
  verdict: z.enum(['passed', 'failed', 'warning', 'skipped']),
  /** Who answered or holds, when that is known. */
  node: z.string().nullable(),
  /** Of one-holder: who has the VIP, as all nodes were read. */
  holding: holdingSchema.optional(),
  /** Why it is not passed; empty otherwise. One of checkReasons, worded in contract/wording/checks. */
  reason: z.string(),
  values: z.record(z.string(), z.string()),
  /** What a person should know of a passed check: certificate-not-checked · body-varies (only the status was compared). */
  note: z.enum(['certificate-not-checked', 'body-varies']).optional(),
})
export type CheckResult = z.output<typeof checkResult>

/** A pair is good when no check failed: a warning is of a place that need not see the VIP, what was skipped says nothing. */
export const isGood = (checks: readonly CheckResult[]): boolean => checks.every(({ verdict }) => verdict !== 'failed')
