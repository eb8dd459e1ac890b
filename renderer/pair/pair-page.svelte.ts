import type { Output, TaskCommand } from '../../electron/contract/commands'
import type { EngineEvent } from '../../electron/contract/events'
import { failureOf } from '../../electron/contract/failure'
import type { Failure } from '../../electron/domain/failure'
import { soleOf } from '../../electron/domain/holders'
import type { Pair } from '../../electron/domain/pair'
import type { App, PairTab } from '../app/app.svelte'
import { LiveStatus } from '../app/live-status.svelte'
import { TaskRun } from '../app/task-run.svelte'
import { Work } from '../app/work.svelte'
import { afterEvent, nothingYet, type Progress } from '../wizard/deploy/progress'
import { Drilling } from '../wizard/failover/failover.svelte'
import { Exporting } from '../wizard/preview/exporting.svelte'
import { Checking } from '../wizard/verify/verify.svelte'
import { remembered, type Remembered } from './history'

/** A pair that is there: how it is, what can be done with it, what was done. */
export class PairPageState {
  readonly app: App
  readonly pair: Pair
  readonly live: LiveStatus
  readonly checking: Checking
  readonly drilling: Drilling
  readonly exporting: Exporting
  /** An undo, or a deployment that was found running: both are shown alike. */
  progress = $state.raw<Progress>(nothingYet([]))
  readonly undo: TaskRun<'pair.undo'>
  readonly deploy: TaskRun<'pair.deploy'>
  readonly finishing = new Work<Output<'pair.finish'>>()
  readonly history = new Work<readonly Remembered[]>()
  tab = $state<PairTab>('now')
  /** Of saving, duplicating, forgetting. */
  failure = $state.raw<Failure | null>(null)
  readonly busy = $derived.by(() => this.undo.busy || this.deploy.busy || this.checking.run.busy || this.drilling.run.busy)

  constructor(app: App, pair: Pair, tab: PairTab) {
    this.app = app
    this.pair = pair
    this.tab = tab
    this.live = new LiveStatus(app.engine, pair)
    this.checking = new Checking(app.engine, () => pair)
    this.drilling = new Drilling(app.engine, () => pair)
    this.exporting = new Exporting(app)
    const listener = {
      begin: () => (this.progress = nothingYet(pair.nodes.map((node) => node.name))),
      event: (event: EngineEvent, at: number) => (this.progress = afterEvent(this.progress, event, at)),
    }
    this.undo = new TaskRun(app.engine, 'pair.undo', listener)
    this.deploy = new TaskRun(app.engine, 'pair.deploy', listener)
  }

  /** The open deployment and the nodes that have it. */
  readonly open = $derived.by(() => {
    const nodes = Object.entries(this.live.status?.nodes ?? {}).flatMap(([name, node]) =>
      node.reachable && node.deployment.open ? [{ name, ...node.deployment }] : [],
    )
    const [first] = nodes
    return first === undefined ? null : { deployment: first.deployment, nodes: nodes.map((node) => node.name) }
  })

  /** Who has the VIP through which it is watched. */
  readonly holder = $derived.by(() => soleOf(this.live.status?.holders[this.pair.vips[0] ?? '']))

  /** Follows what runs on this pair, begun here or elsewhere, unless it is followed already. */
  async join(command: TaskCommand): Promise<void> {
    if (command === 'pair.drill') {
      if (!this.drilling.run.busy) await this.drilling.join()
      return
    }
    if (command === 'pair.verify') {
      if (!this.checking.run.busy) await this.checking.join()
      return
    }
    const run = command === 'pair.deploy' ? this.deploy : this.undo
    if (run.busy) return
    const found = await run.find(this.pair.name, null).catch(() => null)
    if (found === null) return
    await run.follow(found.task)
    await this.#changed()
  }

  async startUndo(): Promise<void> {
    this.tab = 'now'
    const task = await this.undo.start({ pair: this.pair })
    if (task === null) return
    await this.undo.follow(task)
    await this.#changed()
  }

  async finish(): Promise<void> {
    await this.finishing.run((signal) => this.app.engine.request('pair.finish', { pair: this.pair, force: true }, { signal }))
    await this.#changed()
  }

  async #changed(): Promise<void> {
    // What was seen before is not so any more.
    this.live.status = null
    await Promise.all([this.live.ask(), this.history.value === null ? null : this.remember()])
  }

  async remember(): Promise<void> {
    await this.history.run(async (signal) => {
      const { entries } = await this.app.engine.request('pairs.history', { name: this.pair.name }, { signal })
      return entries.map(remembered)
    })
  }

  verifyAgain(): void {
    this.tab = 'verify'
    void this.checking.start()
  }

  /** The pair as a file's text; null: it could not be had. */
  async fileText(): Promise<string | null> {
    return await this.#try(async () => (await this.app.engine.request('pairs.format', { pair: this.pair })).text)
  }

  async duplicate(): Promise<void> {
    await this.#try(async () => {
      const { pairs } = await this.app.engine.request('pairs.list', {})
      this.app.newFrom(
        this.pair,
        pairs.map((each) => each.name),
      )
    })
  }

  async forget(): Promise<void> {
    await this.#try(async () => {
      await this.app.engine.request('pairs.remove', { name: this.pair.name })
      this.app.home()
    })
  }

  async #try<T>(work: () => Promise<T>): Promise<T | null> {
    this.failure = null
    try {
      return await work()
    } catch (error) {
      this.failure = failureOf(error)
      return null
    }
  }

  /** When another place is gone to: what runs goes on. */
  leave(): void {
    for (const run of [this.undo, this.deploy, this.checking.run, this.drilling.run]) run.leave()
  }
}
