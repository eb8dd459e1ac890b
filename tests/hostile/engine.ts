import { leadTo, measured, runFaster, type Measured } from './guard'
import { commands, type CommandName, type Sent } from '../../electron/contract/commands'
import { failureOf } from '../../electron/contract/failure'
import { openContract } from '../../electron/handlers/contract'
import { dispatcher } from '../../electron/transport/dispatcher'
import type { Failure } from '../../electron/domain/failure'
import { escapesIn } from './judge'

/** The whole engine as a window has it, in a process of its own: asked by its parent, one request or several at a time. */

export type Order =
  | { readonly type: 'begin'; readonly scale: number; readonly site: number }
  | { readonly type: 'ask'; readonly id: number; readonly command: CommandName; readonly input: unknown }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'end' }
export type Told =
  | {
      readonly type: 'answer'
      readonly id: number
      readonly output?: unknown
      readonly failure?: Failure
      readonly escapes: readonly string[]
    }
  | ({ readonly type: 'measured' } & Measured)

const tell = (told: Told): void => {
  process.send?.(told)
}

async function main(): Promise<void> {
  const contract = await openContract({
    face: 'browser',
    locale: 'en',
    pickFile: () => Promise.resolve(null),
    pickFolder: () => Promise.resolve(null),
    openSite: null,
  })
  const wire = dispatcher(contract.handlers)
  const calls = new Map<number, { cancel: AbortController; giveUp: AbortController }>()

  async function answer(id: number, command: CommandName, input: unknown): Promise<void> {
    const cancel = new AbortController()
    const giveUp = new AbortController()
    calls.set(id, { cancel, giveUp })
    const escapes = new Set<string>()
    const emit = (event: unknown): void => {
      if (escapes.size < 5) for (const found of escapesIn(event)) escapes.add(`event ${found}`)
    }
    try {
      const output: unknown = await wire.request(command, input as Sent<CommandName>, {
        signal: cancel.signal,
        giveUp: giveUp.signal,
        emit,
      })
      tell({ type: 'answer', id, output, escapes: [...escapes, ...escapesIn(output)] })
    } catch (error) {
      const failure = failureOf(error)
      // What no HotpairError is has its stack in the report.
      const whole =
        failure.kind === 'bug' && error instanceof Error
          ? { ...failure, values: { ...failure.values, stack: (error.stack ?? '').slice(0, 1500) } }
          : failure
      tell({ type: 'answer', id, failure: whole, escapes: [...escapes, ...escapesIn(failure)] })
    } finally {
      calls.delete(id)
    }
  }

  process.on('message', (order: Order) => {
    if (order.type === 'begin') {
      runFaster(order.scale)
      leadTo(order.site)
      measured()
    } else if (order.type === 'ask' && order.command in commands) void answer(order.id, order.command, order.input)
    else if (order.type === 'cancel') {
      const call = calls.get(order.id)
      if (call?.cancel.signal.aborted === true) call.giveUp.abort()
      else call?.cancel.abort()
    } else if (order.type === 'end') tell({ type: 'measured', ...measured() })
  })
  tell({ type: 'measured', ...measured() })
}

void main()
