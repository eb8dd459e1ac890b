import { z } from 'zod'

/** One verification: the exact command a person can repeat, where it ran, what it printed, and the verdict. */
export const checkResult = z.object({
  /** node-answers · one-holder · vip-answers · same-site */
  check: z.enum(['node-answers', 'one-holder', 'vip-answers']),
  /** What it is about: a node's name or a VIP. */
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
})
export type CheckResult = z.output<typeof checkResult>
