import { parseCidr } from '../../../electron/domain/address'
import { seconds, timingOf, type Calibration } from '../../../electron/domain/calibration'
import { nodeInput, setTiming } from '../../app/form'
import { Work } from '../../app/work.svelte'
import type { Wizard } from '../wizard.svelte'

/** Durations to choose from, in s. */
export const durations = [10, seconds.plain, 60, seconds.most] as const

/** A measurement of the hosts, and what it says for the timing. */
export class MeasureState {
  readonly #wizard: Wizard
  readonly work = new Work<Calibration>()
  seconds = $state<number>(seconds.plain)
  load = $state(false)
  /** Of the measurement that runs: how far it is. */
  second = $state(0)

  constructor(wizard: Wizard) {
    this.#wizard = wizard
  }

  /** The settings are those that were measured. */
  readonly isUsed: boolean = $derived.by(() => {
    const choice = this.work.value?.choice ?? null
    const { advertInterval, downTimerAdverts, realTimePriority } = this.#wizard.form
    return (
      choice !== null &&
      choice.advertInterval === advertInterval &&
      choice.downTimerAdverts === downTimerAdverts &&
      choice.realTimePriority === realTimePriority
    )
  })

  async start(): Promise<void> {
    const { engine, form } = this.#wizard
    const { seconds: long, load } = this
    this.second = 0
    const input = {
      name: form.name.trim(),
      nodes: form.nodes.map(nodeInput),
      vips: form.vips.map((vip) => vip.trim()).filter((vip) => parseCidr(vip) !== undefined),
      seconds: long,
      load,
    }
    await this.work.run((signal) =>
      engine.request('pair.calibrate', input, {
        signal,
        onEvent: (event) => {
          if (event.type === 'calibration') this.second = event.second
        },
      }),
    )
  }

  use(): void {
    const choice = this.work.value?.choice ?? null
    if (choice !== null) setTiming(this.#wizard.form, timingOf(choice))
  }
}
