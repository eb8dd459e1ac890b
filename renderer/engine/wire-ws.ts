import { closeCodes, helloMessage, welcomeMessage } from '../../electron/contract/handshake'
import type { Carrier, CarrierListener } from './carrier'

/** As much of a WebSocket as is used: the browser's, or the one of package ws in tests. */
export interface Socket {
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  send(text: string): void
  close(code?: number): void
}

export interface SocketOptions {
  /** Makes the connection; each call a new one. */
  readonly open: () => Socket
  readonly token: string
  /** Waiting times (ms) before each new try; the last one goes on. */
  readonly pauses?: readonly number[]
}

/** A page that is reloaded may be quicker than the end of its former connection: so often (ms) it tries before it is refused. */
const busyPauses = [100, 200, 400, 800]

/** The browser face's wire: says the token first, and comes back by itself after a loss. */
export function wireWs({ open, token, pauses = [250, 500, 1000, 2000] }: SocketOptions): Carrier {
  let listener: CarrierListener | undefined
  let socket: Socket | undefined
  let isOpen = false
  let tries = 0
  let busyTries = 0
  let takes = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function begin(): void {
    clearTimeout(timer)
    const own = open()
    socket = own
    own.onopen = () => own.send(JSON.stringify(helloMessage.parse({ type: 'hello', token, ...(takes ? { take: true } : {}) })))
    own.onmessage = ({ data }: { data: unknown }) => {
      if (own !== socket || typeof data !== 'string') return
      if (isOpen) listener?.received(data)
      else if (isWelcome(data)) {
        isOpen = true
        tries = 0
        busyTries = 0
        takes = false
        listener?.opened()
      } else own.close()
    }
    // What is wrong is told by onclose, which always follows.
    own.onerror = () => undefined
    own.onclose = ({ code }: { code: number }) => {
      if (own === socket) ended(code)
    }
  }

  function ended(code: number): void {
    const wasOpen = isOpen
    isOpen = false
    socket = undefined
    if (code === closeCodes.token) listener?.refused('token')
    else if (code === closeCodes.taken) listener?.refused('taken')
    else if (code === closeCodes.busy) {
      const pause = busyPauses[busyTries]
      busyTries += 1
      if (pause === undefined) listener?.refused('busy')
      else timer = setTimeout(begin, pause)
    } else {
      if (wasOpen || tries === 0) listener?.lost()
      timer = setTimeout(begin, pauses[Math.min(tries, pauses.length - 1)] ?? 1000)
      tries += 1
    }
  }

  return {
    start(to) {
      listener = to
      begin()
    },
    send(text) {
      socket?.send(text)
    },
    reconnect(take = false) {
      if (isOpen) return
      takes = take
      busyTries = 0
      tries = 0
      const former = socket
      socket = undefined
      former?.close()
      begin()
    },
    close() {
      clearTimeout(timer)
      const former = socket
      socket = undefined
      isOpen = false
      former?.close(1000)
    },
  }
}

function isWelcome(text: string): boolean {
  try {
    return welcomeMessage.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}
