/** What a program prints, put together as it comes, however small the pieces: each is copied, so that no piece costs more than its bytes. */
export class Gathered {
  #limit: number
  #bytes = Buffer.alloc(0)
  #size = 0
  /** @param limit bytes from which on `take` refuses */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** False when with this piece it would be more than the limit; then neither it nor what follows is kept. */
  take(piece: Buffer): boolean {
    const size = this.#size + piece.length
    if (size > this.#limit) {
      this.#limit = this.#size
      return false
    }
    if (size > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(this.#limit, Math.max(size, 2 * this.#bytes.length, 1024)))
      this.#bytes.copy(larger, 0, 0, this.#size)
      this.#bytes = larger
    }
    piece.copy(this.#bytes, this.#size)
    this.#size = size
    return true
  }

  text(): string {
    return this.#bytes.toString('utf8', 0, this.#size)
  }
}
