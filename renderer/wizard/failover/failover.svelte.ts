import { drillKinds, type DrillKind, type DrillResult } from '../../../electron/domain/drill'
import { verdictOfRun } from '../../../electron/domain/drill-run'
import type { Pair } from '../../../electron/domain/pair'
import { TaskRun } from '../../app/task-run.svelte'
import type { EngineClient } from '../../engine/client'
import type { Wizard } from '../wizard.svelte'
import { afterDrillEvent, watchOf, type Watch } from '../../../electron/report/watch'

/** Drills of a pair: as they run, and what came of them. */
export class Drilling {
  watches = $state.raw<readonly Watch[]>([])
  /** ms since 1970 when the last word came; the drill's clock goes on from there. */
  heard = $state(0)
  /** Which of several drills is looked at; null: the one that runs, or ran last. */
  chosen = $state<number | null>(null)
  readonly shown = $derived.by(() => this.watches[this.chosen ?? this.watches.length - 1])
  readonly run: TaskRun<'pair.drill'>
  readonly pair: () => Pair | null
  /** With their samples: what is saved. */
  readonly results: readonly DrillResult[] = $derived.by(() => this.run.result?.drills ?? [])
  readonly verdict = $derived.by(() => verdictOfRun(this.results))
  readonly passed = $derived.by(() => this.results.length > 0 && this.verdict === 'passed')
  /** Longest time (ms) that nobody answered. */
  readonly downtime = $derived(Math.max(0, ...this.results.flatMap((result) => result.phases.map((phase) => phase.downtime))))

  constructor(engine: EngineClient, pair: () => Pair | null) {
    this.pair = pair
    this.run = new TaskRun(engine, 'pair.drill', {
      begin: () => this.#clear(),
      event: (event, at) => {
        if (event.type !== 'drill') return
        this.watches = afterDrillEvent(this.watches, event.event)
        this.heard = at
      },
    })
  }

  #clear(): void {
    this.watches = []
    this.chosen = null
  }

  async start(wanted: 'seed' | 'all' | DrillKind): Promise<void> {
    const pair = this.pair()
    if (pair === null || this.run.busy) return
    this.#clear()
    const drills = wanted === 'seed' ? wanted : wanted === 'all' ? [...drillKinds] : [wanted]
    const task = await this.run.start({ pair, drills })
    if (task !== null) await this.#follow(task)
  }

  /** When the screen is come to: finds a drill that runs already. */
  async enter(): Promise<void> {
    if (this.run.phase === 'idle') await this.join()
  }

  /** Follows the drill that runs on the pair, if one does. */
  async join(): Promise<void> {
    const pair = this.pair()
    if (pair === null) return
    const found = await this.run.find(pair.name, null).catch(() => null)
    if (found !== null) await this.#follow(found.task)
  }

  async #follow(task: string): Promise<void> {
    await this.run.follow(task)
    // The result has every request; what was told on the way may lack the last ones.
    if (this.results.length > 0) this.watches = this.results.map(watchOf)
  }

  /** Where the clock of the drill that runs stands, ms. */
  clock(now: number): number {
    const watch = this.watches.at(-1)
    if (watch === undefined) return 0
    return this.run.busy ? watch.told + Math.min(1500, Math.max(0, now - this.heard)) : watch.told
  }

  leave(): void {
    this.run.leave()
  }
}

export class FailoverState {
  readonly drilling: Drilling
  constructor(wizard: Wizard) {
    this.drilling = new Drilling(wizard.engine, () => wizard.pair)
  }
}
