import type { CheckResult } from '../../../electron/domain/check'
import type { Pair } from '../../../electron/domain/pair'
import { TaskRun } from '../../app/task-run.svelte'
import type { EngineClient } from '../../engine/client'
import type { OfHosts, Wizard } from '../wizard.svelte'
import { lightOf, withCheck } from './checks'

/** The checks of a pair: running, told, or shown from a deployment. */
export class Checking {
  checks = $state.raw<readonly CheckResult[]>([])
  readonly run: TaskRun<'pair.verify'>
  readonly light = $derived(lightOf(this.checks))
  readonly #pair: () => Pair | null
  /** What time the checks are of, ms since 1970. */
  #of = 0

  constructor(engine: EngineClient, pair: () => Pair | null) {
    this.#pair = pair
    this.run = new TaskRun(engine, 'pair.verify', {
      begin: () => (this.checks = []),
      event: (event) => {
        if (event.type === 'check') this.checks = withCheck(this.checks, event.check)
      },
    })
  }

  /** Checks that were made elsewhere. */
  show(checks: readonly CheckResult[]): void {
    if (this.run.busy) return
    this.checks = checks
    this.#of = Date.now()
  }

  /** Forgets checks of a state before this time (ms since 1970), which is no more. */
  forgetBefore(time: number): void {
    if (this.run.busy || this.#of >= time) return
    this.checks = []
    this.run.phase = 'idle'
  }

  async start(): Promise<void> {
    const pair = this.#pair()
    if (pair === null || this.run.busy) return
    this.checks = []
    this.#of = Date.now()
    const task = await this.run.start({ pair })
    if (task !== null) await this.run.follow(task)
  }

  /** Follows the verification that runs on the pair; false: none does. */
  async join(): Promise<boolean> {
    const pair = this.#pair()
    const found = pair && (await this.run.find(pair.name, null).catch(() => null))
    if (!found) return false
    this.#of = Date.parse(found.started)
    await this.run.follow(found.task)
    return true
  }

  /** Finds a verification that runs already; else begins one when nothing is known. */
  async enter(): Promise<void> {
    const pair = this.#pair()
    if (pair === null || this.run.phase !== 'idle' || this.checks.length > 0) return
    if (!(await this.join())) await this.start()
  }
}

export class VerifyState implements OfHosts {
  readonly checking: Checking
  constructor(wizard: Wizard) {
    this.checking = new Checking(wizard.engine, () => wizard.pair)
  }

  forgetBefore(time: number): void {
    this.checking.forgetBefore(time)
  }
}
