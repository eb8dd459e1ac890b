import { failureOf } from '../contract/failure'
import { largestMessage } from '../contract/handshake'
import { requestMessage, type ReplyMessage, type RequestMessage, type Wire } from '../contract/wire'

/** One connected face, as the transport that carries it sees it. */
export interface Served {
  /** One message of the face, as it came. */
  receive(message: unknown): void
  /** The face is gone: what it asked for is aborted, nothing more is sent. Tasks go on, they belong to the engine. */
  close(): void
}

export interface ServeOptions {
  readonly wire: Wire
  /** Sends one reply message, as JSON. */
  readonly send: (text: string) => void
  /** A message that our own faces never send; where its id can be told it is answered with a failure all the same. */
  readonly onNonsense: (why: string) => void
}

/** Requests of one face at a time. */
const mostRequests = 100

interface Running {
  readonly cancel: AbortController
  readonly giveUp: AbortController
}

/** Turns messages of one face into requests, and what becomes of them into replies. The same for every transport. */
export function serve({ wire, send, onNonsense }: ServeOptions): Served {
  const running = new Map<number, Running>()
  let isOpen = true

  const reply = (message: ReplyMessage): void => {
    if (isOpen) send(JSON.stringify(message))
  }
  const refuse = (id: number | null, why: string): void => {
    if (id !== null) reply({ type: 'failure', id, failure: failureOf(new Error(why)) })
    onNonsense(why)
  }

  async function run({ id, command, input }: Extract<RequestMessage, { type: 'request' }>): Promise<void> {
    const cancel = new AbortController()
    const giveUp = new AbortController()
    running.set(id, { cancel, giveUp })
    const call = {
      signal: cancel.signal,
      giveUp: giveUp.signal,
      // Nothing may follow the answer.
      emit: (event: Extract<ReplyMessage, { type: 'event' }>['event']) => {
        if (running.has(id)) reply({ type: 'event', id, event })
      },
    }
    try {
      // The dispatcher parses the input by the command's schema.
      const output = await wire.request(command, input as never, call)
      running.delete(id)
      reply({ type: 'result', id, output })
    } catch (error) {
      running.delete(id)
      reply({ type: 'failure', id, failure: failureOf(error) })
    }
  }

  function hear(value: unknown): void {
    const request = requestMessage.safeParse(value)
    if (!request.success) refuse(idOf(value), whatIsWrong(value))
    else if (request.data.type === 'cancel') cancel(request.data.id)
    else if (running.has(request.data.id)) refuse(null, `request ${request.data.id} runs already`)
    else if (running.size >= mostRequests) refuse(request.data.id, `more than ${mostRequests} requests at once`)
    else void run(request.data)
  }

  /** Once: cancels. Twice: gives up. It may have been answered meanwhile. */
  function cancel(id: number): void {
    const asked = running.get(id)
    if (asked?.cancel.signal.aborted === true) asked.giveUp.abort()
    asked?.cancel.abort()
  }

  return {
    receive(message) {
      if (!isOpen) return
      if (typeof message !== 'string') refuse(null, 'not a text')
      else if (isTooLarge(message)) refuse(null, 'too large')
      else hear(parsed(message))
    },
    close() {
      if (!isOpen) return
      isOpen = false
      for (const { cancel } of running.values()) cancel.abort()
    },
  }
}

const isTooLarge = (text: string): boolean => text.length > largestMessage || Buffer.byteLength(text) > largestMessage

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** So that the face hears of a request that is not understood. */
function idOf(value: unknown): number | null {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : null
}

function whatIsWrong(value: unknown): string {
  const command = typeof value === 'object' && value !== null && 'command' in value ? value.command : null
  return typeof command === 'string' ? `there is no command ${JSON.stringify(command.slice(0, 40))}` : 'the message is not understood'
}
