import { failureOf } from '../../electron/contract/failure'
import type { Failure } from '../../electron/domain/failure'

/** One thing that is asked of the engine: whether it runs, what came of it. Asking again forgets the former. */
export class Work<T> {
  busy = $state(false)
  value = $state.raw<T | null>(null)
  failure = $state.raw<Failure | null>(null)
  #round = 0
  #abort: AbortController | undefined

  /** Returns the value, or null when it failed or was asked anew meanwhile; it never throws. The former value stays until then. */
  async run(ask: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    const round = ++this.#round
    const abort = new AbortController()
    this.#abort = abort
    this.busy = true
    this.failure = null
    try {
      const value = await ask(abort.signal)
      if (round !== this.#round) return null
      this.value = value
      return value
    } catch (error) {
      if (round === this.#round) {
        this.failure = failureOf(error)
        this.value = null
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

  clear(): void {
    this.#round++
    this.busy = false
    this.value = null
    this.failure = null
  }
}
