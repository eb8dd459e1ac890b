import { randomBytes } from 'node:crypto'
import type { Output, TaskCommand } from '../contract/commands'
import { failureOf } from '../contract/failure'
import type { Call } from '../contract/wire'
import { HotpairError, type Failure } from '../domain/failure'
import { Told } from './told'

type TaskState = Output<'task.list'>['tasks'][number]

interface Task {
  readonly info: Omit<TaskState, 'state'>
  state: TaskState['state']
  readonly told: Told
  result: unknown
  failure: Failure | null
  readonly cancel: AbortController
  readonly giveUp: AbortController
  readonly ended: Promise<void>
}

/** Finished tasks that can still be followed. */
const keptTasks = 20

/** Work that goes on by itself, whatever becomes of the window that began it: it can be followed again from its first event. */
export class Tasks {
  readonly #tasks = new Map<string, Task>()

  /** True while a task changes hosts or has broken one on purpose. */
  busy(): boolean {
    return [...this.#tasks.values()].some((task) => task.state === 'running' || task.state === 'cancelling')
  }

  /** Cancels whatever runs and waits for its end. */
  async endAll(): Promise<void> {
    for (const [id, task] of this.#tasks) if (task.state === 'running') this.cancel(id)
    await Promise.all([...this.#tasks.values()].map((task) => task.ended))
  }

  start(command: TaskCommand, pair: string, run: (call: Call) => Promise<unknown>): string {
    const running = [...this.#tasks.values()].find(
      (task) => task.info.pair === pair && (task.state === 'running' || task.state === 'cancelling'),
    )
    if (running !== undefined) throw new HotpairError('busy', { values: { task: running.info.command } })
    const id = randomBytes(8).toString('hex')
    const cancel = new AbortController()
    const giveUp = new AbortController()
    const told = new Told()
    const work = run({
      signal: cancel.signal,
      giveUp: giveUp.signal,
      emit: (event) => {
        told.add(event)
      },
    })
    const task: Task = {
      info: { task: id, command, pair, started: new Date().toISOString() },
      state: 'running',
      told,
      result: null,
      failure: null,
      cancel,
      giveUp,
      ended: work.then(
        (result) => {
          task.result = result
          task.state = 'done'
        },
        (error: unknown) => {
          task.failure = failureOf(error)
          task.state = 'failed'
        },
      ),
    }
    this.#tasks.set(id, task)
    this.#forgetOld()
    return id
  }

  #forgetOld(): void {
    const over = [...this.#tasks].filter(([, task]) => task.state === 'done' || task.state === 'failed')
    for (const [id] of over.slice(0, Math.max(0, over.length - keptTasks))) this.#tasks.delete(id)
  }

  list(): TaskState[] {
    return [...this.#tasks.values()].map((task) => ({ ...task.info, state: task.state }))
  }

  #task(id: string): Task {
    const task = this.#tasks.get(id)
    if (task === undefined) throw new HotpairError('task-unknown', { values: { task: id } })
    return task
  }

  cancel(id: string): void {
    const task = this.#task(id)
    if (task.state === 'cancelling') task.giveUp.abort()
    if (task.state !== 'running') return
    task.state = 'cancelling'
    task.cancel.abort()
  }

  /** Everything so far, then what comes, then the end. Ending the call ends only the following. */
  async follow(id: string, call: Call): Promise<Output<'task.follow'>> {
    const task = this.#task(id)
    const over = new AbortController()
    const signal = AbortSignal.any([call.signal, over.signal])
    const left = new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      signal.addEventListener(
        'abort',
        () => {
          resolve()
        },
        { once: true },
      )
    })
    try {
      await task.told.tell(call.emit, signal)
      await Promise.race([task.ended, left])
    } finally {
      over.abort()
    }
    return {
      state: { ...task.info, state: task.state },
      result: (task.result ?? null) as Output<'task.follow'>['result'],
      failure: task.failure,
    }
  }
}
