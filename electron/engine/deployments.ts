import type { Input, Output } from '../contract/commands'
import type { Call } from '../contract/wire'
import { deploy } from '../deploy/deploy'
import { journalOf } from '../deploy/journal-of'
import { NodeLink } from '../deploy/node-link'
import { resume } from '../deploy/resume'
import { undo } from '../deploy/undo'
import type { NodeStatus } from '../domain/deployment'
import { HotpairError, refusedBy } from '../domain/failure'
import type { PairFacts } from '../domain/node-facts'
import type { Node, Pair } from '../domain/pair'
import type { Finding } from '../domain/finding'
import { isEmpty } from '../domain/plan'
import { healthOf } from '../domain/health'
import { holdersOf, holdingsByVip, holdingsOf, seenIn } from '../domain/holders'
import { preflight } from '../preflight/preflight'
import { readPulse, type Pulse } from '../facts/pulse'
import { everyPart } from '../facts/collect'
import { changing, onNode, open, read, readOfAll, withSessions, type Engine } from './connections'
import { recorded } from './record'
import { passwordToDeliver } from './vrrp-password'

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
      read: (session, node) => read(engine, pair, call, session, node, everyPart, false),
      judge: (now) => {
        const since = errorsSince(pair, facts, now)
        if (since.length > 0) throw refusedBy(since)
      },
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
  return await recorded(
    engine,
    pair,
    'deploy',
    () => changing(engine, pair, work),
    ({ checks, ...result }) => ({ ...result, checks: checks.length, settings: pair }),
  )
}

/** What forbids to deploy now and did not when the plan was made. Somebody else's deployment is told by its lock, with its owner. */
function errorsSince(pair: Pair, before: PairFacts, now: PairFacts): Finding[] {
  const known = new Set(preflight(pair, before).map(({ rule, node }) => `${rule} ${node ?? ''}`))
  return preflight(pair, now).filter(
    ({ severity, rule, node }) => severity === 'error' && rule !== 'open-deployment' && !known.has(`${rule} ${node ?? ''}`),
  )
}

const linksOf = (engine: Engine, pair: Pair, call: Call): NodeLink[] =>
  pair.nodes.map((node) => new NodeLink(node, (each) => open(engine, pair, each, call), call.emit))

/** More than a node keeps. */
const mostUndone = 20

/**
 * Puts all nodes back as they were before the last deployment, or before the first. Each deployment that is undone is remembered by itself
 * and takes the stored settings with it: when a later one fails, it is known how far this went.
 */
export async function undoPair(
  engine: Engine,
  { pair, all = false }: Partial<Input<'pair.undo'>> & { readonly pair: Pair },
  call: Call,
): Promise<Output<'pair.undo'>> {
  const warnings: Output<'pair.undo'>['warnings'] = []
  const one = async () => {
    const undone = await recorded(
      engine,
      pair,
      'undo',
      () => changing(engine, pair, () => undoOnce(engine, pair, call)),
      (result) => ({ ...result }),
    )
    await engine.settingsBack?.(pair.name)
    warnings.push(...undone.warnings)
    return undone
  }
  let last = await one()
  try {
    for (let times = 1; all && times < mostUndone && (await isDeployed(engine, pair, call)); times++) last = await one()
  } catch (error) {
    throw halfWay(error, pair)
  }
  return { ...last, warnings, all }
}

/** What kept the rest from being undone: some is, so the nodes are not unchanged. */
function halfWay(error: unknown, { nodes }: Pair): unknown {
  if (!(error instanceof HotpairError) || error.failure.hosts === 'look') return error
  const look = nodes.map(({ name }) => ({
    node: name,
    state: name === error.failure.node ? ('unreachable' as const) : ('confirmed' as const),
    fault: null,
  }))
  return new HotpairError('undo-failed', { look, cause: error })
}

