import { HotpairError } from '../domain/failure'
import type { PairFacts } from '../domain/node-facts'
import type { Pair } from '../domain/pair'
import type { BundleEntry, Plan } from '../domain/plan'

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
