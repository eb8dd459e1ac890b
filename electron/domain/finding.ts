import { z } from 'zod'
import { HotpairError } from './failure'

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

/** Failure preflight-refused: the rules that refuse; `findings` has them whole, as JSON, for their words in any language. */
export function refusedBy(findings: readonly Finding[]): HotpairError {
  const errors = findings.filter((each) => each.severity === 'error')
  const rules = errors.map((each) => (each.node === undefined ? each.rule : `${each.node}: ${each.rule}`)).join(', ')
  return new HotpairError('preflight-refused', { values: { rules, findings: JSON.stringify(errors) } })
}
