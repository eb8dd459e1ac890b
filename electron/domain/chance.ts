/** Chance that comes again with the same seed (mulberry32). */
export class Chance {
  #state: number
  constructor(seed: number) {
    this.#state = seed >>> 0
  }
  /** From 0 up to, but without, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }
  yes(part = 0.5): boolean {
    return this.next() < part
  }
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new Error('nothing to choose from')
    return from[this.below(from.length)] as T
  }
}
