import type { NodeStatus } from '../domain/deployment'
import type { DeploymentName } from '../domain/deployment-name'
import type { NodeState } from '../domain/node-state'
import { HotpairError, type Look } from '../domain/failure'
import type { Warning } from '../domain/journal'
import type { NodeLink, Report } from './node-link'

export interface Undone {
  /** The deployment undone on each node. */
  readonly deployments: Readonly<Record<string, DeploymentName>>
  readonly states: Readonly<Record<string, NodeState>>
  /** What a node warned of, such as files that were changed since. */
  readonly warnings: readonly (Warning & { readonly node: string })[]
}

interface Turn {
  readonly link: NodeLink
  readonly deployment: DeploymentName
}

/**
 * Puts all nodes back as they were before the pair's last deployment. Standbys first, so that the VIP does not move on its way out.
 * An undo that was cut short is continued by the next one.
 * @param statuses what every node says of its last deployment
 * @param holders nodes that have a VIP now
 * @param stop ends the waiting for nodes that say nothing; what they do goes on without us
 * @throws HotpairError nothing-to-undo (hosts unchanged), undo-failed with `look`
 */
export async function undo(
  links: readonly NodeLink[],
  pair: string,
  statuses: Readonly<Record<string, NodeStatus>>,
  holders: readonly string[],
  report: Report,
  stop?: AbortSignal,
): Promise<Undone> {
  const turns = await turnsOf(links, pair, statuses)
  const standbys = turns.filter(({ link }) => !holders.includes(link.node.name))
  const active = turns.filter(({ link }) => holders.includes(link.node.name))
  const states: Record<string, NodeState> = {}
  const look: Look[] = []
  let cause: unknown
  const warnings: Undone['warnings'][number][] = []
  const work = async ({ link, deployment }: Turn): Promise<void> => {
    const name = link.node.name
    link.phase('undo', 'started')
    try {
      const end = await link.verb(deployment, 'undo', { deadline: Date.now() + 120_000, ...(stop ? { signal: stop } : {}) })
      states[name] = end.state
      warnings.push(...end.warnings.map((warning) => ({ node: name, ...warning })))
      if (end.state !== 'undone') look.push({ node: name, state: end.state, fault: end.fault })
      link.phase('undo', end.state === 'undone' ? 'done' : 'failed')
    } catch (error) {
      link.phase('undo', 'failed')
      cause ??= error
      look.push({ node: name, state: 'unreachable', fault: null })
    }
  }
  await Promise.all(standbys.map(work))
  for (const turn of active) await work(turn)
  if (look.length > 0) throw new HotpairError('undo-failed', { look, cause })
  report({ type: 'phase', phase: 'undo', node: null, state: 'done' })
  return { deployments: Object.fromEntries(turns.map(({ link, deployment }) => [link.node.name, deployment])), states, warnings }
}

/** Which deployment is undone on which node; nodes where this undo was already done are left out. */
async function turnsOf(links: readonly NodeLink[], pair: string, statuses: Readonly<Record<string, NodeStatus>>): Promise<Turn[]> {
  const candidates = links.flatMap((link) => {
    const status = statuses[link.node.name]
    return status !== undefined &&
      status.deployment !== '' &&
      status.pair === pair &&
      (status.state === 'confirmed' || status.state === 'undoing' || status.state === 'rollback-failed')
      ? [{ link, deployment: status.deployment, plan: status.plan }]
      : []
  })
  const [first] = candidates
  if (first === undefined) throw new HotpairError('nothing-to-undo', { values: { pair, reason: 'nowhere' } })
  for (const link of links) {
    if (candidates.some((candidate) => candidate.link === link)) continue
    const { state } = await link.status(first.deployment)
    if (state !== 'undone') throw new HotpairError('nothing-to-undo', { node: link.node.name, values: { pair, reason: 'not-everywhere' } })
  }
  const other = candidates.find((candidate) => candidate.plan !== first.plan)
  if (other !== undefined) {
    throw new HotpairError('nothing-to-undo', {
      node: other.link.node.name,
      values: { pair, reason: 'different-deployments' },
    })
  }
  return candidates
}
