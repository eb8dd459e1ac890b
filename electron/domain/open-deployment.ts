import type { NodeState } from './node-state'

/**
 * What becomes of a deployment that was left open. nothing: it is over on every node · wait: it may still be somebody's, or a node could
 * not be asked · look: a person must decide
 */
export const decisions = ['nothing', 'confirm', 'rollback', 'wait', 'look'] as const
export type Decision = (typeof decisions)[number]

/**
 * From what its nodes say. Confirm is sent only after every node acknowledged hold, so a node that is not yet held, or is back, proves
 * that none was confirmed.
 */
export function decisionOf(states: readonly (NodeState | 'unreachable')[]): Decision {
  const some = (...wanted: (NodeState | 'unreachable')[]) => states.some((state) => wanted.includes(state))
  const all = (...wanted: (NodeState | 'unreachable')[]) => states.every((state) => wanted.includes(state))
  if (all('none', 'rolled-back', 'undone')) return 'nothing'
  if (all('confirmed')) return 'nothing'
  if (some('undoing', 'undone')) return 'look'
  if (some('confirmed')) return all('confirmed', 'held') ? 'confirm' : some('unreachable') ? 'wait' : 'look'
  if (all('held')) return 'confirm'
  if (all('held', 'unreachable')) return 'wait'
  return 'rollback'
}
