import { EventEmitter } from 'node:events'
import { WebSocket } from 'ws'
import { electronIpc } from '../../electron/transport/electron-ipc'
import { loopbackHttp } from '../../electron/transport/loopback-http'
import { loopbackWs } from '../../electron/transport/loopback-ws'
import type { Page } from '../../electron/pages'
import { engineClient, type EngineClient } from '../../renderer/engine/client'
import type { Carrier } from '../../renderer/engine/carrier'
import { wireIpc } from '../../renderer/engine/wire-ipc'
import { wireWs, type Socket } from '../../renderer/engine/wire-ws'
import { fakeEngine, until, type FakeEngine } from './engine'

/** A fake engine behind a real transport, its real client, and a hand on the wire. */
export interface Carried {
  readonly engine: FakeEngine
  readonly client: EngineClient
  /** Sends something that no client of ours would; resolves with the next messages that come back until it is quiet. */
  raw(message: unknown): Promise<unknown[]>
  /** The page is loaded anew or gone. */
  leave(): void
  /** What was told for the log. */
  readonly nonsense: string[]
  end(): Promise<void>
}

/** A carrier whose texts can be seen and sent by hand. */
function tapped(carrier: Carrier): { carrier: Carrier; seen: string[] } {
  const seen: string[] = []
  return {
    seen,
    carrier: {
      ...carrier,
      start: (listener) =>
        carrier.start({
          ...listener,
          received: (text) => {
            seen.push(text)
            listener.received(text)
          },
        }),
    },
  }
}

async function answers(seen: string[], send: () => void): Promise<unknown[]> {
  seen.length = 0
  send()
  await new Promise((resolve) => setTimeout(resolve, 60))
  return seen.map((text) => JSON.parse(text) as unknown)
}

/** Electron, as far as the transport sees it. */
export class FakeContents extends EventEmitter {
  readonly mainFrame = { url: 'app://hotpair/', parent: null }
  readonly page = new EventEmitter()
  destroyed = false
  isDestroyed(): boolean {
    return this.destroyed
  }
  send(_channel: string, text: string): void {
    this.page.emit('message', text)
  }
}

export function overIpc(): Promise<Carried> {
  const engine = fakeEngine()
  const ipc = new EventEmitter()
  const contents = new FakeContents()
  const nonsense: string[] = []
  electronIpc({
    ipc,
    contents,
    wire: engine.wire,
    home: 'app://hotpair/',
    onNonsense: (why) => nonsense.push(why),
    onGone: () => engine.log.push('gone'),
  })
  const send = (message: unknown): void => {
    ipc.emit('hotpair', { sender: contents, senderFrame: contents.mainFrame }, message)
  }
  const { carrier, seen } = tapped(
    wireIpc({
      send,
      listen(callback) {
        contents.page.on('message', callback)
        return () => contents.page.off('message', callback)
      },
    }),
  )
  const client = engineClient(carrier)
  return Promise.resolve({
    engine,
    client,
    nonsense,
    raw: (message) => answers(seen, () => send(message)),
    leave: () => contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false }),
    end() {
      client.close()
      return Promise.resolve()
    },
  })
}

export const token = 'a'.repeat(43)

/** The server of the browser face over a page that says hello. */
export async function loopback(engine: FakeEngine, limits: { hello?: number; pong?: number } = {}) {
  const page = (path: string): Page => ({ status: path === '/' ? 200 : 404, headers: {}, body: Buffer.from('hello') })
  const { server, origin, hosts } = await loopbackHttp({ page })
  const refused: string[] = []
  const stop = loopbackWs({
    server,
    wire: engine.wire,
    token,
    hosts: () => hosts,
    onRefused: (why) => refused.push(why),
    onGone: () => engine.log.push('gone'),
    limits,
  })
  return {
    origin,
    refused,
    /** Connections that the server has. */
    connections: (): Promise<number> =>
      new Promise((resolve, reject) => server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)))),
    url: `${origin.replace('http', 'ws')}/engine`,
    end: async (): Promise<void> => {
      stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What the browser's WebSocket does by itself: the Origin of its page. */
export const dial = (url: string, origin: string): Socket => new WebSocket(url, { origin })

export async function overWebSocket(): Promise<Carried> {
  const engine = fakeEngine()
  const server = await loopback(engine)
  let socket: Socket | undefined
  const { carrier, seen } = tapped(
    wireWs({
      token,
      pauses: [20],
      open: () => {
        socket = dial(server.url, server.origin)
        return socket
      },
    }),
  )
  const client = engineClient(carrier)
  await until(() => client.connection.state === 'open')
  return {
    engine,
    client,
    nonsense: server.refused,
    raw: (message) => answers(seen, () => socket?.send(message as string)),
    leave: () => socket?.close(),
    async end() {
      client.close()
      await server.end()
    },
  }
}
