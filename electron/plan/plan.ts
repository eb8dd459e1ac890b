import { holdersOf, holdingsOf, seenIn } from '../domain/holders'
import type { PairFacts } from '../domain/node-facts'
import type { Pair } from '../domain/pair'
import type { BundleEntry, NodePlan, Plan } from '../domain/plan'
import { renderBundle } from './bundle'
import { sha256 } from './sha256'
import { sharedChanges } from './shared'
import { stagesOf } from './stages'
import { stepsOf, type WantedAuth } from './steps'
import { needsOf, targetOf } from './target'

const bundleOf = (pair: string, plan: string, node: NodePlan, facts: PairFacts): BundleEntry[] =>
  renderBundle(node, { pair, plan, hostname: facts[node.node]?.os.hostname ?? '' })

/**
 * Makes the plan of a pair from its facts: pure, without a look at a host. Already right means that no step is needed.
 * Throws TypeError on facts that preflight refuses.
 * @param digests of the facts (facts/fingerprint), so that deploy can tell whether a node has changed since
 */
export function planOf(pair: Pair, facts: PairFacts, auth: WantedAuth, digests: Readonly<Record<string, string>>): Plan {
  const nodes = pair.nodes.map((node): NodePlan => {
    const target = targetOf(pair, node, facts)
    const own = facts[node.name]
    if (own === undefined) throw new TypeError(`no facts of ${node.name}`)
    return { node: node.name, target, steps: stepsOf(pair, target, needsOf(pair, node, facts), own, auth) }
  })
  const holders = holdersOf(holdingsOf(pair, seenIn(facts)))
  const stages = stagesOf(pair, nodes, holders)
  const shared = nodes.flatMap(({ node, target }) => {
    const own = facts[node]
    return own === undefined ? [] : sharedChanges(target, own)
  })
  const needed = nodes.map(({ steps }) => steps.map((step) => step.needed))
  const id = sha256(JSON.stringify([nodes.map((node) => bundleOf(pair.name, '', node, facts)), needed, stages])).slice(0, 16)
  return { id, pair: pair.name, nodes, stages, holders, shared: [...new Set(shared)], facts: digests }
}

/** The bundle of every node of a plan. */
export const bundlesOf = (plan: Plan, facts: PairFacts): Record<string, BundleEntry[]> =>
  Object.fromEntries(plan.nodes.map((node) => [node.node, bundleOf(plan.pair, plan.id, node, facts)]))
