import type { NodeState } from '../domain/deployment'
import { isConnectionFailure, type NodeLink, type Report } from './node-link'

/** What became of a node: its state, or why nobody knows. */
export type Fate = { readonly state: NodeState; readonly detail: string } | { readonly state: 'unreachable'; readonly detail: string }

const isBack = (state: Fate['state']): boolean => state === 'none' || state === 'rolled-back' || state === 'undone'

/** True when every node is as it was before. */
export const allBack = (fates: Readonly<Record<string, Fate>>): boolean => Object.values(fates).every((fate) => isBack(fate.state))

/** One line per node that needs a person: which and what. */
export const needsLook = (fates: Readonly<Record<string, Fate>>): string =>
  Object.entries(fates)
    .filter(([, fate]) => !isBack(fate.state))
    .map(([node, fate]) => `${node}: ${fate.state}${fate.detail === '' ? '' : ` (${fate.detail})`}`)
    .join('; ')

/**
 * Puts one node back, waiting for it until `deadline` (ms since 1970) when it cannot be reached: by then its dead man has done it.
 * Never throws. `stop` ends the waiting, also for a node that is there and says nothing: what it does goes on without us.
 */
async function rollbackNode(link: NodeLink, deployment: string, deadline: number, stop?: AbortSignal): Promise<Fate> {
  link.phase('rollback', 'started')
  let detail: string
  for (;;) {
    try {
      const before = await link.status(deployment)
      if ((before.state === 'none' && !before.open) || before.state === 'rolled-back') {
        link.phase('rollback', 'done')
        return { state: before.state, detail: '' }
      }
      const end = await link.verb(deployment, 'rollback', { deadline, ...(stop ? { signal: stop } : {}) })
      link.phase('rollback', isBack(end.state) ? 'done' : 'failed')
      return { state: end.state, detail: end.reason }
    } catch (error) {
      detail = error instanceof Error ? error.message : String(error)
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
  return { state: 'unreachable', detail }
}

/**
 * Rolls back all nodes: the one that committed last first, so that on a pair that is live the holder keeps the VIP longest.
 * Nodes that cannot be reached do not hold up the others.
 */
export async function rollbackAll(
  links: readonly NodeLink[],
  deployment: string,
  deadline: number,
  report: Report,
  stop?: AbortSignal,
): Promise<Record<string, Fate>> {
  report({ type: 'phase', phase: 'rollback', node: null, state: 'started' })
  const fates = await Promise.all(
    links.map(async (link) => [link.node.name, await rollbackNode(link, deployment, deadline, stop)] as const),
  )
  const result = Object.fromEntries(fates)
  report({ type: 'phase', phase: 'rollback', node: null, state: allBack(result) ? 'done' : 'failed' })
  return result
}
