import type { z } from 'zod'
import { HotpairError } from '../domain/failure'

/** A host's answer that is not what it must be: which fact of which node, and what was expected. What was found is not repeated. */
export function factUnreadable(node: string, fact: string, error: z.ZodError): HotpairError {
  const [issue] = error.issues
  const field = [fact, ...(issue?.path ?? [])].join('.')
  return new HotpairError('fact-unreadable', {
    node,
    values: { reason: 'unexpected', fact: field, output: '', detail: issue?.message ?? '' },
    cause: error,
  })
}
