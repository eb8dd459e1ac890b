import { StringDecoder } from 'node:string_decoder'

/** Characters of a line; what a host says in one line beyond that is dropped. */
export const longestLine = 64 * 1024

/** Cuts what comes in pieces into lines. Each piece is looked at once, and a line without end is not kept. */
export class LineSplitter {
  readonly #tell: (line: string) => void
  readonly #decoder = new StringDecoder('utf8')
  #pieces: string[] = []
  #length = 0
  /** @param tell called with each line, without its newline, cut to `longestLine` */
  constructor(tell: (line: string) => void) {
    this.#tell = tell
  }

  take(chunk: Buffer): void {
    const [first = '', ...rest] = this.#decoder.write(chunk).split('\n')
    this.#add(first)
    for (const piece of rest) {
      this.#end()
      this.#add(piece)
    }
  }

  /** The last line may lack its newline. */
  end(): void {
    if (this.#length > 0) this.#end()
  }

  #add(piece: string): void {
    const kept = piece.slice(0, longestLine - this.#length)
    if (kept === '') return
    this.#length += kept.length
    // A line that comes in crumbs is put together now and then: a piece of it is more than its characters.
    if (this.#pieces.push(kept) >= 1024) this.#pieces = [this.#pieces.join('')]
  }

  #end(): void {
    const line = this.#pieces.join('')
    this.#pieces = []
    this.#length = 0
    this.#tell(line)
  }
}
