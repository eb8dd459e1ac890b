import { failureOf } from '../../electron/contract/failure'
import type { Failure } from '../../electron/domain/failure'

/** One thing that is asked of the engine: whether it runs, what came of it. Asking again forgets the former. */
export class Work<T> {
  busy = $state(false)
  value = $state.raw<T | null>(null)
  failure = $state.raw<Failure | null>(null)
  /** When the value came, ms since 1970; null: there is none. */
  at = $state<number | null>(null)
  /** When it was asked for, ms since 1970; 0: it was not. */
  #asked = 0
  #round = 0
  #abort: AbortController | undefined

  /** Returns the value, or null when it failed or was asked anew meanwhile; it never throws. The former value stays until then. */
  async run(ask: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    const round = ++this.#round
    const abort = new AbortController()
    this.#abort = abort
    this.busy = true
    this.#asked = Date.now()
    this.failure = null
    try {
      const value = await ask(abort.signal)
      if (round !== this.#round) return null
      this.value = value
      this.at = Date.now()
      return value
    } catch (error) {
      if (round === this.#round) {
        this.failure = failureOf(error)
        this.value = null
        this.at = null
      }
      return null
    } finally {
      if (round === this.#round) this.busy = false
    }
  }

  /** Asks the engine to stop; `failure` becomes `cancelled`. */
  cancel(): void {
    this.#abort?.abort()
  }

  /** Forgets what was asked for before this time (ms since 1970), also when the answer is still to come. True: there was something. */
  forgetBefore(time: number): boolean {
    if (this.#asked === 0 || this.#asked >= time) return false
    this.clear()
    return true
  }

  clear(): void {
    this.#asked = 0
    this.#round++
    this.busy = false
    this.value = null
    this.at = null
    this.failure = null
  }
}
