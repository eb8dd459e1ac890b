import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { z } from 'zod'
import { closeCodes, helloMessage, largestMessage, welcomeMessage } from '../contract/handshake'
import type { Wire } from '../contract/wire'
import { serve } from './serve'
import { watchStrangers } from './strangers'

export const enginePath = '/engine'

export interface LoopbackWsOptions {
  readonly server: Server
  readonly wire: Wire
  readonly token: string
  /** What a browser on this machine says in `Host`, exactly: `127.0.0.1:PORT` and `localhost:PORT`. */
  readonly hosts: () => readonly string[]
  /** For a person who wonders why nothing happens: never holds what was sent. */
  readonly onRefused?: (why: string) => void
  /** The page is closed. */
  readonly onGone?: () => void
  /** ms */
  readonly limits?: { readonly hello?: number; readonly pong?: number }
}

/** Bytes that somebody without the token may send after the upgrade: the first message is far smaller. */
const mostUnheard = 4096
/** Time (ms) for the other side to close, too, until it is cut off. */
const parting = 1000
/** For `ws`, whose types do not know closeTimeout yet. */
const settings = { noServer: true, maxPayload: largestMessage, perMessageDeflate: false, closeTimeout: parting }
/** Messages that are not understood, within this time (ms), until the connection is closed. */
const nonsense = { most: 10, within: 10_000 }
/** Unsent replies (bytes) of a page that does not read any more. */
const mostUnsent = 256 * 1024 * 1024

/**
 * Carries the contract between one page in a browser on this machine and the engine: `Host` and `Origin` are checked before the
 * connection is made, the token before anything is heard. While one page is connected another one is refused, unless a person says
 * there that it takes over: then the former one is heard no more. Who is refused or says
 * nothing is cut off after a second or so, whether it closes or not; of too many strangers the oldest goes first (strangers.ts).
 * @returns what ends it
 */
export function loopbackWs({
  server,
  wire,
  token,
  hosts,
  onRefused = () => undefined,
  onGone = () => undefined,
  limits = {},
}: LoopbackWsOptions): () => void {
  const sockets = new WebSocketServer(settings)
  const strangers = watchStrangers(server)
  let client: { readonly socket: WebSocket; readonly taken: () => void } | null = null

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const why = wrongWith(request, hosts())
    if (why === null) {
      sockets.handleUpgrade(request, socket, head, (made) => greet(made, socket))
      return
    }
    onRefused(why)
    socket.on('error', () => undefined)
    // Its own end is not waited for; nor, for long, that it reads.
    const timer = setTimeout(() => socket.destroy(), parting)
    socket.once('close', () => clearTimeout(timer))
    socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () => socket.destroy())
  }

  /** Hears the first message, and lets in or closes. */
  function greet(socket: WebSocket, raw: Duplex): void {
    const refuse = (why: keyof typeof closeCodes): void => {
      onRefused(why)
      socket.close(closeCodes[why], why)
    }
    // A message is kept in memory until it is whole.
    let unheard = 0
    const count = (chunk: Buffer): void => {
      unheard += chunk.length
      if (unheard <= mostUnheard) return
      raw.off('data', count)
      clearTimeout(timer)
      onRefused('too much before the token')
      socket.pause()
      socket.close(1009)
    }
    raw.on('data', count)
    const timer = setTimeout(() => refuse('token'), limits.hello ?? 5000)
    // Errors (a message that is too large, a reset) are followed by 'close'.
    socket.on('error', () => undefined)
    socket.once('close', () => clearTimeout(timer))
    socket.once('message', (data, isBinary) => {
      clearTimeout(timer)
      raw.off('data', count)
      const hello = isBinary ? null : helloIn(data)
      if (hello === null || !isToken(token, hello.token)) return refuse('token')
      if (client !== null && hello.take === true) client.taken()
      else if (client !== null) {
        endIfDead(client.socket)
        return refuse('busy')
      }
      strangers.trust(raw)
      letIn(socket)
    })
  }

  function letIn(socket: WebSocket): void {
    const badTimes: number[] = []
    const served = serve({
      wire,
      send(text) {
        if (socket.bufferedAmount > mostUnsent) socket.terminate()
        else socket.send(text)
      },
      onNonsense(why) {
        onRefused(why)
        const now = Date.now()
        badTimes.push(now)
        while ((badTimes[0] ?? now) < now - nonsense.within) badTimes.shift()
        if (badTimes.length > nonsense.most) socket.close(closeCodes.nonsense, 'nonsense')
      },
    })
    const own = {
      socket,
      taken() {
        served.close()
        socket.removeAllListeners('message')
        socket.close(closeCodes.taken, 'taken')
      },
    }
    client = own
    socket.on('message', (data: RawData, isBinary) => {
      if (socket.readyState === socket.OPEN) served.receive(isBinary ? null : textOf(data))
    })
    socket.once('close', () => {
      served.close()
      if (client === own) client = null
      onGone()
    })
    socket.send(JSON.stringify(welcomeMessage.parse({ type: 'welcome' })))
  }

  /** A page whose browser is gone without a word must not keep everybody out. */
  function endIfDead(socket: WebSocket): void {
    const timer = setTimeout(() => socket.terminate(), limits.pong ?? 1000)
    socket.once('pong', () => clearTimeout(timer))
    socket.once('close', () => clearTimeout(timer))
    socket.ping()
  }

  server.on('upgrade', upgrade)
  return () => {
    server.off('upgrade', upgrade)
    strangers.end()
    for (const socket of sockets.clients) socket.close(1001)
    sockets.close()
  }
}

/**
 * Why an upgrade is refused; null: it is not. A name of an attacker that points to 127.0.0.1 (DNS rebinding) is in `Host`; a page from
 * elsewhere, or from another port of this machine, in `Origin`.
 */
function wrongWith({ url, headers }: IncomingMessage, hosts: readonly string[]): string | null {
  if (headers.host === undefined || !hosts.includes(headers.host)) return 'wrong Host'
  if (headers.origin !== `http://${headers.host}`) return 'foreign Origin'
  return url === enginePath ? null : 'wrong path'
}

/** Compared by digest and in constant time: neither length nor place of a difference can be measured. */
function isToken(token: string, said: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(said), digest(token))
}

function helloIn(data: RawData): z.output<typeof helloMessage> | null {
  try {
    return helloMessage.safeParse(JSON.parse(textOf(data))).data ?? null
  } catch {
    return null
  }
}

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8')
