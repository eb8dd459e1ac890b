/** A queue: at most `limit` at once, first come first served. (p-queue would take a slot from who has it when he is aborted.) */
export class Slots {
  #limit: number
  #used = 0
  readonly #waiting: (() => void)[] = []
  constructor(limit: number) {
    this.#limit = limit
  }

  get used(): number {
    return this.#used
  }

  /** Resolves with the function that gives the slot back. Rejects with the signal's reason when it is aborted while waiting. */
  async enter(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted()
    if (this.#used >= this.#limit) {
      await new Promise<void>((resolve, reject) => {
        const enter = (): void => {
          signal?.removeEventListener('abort', leave)
          resolve()
        }
        const leave = (): void => {
          this.#waiting.splice(this.#waiting.indexOf(enter), 1)
          reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'))
        }
        signal?.addEventListener('abort', leave, { once: true })
        this.#waiting.push(enter)
      })
    } else {
      this.#used += 1
    }
    let given = false
    return () => {
      if (given) return
      given = true
      // The slot is handed over, or a newcomer could overtake.
      const next = this.#used <= this.#limit ? this.#waiting.shift() : undefined
      if (next) next()
      else this.#used -= 1
    }
  }

  /** Never less than one. */
  shrink(limit: number): void {
    this.#limit = Math.max(1, Math.min(limit, this.#limit))
  }
}
