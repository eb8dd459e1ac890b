import { commands, type CommandName, type Output, type Sent } from '../../electron/contract/commands'
import type { EngineEvent } from '../../electron/contract/events'
import { largestMessage } from '../../electron/contract/handshake'
import { replyMessage, type ReplyMessage, type RequestMessage } from '../../electron/contract/wire'
import { HotpairError } from '../../electron/domain/failure'
import type { Carrier, Refusal } from './carrier'

/** connecting: not yet in · lost: was in or cannot be reached; tries again by itself · refused: needs a person, `refusal` says why. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused'
export interface Connection {
  readonly state: ConnectionState
  readonly refusal: Refusal | null
}

export interface RequestOptions {
  /** What the engine tells before it answers; none after the answer. */
  readonly onEvent?: (event: EngineEvent) => void
  /** Aborted: the engine ends the work and undoes it; the request is still answered by the engine. */
  readonly signal?: AbortSignal
  /** Aborted after `signal`: what still waits for an unreachable host is given up. */
  readonly giveUp?: AbortSignal
}

/** The engine, as the screens see it. */
export interface EngineClient {
  /**
   * Resolves with the command's output. Rejects with HotpairError, nothing else: the engine's failure; `engine-lost` when the
   * connection is gone before the answer (what was asked may have been done); `bug` when one side does not understand the other.
   * While the state is `connecting` it waits; while `lost` or `refused` it rejects at once.
   */
  request<C extends CommandName>(command: C, input: Sent<C>, options?: RequestOptions): Promise<Output<C>>
  readonly connection: Connection
  /** Calls back at once with the present connection and at each change; returns what ends it. */
  onConnection(callback: (connection: Connection) => void): () => void
  /** Tries at once to get in again, for a button. `take`: in place of the page that is connected. */
  reconnect(take?: boolean): void
  close(): void
}

interface Pending {
  readonly command: CommandName
  readonly text: string
  sent: boolean
  readonly options: RequestOptions
  readonly settle: (settled: { output: unknown } | { error: HotpairError }) => void
}

const lost = (): HotpairError => new HotpairError('engine-lost')
const bug = (message: string, cause?: unknown): HotpairError =>
  new HotpairError('bug', { values: { message: message.slice(0, 500) }, cause })

/** A client over one of the two wires; it begins to connect at once. */
export function engineClient(carrier: Carrier): EngineClient {
  const pending = new Map<number, Pending>()
  const callbacks = new Set<(connection: Connection) => void>()
  let connection: Connection = { state: 'connecting', refusal: null }
  let nextId = 0

  function become(next: Connection): void {
    connection = next
    if (next.state !== 'open' && next.state !== 'connecting') for (const each of [...pending.values()]) each.settle({ error: lost() })
    for (const callback of [...callbacks]) callback(next)
  }

  const say = (message: RequestMessage): void => carrier.send(JSON.stringify(message))

  function received(text: string): void {
    let message: ReplyMessage
    try {
      message = replyMessage.parse(JSON.parse(text))
    } catch (error) {
      // The one it was meant for may still be told from the rest.
      pending.get(idIn(text))?.settle({ error: bug('the answer of the engine was not understood', error) })
      return
    }
    const asked = pending.get(message.id)
    if (asked === undefined) return
    switch (message.type) {
      case 'event':
        asked.options.onEvent?.(message.event)
        return
      case 'failure':
        asked.settle({ error: HotpairError.of(message.failure) })
        return
      case 'result':
        asked.settle(outputOf(asked.command, message.output))
        return
      default:
        message satisfies never
    }
  }

  carrier.start({
    opened() {
      for (const asked of pending.values()) {
        if (asked.sent) continue
        asked.sent = true
        carrier.send(asked.text)
      }
      become({ state: 'open', refusal: null })
    },
    received,
    lost: () => become({ state: 'lost', refusal: null }),
    refused: (refusal) => become({ state: 'refused', refusal }),
  })

  return {
    request<C extends CommandName>(command: C, input: Sent<C>, options: RequestOptions = {}): Promise<Output<C>> {
      return new Promise((resolve, reject) => {
        const { signal, giveUp } = options
        if (signal?.aborted === true) return reject(new HotpairError('cancelled'))
        if (connection.state === 'lost' || connection.state === 'refused') return reject(lost())
        const id = nextId++
        const text = JSON.stringify({ type: 'request', id, command, input } satisfies RequestMessage)
        if (new TextEncoder().encode(text).length > largestMessage) return reject(bug(`${command}: more than ${largestMessage} bytes`))
        const asked: Pending = {
          command,
          text,
          sent: false,
          options,
          settle(settled) {
            pending.delete(id)
            signal?.removeEventListener('abort', cancel)
            giveUp?.removeEventListener('abort', cancel)
            if ('error' in settled) reject(settled.error)
            else resolve(settled.output as Output<C>)
          },
        }
        function cancel(): void {
          if (asked.sent) say({ type: 'cancel', id })
          else asked.settle({ error: new HotpairError('cancelled') })
        }
        pending.set(id, asked)
        signal?.addEventListener('abort', cancel, { once: true })
        giveUp?.addEventListener('abort', cancel, { once: true })
        if (connection.state === 'open') {
          asked.sent = true
          carrier.send(text)
        }
      })
    },
    get connection() {
      return connection
    },
    onConnection(callback) {
      callbacks.add(callback)
      callback(connection)
      return () => callbacks.delete(callback)
    },
    reconnect: (take) => carrier.reconnect(take),
    close() {
      carrier.close()
      become({ state: 'lost', refusal: null })
    },
  }
}

function outputOf(command: CommandName, output: unknown): { output: unknown } | { error: HotpairError } {
  const parsed = commands[command].output.safeParse(output)
  return parsed.success ? { output: parsed.data } : { error: bug(`the answer to ${command} was not understood`, parsed.error) }
}

/** The id of a message that is otherwise not understood; -1: not even that. */
function idIn(text: string): number {
  const found = /"id":(\d{1,15})\b/.exec(text.slice(0, 200))
  return found === null ? -1 : Number(found[1])
}
