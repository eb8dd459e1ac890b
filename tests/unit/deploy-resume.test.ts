import { hostname } from 'node:os'
import { describe, expect, it } from 'vitest'
import { ownerIsGone, ownerLine } from '../../electron/deploy/resume'
import { decisionOf, type Decision } from '../../electron/domain/open-deployment'
import { nodeStates, type NodeState } from '../../electron/domain/node-state'

const table: [string, (NodeState | 'unreachable')[], Decision][] = [
  ['nothing was begun', ['none', 'none'], 'nothing'],
  ['over everywhere', ['rolled-back', 'none'], 'nothing'],
  ['confirmed everywhere', ['confirmed', 'confirmed'], 'nothing'],
  ['all hold: the engine would have confirmed', ['held', 'held'], 'confirm'],
  ['confirm was cut short', ['confirmed', 'held'], 'confirm'],
  ['one is not held yet: none was confirmed', ['held', 'committed'], 'rollback'],
  ['one went back alone', ['held', 'rolled-back'], 'rollback'],
  ['only prepared', ['prepared', 'preparing'], 'rollback'],
  ['first committed, second not there', ['committed', 'none'], 'rollback'],
  ['a committed node proves that none was confirmed, whoever is away', ['committed', 'unreachable'], 'rollback'],
  ['the one that is away may be confirmed or back', ['held', 'unreachable'], 'wait'],
  ['confirmed, and one is away', ['confirmed', 'unreachable'], 'wait'],
  ['cannot come about; a person must look', ['confirmed', 'rolled-back'], 'look'],
  ['a rollback that failed is tried again', ['rollback-failed', 'rolled-back'], 'rollback'],
  ['an undo was cut short', ['undoing', 'undone'], 'look'],
]

describe('what becomes of an open deployment', () => {
  it.each(table)('%s', (_, states, decision) => {
    expect(decisionOf(states)).toBe(decision)
    expect(decisionOf([...states].reverse())).toBe(decision)
  })

  // The rule behind the table: whoever was confirmed stays, and then nobody else goes back.
  it('never rolls back where a node was confirmed, and never confirms where one is back', () => {
    for (const a of nodeStates) {
      for (const b of [...nodeStates, 'unreachable'] as const) {
        const decision = decisionOf([a, b])
        if (a === 'confirmed' || b === 'confirmed') expect(decision).not.toBe('rollback')
        if (![a, b].every((state) => state === 'held' || state === 'confirmed')) expect(decision).not.toBe('confirm')
      }
    }
  })
})

describe('the owner of a lock', () => {
  it('is known to be gone only on its own machine', () => {
    expect(ownerIsGone(ownerLine('ann', process.pid))).toBe(false)
    // beyond the largest process id of Linux
    expect(ownerIsGone(ownerLine('ann', 5_000_000))).toBe(true)
    expect(ownerIsGone(`ann@not-${hostname()} process 5000000`)).toBe(false)
    expect(ownerIsGone('by hand, root')).toBe(false)
  })
})
