import type { Input, Output } from '../contract/commands'
import type { Call } from '../contract/wire'
import { deploy } from '../deploy/deploy'
import { NodeLink } from '../deploy/node-link'
import { resume } from '../deploy/resume'
import { undo } from '../deploy/undo'
import type { NodeStatus } from '../domain/deployment'
import { HotpairError } from '../domain/failure'
import type { Pair } from '../domain/pair'
import { isEmpty } from '../domain/plan'
import { holdersIn } from '../domain/holders'
import { open, read, readAll, withSessions, type Engine } from './connections'
import { passwordToDeliver } from './vrrp-password'

/** Keeps a record of what was done and how it ended. */
async function recorded<T>(
  engine: Engine,
  pair: Pair,
  what: string,
  work: () => Promise<T>,
  details: (result: T) => Record<string, unknown>,
): Promise<T> {
  await engine.record({ pair: pair.name, what, result: 'started', details: {} })
  try {
    const result = await work()
    await engine.record({ pair: pair.name, what, result: 'done', details: details(result) })
    return result
  } catch (error) {
    const failure = error instanceof HotpairError ? error.failure : null
    await engine.record({ pair: pair.name, what, result: failure?.kind ?? 'bug', details: { ...failure } })
    throw error
  }
}

/** Runs the plan that was looked at, and no other. */
export async function deployPair(engine: Engine, { pair, plan: wanted }: Input<'pair.deploy'>, call: Call): Promise<Output<'pair.deploy'>> {
  const { plan, bundles, facts, channels: planning } = engine.plans.take(wanted, pair)
  if (isEmpty(plan)) return { deployment: '', plan: plan.id, outcome: 'nothing-to-do', states: {}, checks: [], channels: {}, took: 0 }
  if (plan.shared.length > 0) throw new HotpairError('shared-change', { values: { settings: plan.shared } })
  const vrrpPassword = await passwordToDeliver(engine, pair, facts)
  const work = async () => {
    const result = await deploy({
      pair,
      plan,
      bundles,
      facts,
      connect: (node) => open(engine, pair, node, call),
      read: (session, node) => read(engine, pair, call, session, node, false),
      vrrpPassword,
      owner: engine.owner,
      ...(engine.deadMan === undefined ? {} : { deadMan: engine.deadMan }),
      signal: call.signal,
      giveUp: call.giveUp,
      report: call.emit,
    })
    // the planning before it belongs to it
    const channels = Object.entries(result.channels).map(([node, count]) => [node, count + (planning[node] ?? 0)] as const)
    return { ...result, channels: Object.fromEntries(channels) }
  }
  return await recorded(engine, pair, 'deploy', work, ({ checks, ...result }) => ({ ...result, checks: checks.length }))
}

const linksOf = (engine: Engine, pair: Pair, call: Call): NodeLink[] =>
  pair.nodes.map((node) => new NodeLink(node, (each) => open(engine, pair, each, call), call.emit))

/** Puts all nodes back as they were before the last deployment. */
export const undoPair = (engine: Engine, { pair }: Input<'pair.undo'>, call: Call): Promise<Output<'pair.undo'>> =>
  recorded(
    engine,
    pair,
    'undo',
    async () => {
      const links = linksOf(engine, pair, call)
      try {
        const statuses: Record<string, NodeStatus> = {}
        for (const link of links) statuses[link.node.name] = await link.status(null)
        const unfinished = Object.entries(statuses).find(
          ([, status]) => status.open && status.state !== 'undoing' && status.state !== 'rollback-failed',
        )
        if (unfinished !== undefined) {
          throw new HotpairError('unfinished', { node: unfinished[0] })
        }
        const facts = await withSessions(engine, pair, call, (sessions) => readAll(engine, pair, call, sessions, false))
        const { deployments, states, warnings } = await undo(links, pair.name, statuses, holdersIn(pair, facts), call.emit, call.giveUp)
        return { deployments: { ...deployments }, states: { ...states }, warnings: [...warnings] }
      } finally {
        await Promise.all(links.map((link) => link.close()))
      }
    },
    (result) => ({ ...result }),
  )

/** How the pair is; finishes a deployment that was left open, when asked to. */
export async function statusOfPair(engine: Engine, { pair, finish }: Input<'pair.status'>, call: Call): Promise<Output<'pair.status'>> {
  const links = linksOf(engine, pair, call)
  try {
    const statuses: Record<string, NodeStatus | 'unreachable'> = {}
    const failures: Record<string, HotpairError> = {}
    await Promise.all(
      links.map(async (link) => {
        const name = link.node.name
        try {
          statuses[name] = await link.status(null)
        } catch (error) {
          if (!(error instanceof HotpairError)) throw error
          statuses[name] = 'unreachable'
          failures[name] = error
        }
      }),
    )
    const finished =
      finish === 'never' ? null : await resume(links, statuses, { force: finish === 'always', report: call.emit, stop: call.giveUp })
    const nodes: Output<'pair.status'>['nodes'] = {}
    const holders: Record<string, string[]> = Object.fromEntries(pair.vips.map((vip) => [vip, []]))
    for (const link of links) {
      const name = link.node.name
      try {
        if (failures[name] !== undefined) throw failures[name]
        const own = await read(engine, pair, call, await link.session(), link.node, false)
        const deployment = await link.status(null)
        for (const vip of pair.vips) {
          if (holdersIn({ ...pair, vips: [vip] }, { [name]: own }).length > 0) holders[vip]?.push(name)
        }
        nodes[name] = { reachable: true, nginx: own.nginx.unit.active, keepalived: own.keepalived.unit.active, deployment }
      } catch (error) {
        // a node that cannot be read, or says what it must not, hides nothing of the others
        if (!(error instanceof HotpairError) || error.failure.kind === 'cancelled') throw error
        nodes[name] = { reachable: false, failure: error.failure }
      }
    }
    return {
      health: healthOf(nodes, holders),
      holders,
      nodes,
      finished: finished && { deployment: finished.deployment, decision: finished.decision },
    }
  } finally {
    await Promise.all(links.map((link) => link.close()))
  }
}

/** One word for a pair: split is worse than down, because it looks as if it worked. */
function healthOf(
  nodes: Output<'pair.status'>['nodes'],
  holders: Readonly<Record<string, readonly string[]>>,
): Output<'pair.status'>['health'] {
  const counts = Object.values(holders).map((names) => names.length)
  const all = Object.values(nodes)
  if (counts.some((count) => count > 1)) return 'split'
  const unseen = all.some((node) => !node.reachable)
  if (counts.some((count) => count === 0)) return unseen ? 'unknown' : 'down'
  const well = all.every((node) => node.reachable && node.nginx === 'active' && node.keepalived === 'active' && !node.deployment.open)
  return well ? 'healthy' : 'degraded'
}
