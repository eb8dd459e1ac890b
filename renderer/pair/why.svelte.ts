import type { Output } from '../../electron/contract/commands'
import type { Pair } from '../../electron/domain/pair'
import { Work } from '../app/work.svelte'
import type { EngineClient } from '../engine/client'

/** How far back may be asked, in days; as a Select has them. */
export const periods = ['1', '7', '30'] as const
export type Period = (typeof periods)[number]

/** What was read of the nodes' records, and for how many days it was asked. */
export type Read = Output<'pair.why'> & { readonly days: number }

/** Changes of holder that are shown before all are asked for. */
const few = 10

/** Why a node is the holder: asked for by a person, since it reads every node's journal. */
export class Why {
  period = $state<Period>('7')
  readonly work = new Work<Read>()
  /** Every change of holder is shown. */
  all = $state(false)
  readonly #engine: EngineClient
  readonly #pair: () => Pair

  constructor(engine: EngineClient, pair: () => Pair) {
    this.#engine = engine
    this.#pair = pair
  }

  async read(): Promise<void> {
    const days = Number(this.period)
    this.all = false
    await this.work.run(async (signal) => ({ ...(await this.#engine.request('pair.why', { pair: this.#pair(), days }, { signal })), days }))
  }

  shown<T>(transitions: readonly T[]): readonly T[] {
    return this.all ? transitions : transitions.slice(0, few)
  }
}
