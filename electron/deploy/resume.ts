import { hostname } from 'node:os'
import type { NodeState, NodeStatus } from '../domain/deployment'
import { HotpairError } from '../domain/failure'
import type { NodeLink, Report } from './node-link'
import { allBack, needsLook, rollbackAll } from './rollback'

export type Decision = 'nothing' | 'confirm' | 'rollback' | 'wait' | 'look'

/**
 * What must become of an open deployment, from what its nodes say. Confirm is sent only after every node acknowledged hold, so a
 * node that is not yet held, or is back, proves that none was confirmed.
 */
export function decide(states: readonly (NodeState | 'unreachable')[]): Decision {
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

/** The owner's line of a lock: who, from where, and the process, so that a dead one is known on its own machine. */
export const ownerLine = (user: string, pid: number): string => `${user}@${hostname()} process ${String(pid)}`

/** True when the engine that made the lock ran on this machine and runs no more. False when nobody can know. */
export function ownerIsGone(owner: string): boolean {
  const [, host, pid] = /@(\S+) process (\d+)$/.exec(owner) ?? []
  if (host !== hostname() || pid === undefined) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch {
    return true
  }
}

export interface Finished {
  readonly deployment: string
  readonly decision: Decision
  readonly states: Readonly<Record<string, NodeState | 'unreachable'>>
}

/**
 * Finds an open deployment on the nodes and finishes it: confirm when all hold, roll back when none can have been confirmed.
 * A deployment whose engine may be alive is left to it (decision `wait`), unless `force`. `stop` ends the waiting for nodes that say nothing.
 * @throws HotpairError rollback-failed or unfinished with `look` when a node did not do as told
 */
export async function resume(
  links: readonly NodeLink[],
  statuses: Readonly<Record<string, NodeStatus | 'unreachable'>>,
  options: { force: boolean; report: Report; stop?: AbortSignal },
): Promise<Finished | null> {
  const open = Object.values(statuses).find((status) => status !== 'unreachable' && status.open)
  if (open === undefined || open === 'unreachable') return null
  const states: Record<string, NodeState | 'unreachable'> = {}
  await Promise.all(
    links.map(async (link) => {
      const name = link.node.name
      states[name] = statuses[name] === 'unreachable' ? 'unreachable' : (await link.status(open.deployment)).state
    }),
  )
  const decision = decide(Object.values(states))
  const free = options.force || ownerIsGone(open.owner) || open.owner.startsWith('by hand')
  const finished = (now: Decision) => ({ deployment: open.deployment, decision: now, states })
  if (decision === 'look' || decision === 'wait') return finished(decision)
  if (decision === 'nothing') {
    // over on every node, but cut short before the lock was taken off
    for (const link of links) {
      const status = statuses[link.node.name]
      if (status === undefined || status === 'unreachable' || !status.open) continue
      if (status.state === 'confirmed') await link.decide(open.deployment, 'confirm')
      else if (status.state !== 'none')
        await link.verb(open.deployment, 'rollback', { deadline: Date.now() + 30_000, ...(options.stop ? { signal: options.stop } : {}) })
    }
    return finished('nothing')
  }
  if (open.owner.startsWith('by hand') && !options.force) return finished('wait')
  if (!free && decision !== 'confirm') return finished('wait')
  if (decision === 'rollback') {
    const fates = await rollbackAll(links, open.deployment, Date.now() + 30_000, options.report, options.stop)
    for (const [node, fate] of Object.entries(fates)) states[node] = fate.state
    if (!allBack(fates)) throw new HotpairError('rollback-failed', { hosts: 'look', values: { look: needsLook(fates) } })
    return finished('rollback')
  }
  for (const link of links) {
    if (states[link.node.name] === 'confirmed') continue
    const state = await link.decide(open.deployment, 'confirm')
    states[link.node.name] = state
    if (state !== 'confirmed')
      throw new HotpairError('unfinished', { node: link.node.name, hosts: 'look', values: { look: `${link.node.name}: ${state}` } })
  }
  return finished('confirm')
}