/** True: a node still has a confirmed deployment of this pair. */
async function isDeployed(engine: Engine, pair: Pair, call: Call): Promise<boolean> {
  const links = linksOf(engine, pair, call)
  try {
    const statuses = await Promise.all(links.map((link) => link.status(null)))
    return statuses.some((status) => status.pair === pair.name && status.state === 'confirmed')
  } finally {
    await Promise.all(links.map((link) => link.close()))
  }
}

async function undoOnce(engine: Engine, pair: Pair, call: Call): Promise<Omit<Output<'pair.undo'>, 'all'>> {
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
    const facts = await withSessions(engine, pair, call, (sessions) => readOfAll(engine, pair, call, sessions, ['interfaces'], false))
    const holders = holdersOf(holdingsOf(pair, seenIn(facts)))
    const { deployments, states, warnings } = await undo(links, pair.name, statuses, holders, call.emit, call.giveUp)
    return { deployments: { ...deployments }, states: { ...states }, warnings: [...warnings] }
  } finally {
    await Promise.all(links.map((link) => link.close()))
  }
}

/** Finishes a deployment that was left open, as far as it can be decided, and tells how the pair is then. */
export const finishPair = (engine: Engine, { pair, force }: Input<'pair.finish'>, call: Call): Promise<Output<'pair.finish'>> =>
  changing(engine, pair, async () => {
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
      const finished = await resume(links, statuses, { force, report: call.emit, stop: call.giveUp })
      const status = await statusBy(pair, async ({ name }) => {
        const link = links.find((each) => each.node.name === name)
        if (failures[name] !== undefined || link === undefined) throw failures[name] ?? new TypeError(`no node ${name}`)
        return await readPulse(await link.session(), call.signal)
      })
      // who stops now must still hear what was done
      if (finished === null) stopWhenAborted(call)
      return { ...status, finished: finished && { deployment: finished.deployment, decision: finished.decision } }
    } finally {
      await Promise.all(links.map((link) => link.close()))
    }
  })

/** How the pair is; changes nothing. Over connections that are kept, where the face keeps any. */
export async function statusOfPair(engine: Engine, { pair, urgent }: Input<'pair.status'>, call: Call): Promise<Output<'pair.status'>> {
  const status = await statusBy(pair, (node) => onNode(engine, pair, node, { call, urgent }, (session) => readPulse(session, call.signal)))
  stopWhenAborted(call)
  return status
}

export function stopWhenAborted(call: Call): void {
  if (call.signal.aborted) throw new HotpairError('cancelled')
}

/** What the nodes say, put together. A node that cannot be read, or says what it must not, hides nothing of the others. */
export async function statusBy(pair: Pair, ask: (node: Node) => Promise<Pulse>): Promise<Output<'pair.status'>> {
  const pulses = await Promise.all(
    pair.nodes.map(async (node) => {
      try {
        return await ask(node)
      } catch (error) {
        if (!(error instanceof HotpairError)) throw error
        return error
      }
    }),
  )
  const nodes: Output<'pair.status'>['nodes'] = {}
  const seen = new Map<string, ReadonlySet<string>>()
  for (const [i, { name }] of pair.nodes.entries()) {
    const pulse = pulses[i]
    if (pulse === undefined) continue
    if (pulse instanceof HotpairError) {
      nodes[name] = { reachable: false, failure: pulse.failure }
      continue
    }
    const { addresses, missing, ...said } = pulse
    seen.set(name, new Set(addresses))
    nodes[name] = { reachable: true, ...said, missing: [...missing] }
  }
  return { health: healthOf(holdingsOf(pair, seen), Object.values(nodes)), holders: holdingsByVip(pair, seen), nodes }
}

/** The journals of a deployment as its nodes have them. */
export async function journalsOfPair(
  engine: Engine,
  { pair, deployment }: Input<'deployment.journal'>,
  call: Call,
): Promise<Output<'deployment.journal'>> {
  const links = pair.nodes.map(
    (node) =>
      new NodeLink(
        node,
        (each) => open(engine, pair, each, call),
        () => undefined,
      ),
  )
  return { nodes: await journalOf(links, deployment) }
}
