import type { Output } from '../../../electron/contract/commands'
import { failureOf } from '../../../electron/contract/failure'
import type { JournalLine } from '../../../electron/domain/journal'
import type { NodeState } from '../../../electron/domain/node-state'
import { decisionOf, type Decision } from '../../../electron/domain/open-deployment'
import type { Pair } from '../../../electron/domain/pair'
import { Work } from '../../app/work.svelte'
import type { EngineClient } from '../../engine/client'

export interface NodeStanding {
  readonly state: NodeState | 'unreachable'
  readonly lines: readonly JournalLine[]
}
export interface Found {
  /** The open deployment; null: there is none. */
  readonly open: string | null
  /** The last confirmed one. */
  readonly last: string | null
  readonly nodes: Readonly<Record<string, NodeStanding>>
}

/** What finishing would do, as far as the nodes were heard; null: they were not. */
export const outlookOf = (found: Found | null): Decision | null =>
  found === null || found.open === null ? null : decisionOf(Object.values(found.nodes).map(({ state }) => state))

/** Where a deployment stands whose engine is gone: looking changes nothing, finishing does. */
export class Standing {
  readonly looking = new Work<Found>()
  readonly finishing = new Work<Output<'pair.finish'>>()
  readonly outlook = $derived.by(() => outlookOf(this.looking.value))
  readonly #engine: EngineClient

  constructor(engine: EngineClient) {
    this.#engine = engine
  }

  async look(pair: Pair): Promise<void> {
    await this.looking.run(async (signal) => {
      const facts = await this.#facts(pair, signal)
      const own = Object.values(facts).map((each) => each.hotpair)
      const open = own.find((each) => each.open !== null)?.open?.deployment ?? null
      const last = own.find((each) => each.last !== null)?.last?.deployment ?? null
      const wanted = open ?? last
      if (wanted === null) return { open, last, nodes: {} }
      const { nodes } = await this.#engine.request('deployment.journal', { pair, deployment: wanted }, { signal })
      const standings = Object.entries(nodes).map(([name, node]): [string, NodeStanding] => [
        name,
        node ?? { state: 'unreachable', lines: [] },
      ])
      return { open, last, nodes: Object.fromEntries(standings) }
    })
  }

  /** A node that is going back just now changes what is being read: it is asked again. */
  async #facts(pair: Pair, signal: AbortSignal): Promise<Output<'pair.detect'>['facts']> {
    for (let again = 0; ; again++) {
      try {
        return (await this.#engine.request('pair.detect', { pair }, { signal })).facts
      } catch (error) {
        if (again >= 3 || signal.aborted || failureOf(error).kind !== 'fact-unreadable') throw error
        await new Promise((resolve) => setTimeout(resolve, 1500))
      }
    }
  }

  /** Confirms where every node holds, else puts all of them back. */
  async finish(pair: Pair): Promise<void> {
    const done = await this.finishing.run((signal) => this.#engine.request('pair.finish', { pair, force: true }, { signal }))
    if (done !== null) await this.look(pair)
  }
}
