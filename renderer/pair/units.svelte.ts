import type { Output } from '../../electron/contract/commands'
import type { Pair } from '../../electron/domain/pair'
import {
  decideUnitChange,
  offeredChanges,
  type Consequence,
  type UnitChange,
  type UnitName,
  type UnitRefusal,
} from '../../electron/domain/unit-change'
import type { Status } from '../app/live-status.svelte'
import { TaskRun } from '../app/task-run.svelte'
import { Work } from '../app/work.svelte'
import type { EngineClient } from '../engine/client'

/** What can be done to a unit now; `refused`: why nothing can. */
export interface Offer {
  readonly changes: readonly UnitChange['change'][]
  readonly refused: UnitRefusal | null
}

/** nginx and keepalived of a pair's nodes: starting and stopping them by hand, and their logs. */
export class Units {
  /** What a person is asked about, with what clients will notice as the pair was when it was asked. */
  asked = $state.raw<{ readonly wanted: UnitChange; readonly agreed: Consequence } | null>(null)
  /** What was begun here last. */
  begun = $state.raw<UnitChange | null>(null)
  readonly run: TaskRun<'pair.unit'>
  logOf = $state.raw<Pick<UnitChange, 'node' | 'unit'> | null>(null)
  readonly log = new Work<Output<'pair.log'>>()
  readonly #engine: EngineClient
  readonly #pair: () => Pair

  constructor(engine: EngineClient, pair: () => Pair) {
    this.#engine = engine
    this.#pair = pair
    this.run = new TaskRun(engine, 'pair.unit', { begin: () => undefined, event: () => undefined })
  }

  /** Null: Hotpair has nothing there, so nothing is offered. */
  offer(status: Status, name: string, unit: UnitName, working: boolean): Offer | null {
    const node = status.nodes[name]
    if (node === undefined || status.health === 'not-deployed') return null
    if (!node.reachable) return { changes: offeredChanges('active'), refused: 'node-unreachable' }
    const changes = offeredChanges(node[unit])
    const refusals = changes.map((change) => decideUnitChange(this.#pair(), status, { node: name, unit, change }, working).refused)
    return refusals.includes('not-deployed') ? null : { changes, refused: refusals.find((refused) => refused !== null) ?? null }
  }

  ask(status: Status, wanted: UnitChange): void {
    const decision = decideUnitChange(this.#pair(), status, wanted, false)
    if (decision.refused === null) this.asked = { wanted, agreed: decision.consequence }
  }

  /** Does what was asked about; resolves when it is over. False: it was not begun. */
  async agree(): Promise<boolean> {
    const { asked } = this
    if (asked === null) return false
    this.asked = null
    this.begun = asked.wanted
    const task = await this.run.start({ pair: this.#pair(), ...asked.wanted, agreed: asked.agreed })
    if (task === null) return false
    await this.run.follow(task)
    return true
  }

  async readLog(of: Pick<UnitChange, 'node' | 'unit'>): Promise<void> {
    if (this.logOf?.node !== of.node || this.logOf.unit !== of.unit) this.log.clear()
    this.logOf = of
    await this.log.run((signal) => this.#engine.request('pair.log', { pair: this.#pair(), ...of }, { signal }))
  }

  closeLog(): void {
    this.log.cancel()
    this.logOf = null
  }
}
