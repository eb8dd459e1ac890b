import { z } from 'zod'

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
  /** Why it is not passed; empty otherwise. A key of contract/wording with values. */
  reason: z.string(),
  values: z.record(z.string(), z.string()),
  /** What a person should know of a passed check: certificate-not-checked · body-varies (only the status was compared). */
  note: z.enum(['certificate-not-checked', 'body-varies']).optional(),
})
export type CheckResult = z.output<typeof checkResult>
