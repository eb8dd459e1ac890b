import type { Output, TaskCommand } from '../../electron/contract/commands'
import type { EngineEvent } from '../../electron/contract/events'
import { failureOf } from '../../electron/contract/failure'
import type { Failure } from '../../electron/domain/failure'
import { deployedOf, differingGroups, type Deployed } from '../../electron/domain/settings-history'
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
import { Units } from './units.svelte'
import { Why } from './why.svelte'
import { remembered, type Remembered } from './history'

/** A pair that is there: how it is, what can be done with it, what was done. */
export class PairPageState {
  readonly app: App
  pair = $state.raw() as Pair
  readonly live: LiveStatus
  readonly checking: Checking
  readonly drilling: Drilling
  readonly exporting: Exporting
  /** An undo, or a deployment that was found running: both are shown alike. */
  progress = $state.raw<Progress>(nothingYet([]))
  readonly undo: TaskRun<'pair.undo'>
  readonly deploy: TaskRun<'pair.deploy'>
  readonly units: Units
  readonly why: Why
  readonly finishing = new Work<Output<'pair.finish'>>()
  readonly history = new Work<readonly Remembered[]>()
  tab = $state<PairTab>('now')
  /** Of saving, duplicating, forgetting. */
  failure = $state.raw<Failure | null>(null)
  readonly busy = $derived.by(
    () => this.undo.busy || this.deploy.busy || this.units.run.busy || this.checking.run.busy || this.drilling.run.busy,
  )
  /** Something is being done to the pair, here or elsewhere. */
  readonly working = $derived.by(() => this.busy || this.app.running.of(this.pair.name) !== null)

  constructor(app: App, pair: Pair, tab: PairTab) {
    this.app = app
    this.pair = pair
    this.tab = tab
    this.live = new LiveStatus(app.engine, pair)
    this.checking = new Checking(app.engine, () => this.pair)
    this.drilling = new Drilling(app.engine, () => this.pair)
    this.exporting = new Exporting(app)
    this.units = new Units(app.engine, () => this.pair)
    this.why = new Why(app.engine, () => this.pair)
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

  /** The deployments that are on the hosts, as far as this machine remembers them; the last one first. */
  deployed = $state.raw<readonly Deployed[]>([])
  /** What the last deployment changed of the one before it; empty where that is not known. */
  readonly lastChanges = $derived.by(() => {
    const [now = null, before = null] = this.deployed.map(({ settings }) => settings)
    return now !== null && before !== null ? differingGroups(now, before) : []
  })
  /** In what the settings that are kept here differ from those on the hosts; empty: in nothing that is known. */
  readonly undeployed = $derived.by(() => {
    const [now = null] = this.deployed.map(({ settings }) => settings)
    return now === null || this.live.health === 'not-deployed' ? [] : differingGroups(this.pair, now)
  })
  /** The hosts serve what the settings kept here say, at the VIPs that stand in them. */
  readonly isServed = $derived.by(
    () =>
      !['checking', 'not-deployed', 'unknown'].includes(this.live.health) &&
      !this.undeployed.some((group) => group === 'vips' || group === 'content'),
  )
  /** Nothing of Hotpair was on the nodes before their last deployment. */
  readonly isFirst = $derived.by(() => Object.values(this.live.status?.nodes ?? {}).every((node) => !node.reachable || node.before === ''))
  /** A deployment that was confirmed has passed its verification. */
  readonly lastVerification = $derived.by((): Remembered | null => {
    const last = this.history.value?.find(({ kind, outcome }) => kind === 'verification' || (kind === 'deployment' && outcome === 'done'))
    return last === undefined ? null : { ...last, outcome: last.outcome === 'done' ? 'passed' : last.outcome }
  })
  readonly lastDrill = $derived.by(() => this.history.value?.find(({ kind }) => kind === 'drill') ?? null)

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
    const run = command === 'pair.deploy' ? this.deploy : command === 'pair.unit' ? this.units.run : this.undo
    if (run.busy) return
    const found = await run.find(this.pair.name, null).catch(() => null)
    if (found === null) return
    await run.follow(found.task)
    await this.#changed()
  }

  async changeUnit(): Promise<void> {
    if (await this.units.agree()) await this.#changed()
  }

  async startUndo(all: boolean): Promise<void> {
    this.tab = 'now'
    const task = await this.undo.start({ pair: this.pair, all })
    if (task === null) return
    await this.undo.follow(task)
    await this.#changed()
    await this.#settingsOfNow()
  }

  /** The settings that are kept went back with the hosts: the page is of those. */
  async #settingsOfNow(): Promise<void> {
    const answer = await this.app.engine.request('pairs.list', {}).catch(() => null)
    const kept = answer?.pairs.find(({ name }) => name === this.pair.name)?.pair
    if (kept === undefined) return
    this.pair = kept
    this.live.pair = kept
  }

  async finish(): Promise<void> {
    await this.finishing.run((signal) => this.app.engine.request('pair.finish', { pair: this.pair, force: true }, { signal }))
    await this.#changed()
  }

  async #changed(): Promise<void> {
    // What was seen before is not so any more.
    this.live.status = null
    this.why.work.clear()
    await Promise.all([this.live.ask(), this.remember()])
  }

  async remember(): Promise<void> {
    await this.history.run(async (signal) => {
      const { entries } = await this.app.engine.request('pairs.history', { name: this.pair.name }, { signal })
      this.deployed = deployedOf(entries)
      return remembered(entries)
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
    for (const run of [this.undo, this.deploy, this.units.run, this.checking.run, this.drilling.run]) run.leave()
  }
}
