import type { Failure } from '../domain/failure'

/** Exit statuses of the command line, as documented in README. */
export const exits = { done: 0, failed: 1, changes: 2, refused: 3, look: 4, usage: 64 } as const
export type Exit = (typeof exits)[keyof typeof exits]

const refusals: readonly Failure['kind'][] = [
  'preflight-refused',
  'plan-outdated',
  'shared-change',
  'locked',
  'busy',
  'nothing-to-undo',
  'drill-refused',
  'unfinished',
  'unit-refused',
]

/** The exit status that belongs to a failure. */
export function exitOf(failure: Failure): Exit {
  if (failure.hosts === 'look') return exits.look
  if (failure.kind === 'drill-failed') return exits.look
  if (failure.kind === 'usage' || failure.kind === 'pair-invalid' || failure.kind === 'pair-unreadable') return exits.usage
  return refusals.includes(failure.kind) ? exits.refused : exits.failed
}
