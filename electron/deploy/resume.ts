import { hostname } from 'node:os'
import type { NodeStatus } from '../domain/deployment'
import type { DeploymentName } from '../domain/deployment-name'
import type { NodeState } from '../domain/node-state'
import { decisionOf, type Decision } from '../domain/open-deployment'
import { HotpairError, type Look } from '../domain/failure'
import { isConnectionFailure, type NodeLink, type Report } from './node-link'
import { needsLook, rollbackAll } from './rollback'

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

/** A node that is gone by now, or says what it must not, counts as one that cannot be asked. */
const stateOf = (link: NodeLink, deployment: DeploymentName): Promise<NodeState | 'unreachable'> =>
  link.status(deployment).then(
    ({ state }) => state,
    (error: unknown) => {
      if (isConnectionFailure(error) || (error instanceof HotpairError && error.failure.kind === 'fact-unreadable')) return 'unreachable'
      throw error
    },
  )

export interface Finished {
  readonly deployment: DeploymentName
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
  const [open] = Object.values(statuses).flatMap((status) =>
    status !== 'unreachable' && status.open && status.deployment !== '' ? [{ deployment: status.deployment, owner: status.owner }] : [],
  )
  if (open === undefined) return null
  const states: Record<string, NodeState | 'unreachable'> = {}
  await Promise.all(
    links.map(async (link) => {
      const name = link.node.name
      states[name] = statuses[name] === 'unreachable' ? 'unreachable' : await stateOf(link, open.deployment)
    }),
  )
  const decision = decisionOf(Object.values(states))
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
    for (const [node, fate] of Object.entries(fates)) if (fate.state !== 'sick') states[node] = fate.state
    const look = needsLook(fates)
    if (look.length > 0) throw new HotpairError('rollback-failed', { look })
    return finished('rollback')
  }
  const look: Look[] = []
  for (const link of links) {
    const node = link.node.name
    if (states[node] === 'confirmed') continue
    // one that cannot be told keeps nobody else open
    const state = await link.decide(open.deployment, 'confirm').catch((error: unknown) => {
      if (!isConnectionFailure(error)) throw error
      return 'unreachable' as const
    })
    states[node] = state
    if (state !== 'confirmed') look.push({ node, state, fault: null })
  }
  if (look.length > 0) throw new HotpairError('unfinished', { look })
  return finished('confirm')
}
