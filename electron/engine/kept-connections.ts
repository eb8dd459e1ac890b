import { isConnectionFailure } from '../deploy/node-link'
import { HotpairError, type FailureKind } from '../domain/failure'
import type { Node } from '../domain/pair'
import type { Session } from '../remote/session'
import { pauseAfter } from './patience'

/** Time (ms) after the last question until a connection is closed. */
const idle = 60_000

export interface Asked {
  readonly pair: string
  readonly node: Node
  readonly open: () => Promise<Session>
  readonly signal: AbortSignal
  /** True: also a node that gave no answer lately is asked. */
  readonly urgent: boolean
}

/**
 * One connection to each node of a pair, kept between the questions of somebody who looks, opened anew when it breaks. A node that gave no
 * answer is left alone for longer and longer; meanwhile its last failure is raised again.
 */
export class KeptConnections {
  readonly #lines = new Map<string, Line>()

  /** Works over the node's connection. Raises what `open` and `work` do. */
  async ask<T>(asked: Asked, work: (session: Session) => Promise<T>): Promise<T> {
    const line = this.#lineOf(asked)
    const { silence } = line
    if (silence !== null && !asked.urgent && Date.now() < silence.until) throw silence.failure
    try {
      const answer = await line.use(asked, work)
      line.silence = null
      return answer
    } catch (error) {
      // of those who asked at the same time one counts
      if (isSilence(error) && line.silence === silence) {
        const times = (silence?.times ?? 0) + 1
        line.silence = { failure: error, times, until: Date.now() + pauseAfter(times) }
      }
      throw error
    }
  }

  /** The pair's connections are used no more; who waits for an answer gets it. */
  close(pair: string): void {
    for (const [name, line] of this.#lines) {
      if (line.pair !== pair) continue
      this.#lines.delete(name)
      line.retire()
    }
  }

  closeAll(): void {
    for (const pair of new Set([...this.#lines.values()].map((line) => line.pair))) this.close(pair)
  }

  #lineOf({ pair, node }: Asked): Line {
    const name = `${pair}/${node.name}`
    const way = JSON.stringify([node.address, node.port, node.user, node.auth, node.keyFile, node.sudo])
    const known = this.#lines.get(name)
    if (known?.way === way) return known
    known?.retire()
    const line = new Line(pair, way)
    this.#lines.set(name, line)
    return line
  }
}

/** No answer came: not that somebody stopped asking, or that what was said makes no sense. */
const notSilence: readonly FailureKind[] = ['cancelled', 'fact-unreadable', 'bug']
const isSilence = (error: unknown): error is HotpairError => error instanceof HotpairError && !notSilence.includes(error.failure.kind)
const isKind = (error: unknown, kind: FailureKind): boolean => error instanceof HotpairError && error.failure.kind === kind

/** The way to one node. */
class Line {
  readonly pair: string
  /** Address, user and whatever else a connection is made from. */
  readonly way: string
  silence: { readonly failure: HotpairError; readonly times: number; readonly until: number } | null = null
  #opening: Promise<Session> | null = null
  #users = 0
  #retired = false
  #timer: NodeJS.Timeout | undefined

  constructor(pair: string, way: string) {
    this.pair = pair
    this.way = way
  }

  async use<T>(asked: Asked, work: (session: Session) => Promise<T>): Promise<T> {
    clearTimeout(this.#timer)
    this.#users += 1
    try {
      return await this.#work(asked, work)
    } finally {
      this.#users -= 1
      this.#rest()
    }
  }

  retire(): void {
    this.#retired = true
    this.#rest()
  }

  async #work<T>({ open, signal }: Asked, work: (session: Session) => Promise<T>): Promise<T> {
    for (let again = false; ; again = true) {
      const isNew = this.#opening === null
      const opening = (this.#opening ??= open())
      let session: Session
      try {
        session = await opening
      } catch (error) {
        if (this.#opening === opening) this.#opening = null
        // who began to open it has left; this one is still waiting
        if (!isNew && isKind(error, 'cancelled') && !signal.aborted) continue
        throw error
      }
      try {
        return await work(session)
      } catch (error) {
        if (!isConnectionFailure(error)) throw error
        if (this.#opening === opening) this.#opening = null
        await session.close()
        // it may have broken long ago, unnoticed
        if (isNew || again || !isKind(error, 'connection-lost')) throw error
      }
    }
  }

  /** Nobody asks just now: closed at once when it is used no more, else after a while. */
  #rest(): void {
    if (this.#users > 0) return
    clearTimeout(this.#timer)
    if (this.#retired) this.#close()
    else {
      this.#timer = setTimeout(() => {
        this.#close()
      }, idle)
      // it keeps no program from ending
      this.#timer.unref()
    }
  }

  #close(): void {
    const opening = this.#opening
    this.#opening = null
    opening?.then(
      (session) => session.close(),
      () => undefined,
    )
  }
}
