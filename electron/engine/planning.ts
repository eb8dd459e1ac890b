import type { Call } from '../contract/wire'
import { HotpairError } from '../domain/failure'
import type { Finding } from '../domain/finding'
import type { PairFacts } from '../domain/node-facts'
import type { Pair } from '../domain/pair'
import type { BundleEntry, Plan } from '../domain/plan'
import { factsDigest } from '../facts/fingerprint'
import { bundlesOf, planOf } from '../plan/plan'
import { preflight, wouldRefuse } from '../preflight/preflight'
import { channelsOf, readAll, withSessions, type Engine } from './connections'
import { wantedAuth } from './vrrp-password'

/** A plan with all that it was made from, so that what was looked at is what is exported and what runs. */
export interface Made {
  readonly pair: Pair
  readonly facts: PairFacts
  readonly plan: Plan
  readonly bundles: Readonly<Record<string, readonly BundleEntry[]>>
  /** Exec channels that the planning cost on each node. */
  readonly channels: Readonly<Record<string, number>>
}

/** Plans that may still be asked about. */
const kept = 8

/** The last plans by their ids. Nobody plans again behind the back of a person who has looked at one. */
export class PlanShelf {
  readonly #plans = new Map<string, Made>()

  put(made: Made): void {
    this.#plans.delete(made.plan.id)
    this.#plans.set(made.plan.id, made)
    for (const old of [...this.#plans.keys()].slice(0, Math.max(0, this.#plans.size - kept))) this.#plans.delete(old)
  }

  /** The plan that was looked at. Raises plan-outdated when it is not known any more, or is of other settings than `pair`. */
  take(id: string, pair?: Pair): Made {
    const made = this.#plans.get(id)
    if (made === undefined) throw new HotpairError('plan-outdated', { values: { reason: 'forgotten', plan: id } })
    if (pair !== undefined && JSON.stringify(pair) !== JSON.stringify(made.pair))
      throw new HotpairError('plan-outdated', { values: { reason: 'other-settings', plan: id } })
    return made
  }
}

/** Connects, reads and plans; changes nothing on the hosts. No plan where preflight refuses. */
export const planPair = (engine: Engine, pair: Pair, call: Call): Promise<{ findings: Finding[]; plan: Plan | null }> =>
  withSessions(engine, pair, call, async (sessions) => {
    const facts = await readAll(engine, pair, call, sessions)
    const findings = preflight(pair, facts)
    if (wouldRefuse(findings)) return { findings, plan: null }
    const digests = Object.fromEntries(Object.entries(facts).map(([node, own]) => [node, factsDigest(own)]))
    const plan = planOf(pair, facts, await wantedAuth(engine, pair, facts), digests)
    engine.plans.put({ pair, facts, plan, bundles: bundlesOf(plan, facts), channels: channelsOf(sessions) })
    return { findings, plan }
  })
