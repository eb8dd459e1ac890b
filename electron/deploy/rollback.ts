import type { DeploymentName } from '../domain/deployment-name'
import type { Look } from '../domain/failure'
import { isConnectionFailure, type NodeLink, type Report } from './node-link'

/** What became of a node: its state, and why when it could not be put back. */
export type Fate = Omit<Look, 'node'>

const isBack = (state: Fate['state']): boolean => state === 'none' || state === 'rolled-back' || state === 'undone'

/** The nodes that are not as they were before; empty when all are. */
export const needsLook = (fates: Readonly<Record<string, Fate>>): Look[] =>
  Object.entries(fates).flatMap(([node, fate]) => (isBack(fate.state) ? [] : [{ node, ...fate }]))

/**
 * Puts one node back, waiting for it until `deadline` (ms since 1970) when it cannot be reached: by then its dead man has done it.
 * Never throws. `stop` ends the waiting, also for a node that is there and says nothing: what it does goes on without us.
 */
async function rollbackNode(link: NodeLink, deployment: DeploymentName, deadline: number, stop?: AbortSignal): Promise<Fate> {
  link.phase('rollback', 'started')
  for (;;) {
    try {
      const before = await link.status(deployment)
      if ((before.state === 'none' && !before.open) || before.state === 'rolled-back') {
        link.phase('rollback', 'done')
        return { state: before.state, fault: null }
      }
      const end = await link.verb(deployment, 'rollback', { deadline, ...(stop ? { signal: stop } : {}) })
      link.phase('rollback', isBack(end.state) ? 'done' : 'failed')
      return { state: end.state, fault: end.fault }
    } catch (error) {
      if (!isConnectionFailure(error)) break
    }
    const left = deadline - Date.now()
    if (left <= 0 || stop?.aborted === true) break
    link.phase('rollback', 'waiting', Math.ceil(left / 1000))
    await new Promise((resolve) => {
      setTimeout(resolve, Math.min(2000, left))
    })
  }
  link.phase('rollback', 'failed')
  return { state: 'unreachable', fault: null }
}

/**
 * Rolls back all nodes: the one that committed last first, so that on a pair that is live the holder keeps the VIP longest.
 * Nodes that cannot be reached do not hold up the others.
 */
export async function rollbackAll(
  links: readonly NodeLink[],
  deployment: DeploymentName,
  deadline: number,
  report: Report,
  stop?: AbortSignal,
): Promise<Record<string, Fate>> {
  report({ type: 'phase', phase: 'rollback', node: null, state: 'started' })
  const fates = await Promise.all(
    links.map(async (link) => [link.node.name, await rollbackNode(link, deployment, deadline, stop)] as const),
  )
  const result = Object.fromEntries(fates)
  report({ type: 'phase', phase: 'rollback', node: null, state: needsLook(result).length === 0 ? 'done' : 'failed' })
  return result
}
