import { z } from 'zod'

/**
 * What preflight says of the facts. Words (fact, consequence, remedy) are looked up by `rule` in
 * contract/wording, so that every face and language has the same.
 */
export const finding = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  /** Absent when it is about the pair. */
  node: z.string().optional(),
  values: z.record(z.string(), z.string()),
})
export type Finding = z.output<typeof finding>
