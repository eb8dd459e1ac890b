import { z } from 'zod'
import { commands, type Output, type Sent, type TaskCommand } from '../../electron/contract/commands'
import type { EngineEvent } from '../../electron/contract/events'
import { failureOf } from '../../electron/contract/failure'
import type { Failure } from '../../electron/domain/failure'
import type { EngineClient } from '../engine/client'

export type TaskInfo = Output<'task.list'>['tasks'][number]

/** What a screen does with what its task tells. */
export interface TaskListener {
  /** Everything is told again from the first event: forget what was told before. */
  readonly begin: () => void
  /** `at`: ms since 1970 when it arrived here. */
  readonly event: (event: EngineEvent, at: number) => void
}

/**
 * Work of the engine that goes on by itself, as a screen sees it: begun here or found again after a reload, followed over a lost
 * connection. idle · starting · running · cancelling · done · failed · gone: the engine that ran it was ended.
 */
export class TaskRun<C extends TaskCommand> {
  phase = $state<'idle' | 'starting' | 'running' | 'cancelling' | 'done' | 'failed' | 'gone'>('idle')
  info = $state.raw<TaskInfo | null>(null)
  result = $state.raw<Output<C> | null>(null)
  failure = $state.raw<Failure | null>(null)
  /** ms since 1970; for what counts the time while it works. */
  now = $state(Date.now())
  readonly busy = $derived(this.phase === 'starting' || this.phase === 'running' || this.phase === 'cancelling')

  readonly command: C
  readonly #engine: EngineClient
  readonly #listener: TaskListener
  #leave: AbortController | null = null

  constructor(engine: EngineClient, command: C, listener: TaskListener) {
    this.#engine = engine
    this.command = command
    this.#listener = listener
  }

  /** ms since the task was started. */
  get elapsed(): number {
    return this.info === null ? 0 : Math.max(0, this.now - Date.parse(this.info.started))
  }

  /** Begins the work; resolves with the task's id, or null when it was refused (`failure`). Follow it with `follow`. */
  async start(input: Sent<C>): Promise<string | null> {
    this.#forget('starting')
    try {
      const { task } = await this.#engine.request('task.start', { command: this.command, input: plain(input) })
      return task
    } catch (error) {
      this.failure = failureOf(error)
      this.phase = 'failed'
      return null
    }
  }

  /** The task of this pair and command that runs now, or that is known by its id; null: there is none. Adopting is for `follow`. */
  async find(pair: string, id: string | null): Promise<TaskInfo | null> {
    const { tasks } = await this.#engine.request('task.list', {})
    const own = tasks.filter((task) => task.pair === pair && task.command === this.command)
    return own.find((task) => task.state === 'running' || task.state === 'cancelling') ?? own.find((task) => task.task === id) ?? null
  }

  /** Follows to the end, from the first event on, over lost connections. Resolves when it is over or `leave` was called. */
  async follow(task: string): Promise<void> {
    this.#leave?.abort()
    const leave = new AbortController()
    this.#leave = leave
    this.#forget('running')
    const timer = setInterval(() => (this.now = Date.now()), 250)
    try {
      while (!leave.signal.aborted) {
        if (await this.#followOnce(task, leave.signal)) return
        await this.#reconnected(leave.signal)
      }
    } finally {
      clearInterval(timer)
      this.now = Date.now()
    }
  }

  /** False: the connection was lost on the way. */
  async #followOnce(task: string, signal: AbortSignal): Promise<boolean> {
    this.#listener.begin()
    try {
      const { tasks } = await this.#engine.request('task.list', {})
      this.info = tasks.find((each) => each.task === task) ?? null
      if (this.info === null) {
        this.phase = 'gone'
        return true
      }
      if (this.info.state === 'cancelling') this.phase = 'cancelling'
      const onEvent = (event: EngineEvent): void => {
        if (!signal.aborted) this.#listener.event(event, Date.now())
      }
      const end = await this.#engine.request('task.follow', { task }, { onEvent, signal })
      if (signal.aborted) return true
      this.info = end.state
      this.failure = end.failure
      this.result = end.failure === null ? (commands[this.command].output.parse(end.result) as Output<C>) : null
      this.phase = end.failure === null ? 'done' : 'failed'
      return true
    } catch (error) {
      if (signal.aborted) return true
      const failure = failureOf(error)
      if (failure.kind === 'engine-lost') return false
      this.failure = failure
      this.phase = 'failed'
      return true
    }
  }

  #reconnected(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      let stop = (): void => undefined
      const end = (): void => {
        stop()
        resolve()
      }
      signal.addEventListener('abort', end, { once: true })
      stop = this.#engine.onConnection(({ state }) => {
        if (state === 'open') queueMicrotask(end)
      })
    })
  }

  /** Once: the work is ended and undone. Again: hosts that cannot be reached are waited for no longer. Work that is over stays as it ended. */
  async cancel(): Promise<void> {
    if (this.info === null || (this.phase !== 'running' && this.phase !== 'cancelling')) return
    this.phase = 'cancelling'
    // A task that has ended meanwhile tells so by itself.
    await this.#engine.request('task.cancel', { task: this.info.task }).catch(() => undefined)
  }

  /** Waits no longer for hosts that cannot be reached; what else is undone goes on. */
  async giveUp(): Promise<void> {
    if (this.phase === 'running') await this.cancel()
    await this.cancel()
  }

  /** Ends the following, not the work. */
  leave(): void {
    this.#leave?.abort()
    this.#leave = null
  }

  #forget(phase: 'starting' | 'running'): void {
    this.phase = phase
    this.info = null
    this.result = null
    this.failure = null
    this.now = Date.now()
  }
}

/** What goes to the engine is JSON, without anything reactive in it. */
const plain = (value: unknown): Sent<'task.start'>['input'] => z.json().parse(JSON.parse(JSON.stringify(value)))
