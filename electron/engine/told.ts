import type { EngineEvent } from '../contract/events'

/** Events that are kept of a task, and their characters as JSON; of what is more, the oldest are dropped. */
const mostEvents = 20_000
const mostCharacters = 8 * 1024 * 1024
/** Events that are told again in one go; then others get their turn. */
const atOnce = 200

/** What a task has told, for those who come later: bounded, whatever its hosts print. */
export class Told {
  readonly #kept: { readonly event: EngineEvent; readonly size: number }[] = []
  readonly #listeners = new Set<(event: EngineEvent) => void>()
  #characters = 0
  /** How many were dropped. */
  #dropped = 0

  add(event: EngineEvent): void {
    const size = JSON.stringify(event).length
    this.#kept.push({ event, size })
    this.#characters += size
    let over = 0
    while (this.#kept.length - over > mostEvents || this.#characters > mostCharacters) {
      this.#characters -= this.#kept[over]?.size ?? 0
      over += 1
    }
    this.#kept.splice(0, over)
    this.#dropped += over
    for (const listener of [...this.#listeners]) listener(event)
  }

  /** Tells everything that is kept, then what comes, until `signal` is aborted. Resolves when it has caught up, or at the abort. */
  async tell(listener: (event: EngineEvent) => void, signal: AbortSignal): Promise<void> {
    for (let next = this.#dropped; !signal.aborted;) {
      const from = Math.max(0, next - this.#dropped)
      const some = this.#kept.slice(from, from + atOnce)
      if (some.length === 0) {
        this.#listeners.add(listener)
        signal.addEventListener('abort', () => this.#listeners.delete(listener), { once: true })
        return
      }
      next = this.#dropped + from + some.length
      for (const { event } of some) listener(event)
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
    }
  }
}
