import { fork, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { CommandName, Output, Sent } from '../../electron/contract/commands'
import type { Failure } from '../../electron/domain/failure'
import type { Ask } from './cases'
import type { Order, Told } from './engine'
import type { Measured } from './guard'
import type { Sandbox } from './sandbox'

/** The engine's process (engine.ts) from its parent's side, and what can be seen of a process from outside. */

export const mostGrown = 300 * 1024 * 1024

/** Raised when a case goes on longer than it may. */
export class Hang extends Error {}
export class Refused extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.kind)
    this.failure = failure
  }
}

export async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  work.catch(() => undefined)
  try {
    return await Promise.race([work, new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Hang()), ms)))])
  } finally {
    clearTimeout(timer)
  }
}

/** Looks at a process from outside, where it can be seen (Linux); one that takes far too much is ended before this machine is full. */
export function watchMemory(child: ChildProcess, idle: number) {
  let most = 0
  const timer = setInterval(() => {
    try {
      const pages = Number(readFileSync(`/proc/${String(child.pid)}/statm`, 'utf8').split(' ')[1])
      most = Math.max(most, pages * 4096)
      if (most - idle > 4 * mostGrown) child.kill('SIGKILL')
    } catch {
      // It has ended, or this is no Linux.
    }
  }, 100)
  return {
    most: () => most,
    reset: () => {
      most = 0
    },
    stop: () => clearInterval(timer),
  }
}

export class Died extends Error {}

/** The process with the whole engine. */
export class Engine {
  readonly ready: Promise<void>
  readonly escapes = new Set<string>()
  readonly bugs = new Set<string>()
  idle = 0
  said = ''
  alive = true
  readonly #child: ChildProcess
  readonly #watch: ReturnType<typeof watchMemory>
  readonly #calls = new Map<number, { resolve: (output: never) => void; reject: (error: Error) => void }>()
  #measuring: ((measured: Measured) => void)[] = []
  #next = 0

  constructor(program: string, box: Sandbox) {
    this.#child = fork(program, {
      cwd: box.work,
      env: box.env,
      execArgv: ['--enable-source-maps'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#watch = watchMemory(this.#child, 0)
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.said = (this.said + chunk.toString()).slice(-4000)))
    this.#child.on('message', (told: Told) => this.#take(told))
    this.#child.on('error', () => undefined)
    this.#child.once('exit', () => {
      this.alive = false
      this.#watch.stop()
      for (const { reject } of this.#calls.values()) reject(new Died())
    })
    this.ready = new Promise((resolve, reject) => {
      this.#measuring.push(({ rss }) => {
        this.idle = rss
        resolve()
      })
      this.#child.once('exit', () => reject(new Error(`the engine did not start: ${this.said}`)))
    })
    this.ready.catch(() => undefined)
  }

  get grown(): number {
    return Math.max(0, this.#watch.most() - this.idle)
  }

  #order(order: Order): void {
    if (this.alive) this.#child.send(order, () => undefined)
  }

  async begin(scale: number, site: number): Promise<void> {
    this.escapes.clear()
    this.bugs.clear()
    this.said = ''
    this.#order({ type: 'begin', scale, site })
    const { rss } = await this.measure()
    if (rss > 0) this.idle = Math.max(this.idle, rss)
    this.#watch.reset()
  }

  measure(): Promise<Measured> {
    return new Promise((resolve) => {
      this.#measuring.push(resolve)
      this.#order({ type: 'end' })
    })
  }

  readonly ask: Ask = <C extends CommandName>(command: C, input: Sent<C>): Promise<Output<C>> =>
    new Promise((resolve, reject) => {
      if (!this.alive) {
        reject(new Died())
        return
      }
      const id = this.#next++
      this.#calls.set(id, { resolve, reject })
      this.#order({ type: 'ask', id, command, input })
    })

  cancel(): void {
    for (const id of this.#calls.keys()) this.#order({ type: 'cancel', id })
  }

  end(): void {
    this.alive = false
    this.#child.kill('SIGKILL')
  }

  #take(told: Told): void {
    if (told.type === 'measured') {
      this.#measuring.shift()?.(told)
      return
    }
    const call = this.#calls.get(told.id)
    this.#calls.delete(told.id)
    for (const each of told.escapes) this.escapes.add(each)
    // A failed task has its failure inside of an answer.
    const inside = (told.output as { failure?: Failure | null } | undefined)?.failure
    for (const failure of [told.failure, inside]) if (failure?.kind === 'bug') this.bugs.add(JSON.stringify(failure.values).slice(0, 1500))
    if (told.failure === undefined) call?.resolve(told.output as never)
    else call?.reject(new Refused(told.failure))
  }
}
