import type { Output, TaskCommand } from '../../electron/contract/commands'
import type { EngineClient } from '../engine/client'

export type RunningTask = Output<'task.list'>['tasks'][number]

/** How often (ms) it is asked; the engine answers from its memory. */
const every = 1000

/** What the engine works on just now, whoever began it: this page, another one, or this one before it was reloaded. */
export class Running {
  tasks = $state.raw<readonly RunningTask[]>([])
  readonly #engine: EngineClient

  constructor(engine: EngineClient) {
    this.#engine = engine
  }

  /** The work on a pair; null: there is none. At most one runs on a pair. */
  of(pair: string): RunningTask | null {
    return this.tasks.find((task) => task.pair === pair) ?? null
  }

  async ask(): Promise<void> {
    const answer = await this.#engine.request('task.list', {}).catch(() => null)
    // A page that has lost its engine says so by itself.
    if (answer === null) return
    const now = answer.tasks.filter(({ state }) => state === 'running' || state === 'cancelling')
    if (JSON.stringify(now) !== JSON.stringify(this.tasks)) this.tasks = now
  }

  /** Asks now and from then on, while the page is seen; returns what ends it. */
  watch(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined
    let ended = false
    const round = async (): Promise<void> => {
      if (!document.hidden) await this.ask()
      if (!ended) timer = setTimeout(() => void round(), every)
    }
    void round()
    return () => {
      ended = true
      clearTimeout(timer)
    }
  }
}

/** Work that changes or breaks hosts: while it runs nothing else is asked of them, and settings stay as they are. */
export const occupies = (command: TaskCommand): boolean => command !== 'pair.verify'
