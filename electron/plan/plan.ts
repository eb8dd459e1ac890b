import type { PairFacts } from '../domain/node-facts'
import type { Pair } from '../domain/pair'
import type { BundleEntry, NodePlan, NodeTarget, Plan } from '../domain/plan'
import { renderBundle, sha256 } from './bundle'
import { sharedChanges } from './shared'
import { stepsOf, type WantedAuth } from './steps'
import { targetOf } from './target'

const bundleOf = (pair: Pair, plan: string, target: NodeTarget, facts: PairFacts): BundleEntry[] =>
  renderBundle(target, { pair: pair.name, plan, hostname: facts[target.node]?.os.hostname ?? '' })

/**
 * Makes the plan of a pair from its facts: pure, without a look at a host. Already right means no steps.
 * Throws TypeError on facts that preflight refuses.
 * @param digests of the facts (facts/fingerprint), so that deploy can tell whether a node has changed since
 */
export function planOf(pair: Pair, facts: PairFacts, auth: WantedAuth, digests: Readonly<Record<string, string>>): Plan {
  const targets = pair.nodes.map((node) => targetOf(pair, node, facts))
  const id = sha256(JSON.stringify(targets.map((target) => bundleOf(pair, '', target, facts)))).slice(0, 16)
  const nodes = targets.flatMap((target): NodePlan[] => {
    const own = facts[target.node]
    return own === undefined ? [] : [{ node: target.node, target, steps: stepsOf(target, own, auth) }]
  })
  const shared = nodes.flatMap(({ node, target }) => {
    const own = facts[node]
    return own === undefined ? [] : sharedChanges(target, own)
  })
  return { id, pair: pair.name, nodes, shared: [...new Set(shared)], facts: digests }
}

/** The bundle of every node of a plan. */
export const bundlesOf = (pair: Pair, plan: Plan, facts: PairFacts): Record<string, BundleEntry[]> =>
  Object.fromEntries(plan.nodes.map(({ node, target }) => [node, bundleOf(pair, plan.id, target, facts)]))

export const isEmpty = (plan: Plan): boolean => plan.nodes.every(({ steps }) => steps.length === 0)
