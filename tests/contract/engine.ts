import type { EngineEvent } from '../../electron/contract/events'
import type { Call, Handlers, Wire } from '../../electron/contract/wire'
import { HotpairError } from '../../electron/domain/failure'
import { dispatcher } from '../../electron/transport/dispatcher'

/** An engine that does nothing, but tells what was asked of it. */
export interface FakeEngine {
  readonly wire: Wire
  /** What reached a handler, in order: the command and what became of it. */
  readonly log: string[]
  /** Calls that have not ended. */
  readonly open: Set<Call>
}

export const event = { type: 'connecting', node: 'n1', address: '192.0.2.1', state: 'started' } as const satisfies EngineEvent

export function fakeEngine(): FakeEngine {
  const log: string[] = []
  const open = new Set<Call>()
  const handlers: Partial<Handlers> = {
    'pairs.format': ({ pair }) => Promise.resolve({ text: pair.name }),
    'app.settings': () => Promise.resolve({}),
    'app.pick-file': () => Promise.resolve({ path: null }),
    // Emits, and waits to be cancelled; twice: given up.
    'task.follow': ({ task }, call) => {
      log.push(`follow ${task}`)
      open.add(call)
      call.emit(event)
      call.emit({ ...event, state: 'done' })
      return new Promise((_resolve, reject) => {
        call.signal.addEventListener('abort', () => {
          log.push(`cancel ${task}`)
          if (task !== 'stubborn') end()
        })
        call.giveUp.addEventListener('abort', () => {
          log.push(`give up ${task}`)
          end()
        })
        const end = (): void => {
          open.delete(call)
          reject(new HotpairError('cancelled', { hosts: 'as-before' }))
        }
      })
    },
    'task.cancel': ({ task }) =>
      Promise.reject(new HotpairError('locked', { node: 'n2', values: { deployment: task, owner: 'me@here' }, hosts: 'unchanged' })),
    'pairs.remove': () => Promise.reject(new TypeError('cannot read properties of undefined')),
    // An answer that the contract does not allow.
    'task.list': () => Promise.resolve({ tasks: [{ nonsense: true }] } as never),
    'draft.remove': (_input, call) => {
      call.emit({ type: 'no such event' } as never)
      return Promise.resolve({})
    },
  }
  return { wire: dispatcher(handlers as Handlers), log, open }
}

/** Waits until something is so. */
export async function until(what: () => boolean, ms = 3000): Promise<void> {
  const end = Date.now() + ms
  while (!what()) {
    if (Date.now() > end) throw new Error(`not so after ${ms} ms: ${what.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
