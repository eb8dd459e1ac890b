import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { closeCodes, largestMessage } from '../../electron/contract/handshake'
import { engineClient, type EngineClient } from '../../renderer/engine/client'
import { wireWs } from '../../renderer/engine/wire-ws'
import { dial, loopback, token } from './carried'
import { fakeEngine, until, type FakeEngine } from './engine'

/** Who gets in at the browser face's server, and who does not. */

let engine: FakeEngine
let server: Awaited<ReturnType<typeof loopback>>
const clients: EngineClient[] = []
beforeEach(async () => {
  engine = fakeEngine()
  server = await loopback(engine, { hello: 200, pong: 200 })
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await server.end()
})

const connect = (say = token): EngineClient => {
  const client = engineClient(wireWs({ token: say, pauses: [20], open: () => dial(server.url, server.origin) }))
  clients.push(client)
  return client
}

/** A WebSocket by hand; resolves with how it ended, or with the first message. */
function knock({
  headers = {},
  url = server.url,
  first = [],
}: { headers?: Record<string, string>; url?: string; first?: unknown[] } = {}): Promise<
  { status: number } | { code: number } | { message: string }
> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { headers: { Origin: server.origin, ...headers } })
    socket.on('error', () => undefined)
    socket.on('unexpected-response', (_request, response) => resolve({ status: response.statusCode ?? 0 }))
    socket.on('open', () => {
      for (const message of first)
        socket.send(Buffer.isBuffer(message) ? message : typeof message === 'string' ? message : JSON.stringify(message))
    })
    socket.on('message', (data: Buffer) => {
      resolve({ message: data.toString() })
      socket.close()
    })
    socket.on('close', (code) => resolve({ code }))
  })
}

const hello = { type: 'hello', token }
const port = (): string => new URL(server.origin).port

describe('before the connection is made', () => {
  test.each([
    ['no Origin', { Origin: '' }],
    ['another site', { Origin: 'https://evil.example' }],
    ['another port', { Origin: 'http://127.0.0.1:1' }],
    ['a sandboxed page', { Origin: 'null' }],
    ['another scheme', { Origin: 'https://127.0.0.1' }],
  ])('foreign Origin: %s', async (_what, headers) => {
    expect(await knock({ headers, first: [hello] })).toEqual({ status: 403 })
    expect(server.refused).toEqual(['foreign Origin'])
  })

  test.each(['evil.example', '127.0.0.1', '127.0.0.1:1', '[::1]', '0.0.0.0'])('wrong Host: %s', async (Host) => {
    expect(await knock({ headers: { Host }, first: [hello] })).toEqual({ status: 403 })
    expect(server.refused).toEqual(['wrong Host'])
  })

  test('DNS rebinding: a name of the attacker that points here, its page and its port', async () => {
    const Host = `rebind.example:${port()}`
    expect(await knock({ headers: { Host, Origin: `http://${Host}` }, first: [hello] })).toEqual({ status: 403 })
  })

  test('another path', async () => {
    expect(await knock({ url: `${server.url}/x`, first: [hello] })).toEqual({ status: 403 })
  })

  test('localhost is this machine too', async () => {
    const headers = { Host: `localhost:${port()}`, Origin: `http://localhost:${port()}` }
    expect(await knock({ headers, first: [hello] })).toEqual({ message: '{"type":"welcome"}' })
  })
})

describe('the token', () => {
  test.each([
    ['wrong', [{ type: 'hello', token: `${'a'.repeat(42)}b` }]],
    ['empty', [{ type: 'hello', token: '' }]],
    ['missing', [{ type: 'hello' }]],
    ['too long', [{ type: 'hello', token: 'a'.repeat(1000) }]],
    ['with more', [{ ...hello, more: 1 }]],
    ['a request in its place', [{ type: 'request', id: 1, command: 'app.pick-file', input: {} }]],
    ['no JSON', ['hello']],
    ['binary', [Buffer.from(JSON.stringify(hello))]],
    ['nothing for a while', []],
  ])('%s', async (_what, first) => {
    expect(await knock({ first })).toEqual({ code: closeCodes.token })
    expect(engine.log).toEqual([])
  })

  test('a request sent along with a wrong token is not heard', async () => {
    const ask = { type: 'request', id: 1, command: 'task.follow', input: { task: 't' } }
    expect(await knock({ first: [{ type: 'hello', token: 'x' }, ask, ask] })).toEqual({ code: closeCodes.token })
    expect(engine.log).toEqual([])
  })

  test('too large a first message', async () => {
    // Its time must not be over before it has come.
    const patient = await loopback(engine)
    try {
      const { url, origin } = patient
      expect(await knock({ url, headers: { Origin: origin }, first: ['x'.repeat(largestMessage + 1)] })).toEqual({ code: 1009 })
    } finally {
      await patient.end()
    }
  })

  test('the client says why it is not let in, and does not try again by itself', async () => {
    const client = connect('wrong')
    await until(() => client.connection.state === 'refused')
    expect(client.connection.refusal).toBe('token')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(server.refused).toEqual(['token'])
    await expect(client.request('app.pick-file', {})).rejects.toMatchObject({ failure: { kind: 'engine-lost' } })
  })

  test('those who say nothing are closed, and keep nobody out meanwhile', async () => {
    const idle = Array.from({ length: 50 }, () => new WebSocket(server.url, { headers: { Origin: server.origin } }))
    let opened = 0
    for (const socket of idle) socket.on('open', () => (opened += 1))
    await until(() => opened === idle.length)
    expect(await knock({ first: [hello] })).toEqual({ message: '{"type":"welcome"}' })
    await until(() => idle.every((socket) => socket.readyState === WebSocket.CLOSED))
  })
})

describe('one page at a time', () => {
  test('a second one is refused while the first is there, and let in on its button when it is gone', async () => {
    const first = connect()
    await until(() => first.connection.state === 'open')
    const second = connect()
    await until(() => second.connection.state === 'refused')
    expect(second.connection.refusal).toBe('busy')
    await expect(first.request('app.pick-file', {})).resolves.toEqual({ path: null })
    first.close()
    await until(() => engine.open.size === 0)
    second.reconnect()
    await until(() => second.connection.state === 'open')
  })

  test('a second one takes over on its button; the first is told, does nothing more, and can take it back', async () => {
    const first = connect()
    await until(() => first.connection.state === 'open')
    const second = connect()
    await until(() => second.connection.state === 'refused')
    second.reconnect(true)
    await until(() => second.connection.state === 'open')
    await until(() => first.connection.state === 'refused')
    expect(first.connection.refusal).toBe('taken')
    await expect(first.request('app.pick-file', {})).rejects.toMatchObject({ failure: { kind: 'engine-lost' } })
    await expect(second.request('app.pick-file', {})).resolves.toEqual({ path: null })
    // Without the button it is refused like any other.
    first.reconnect()
    await until(() => first.connection.refusal === 'busy')
    first.reconnect(true)
    await until(() => first.connection.state === 'open' && second.connection.refusal === 'taken')
  })

  test('a wrong token takes nothing over', async () => {
    const first = connect()
    await until(() => first.connection.state === 'open')
    const other = connect('wrong')
    other.reconnect(true)
    await until(() => other.connection.state === 'refused')
    expect(other.connection.refusal).toBe('token')
    expect(first.connection.state).toBe('open')
  })

  test('a reload gets in at once, though it is quicker than the end of the former page', async () => {
    const before = connect()
    await until(() => before.connection.state === 'open')
    const after = connect()
    await until(() => server.refused.includes('busy'))
    before.close()
    await until(() => after.connection.state === 'open', 1000)
  })

  test('a first page that does not answer any more makes room', async () => {
    const dead = new WebSocket(server.url, { headers: { Origin: server.origin }, autoPong: false })
    dead.on('open', () => dead.send(JSON.stringify(hello)))
    await new Promise((resolve) => dead.once('message', resolve))
    const next = connect()
    await until(() => next.connection.state === 'open')
  })
})

test('nonsense is not listened to for long', async () => {
  const first = [hello, ...Array.from({ length: 12 }, () => '{')]
  const code = await new Promise((resolve) => {
    const socket = new WebSocket(server.url, { headers: { Origin: server.origin } })
    socket.on('open', () => {
      for (const message of first) socket.send(typeof message === 'string' ? message : JSON.stringify(message))
    })
    socket.on('close', resolve)
  })
  expect(code).toBe(closeCodes.nonsense)
})

test('the engine gone: said, tried again, and back', async () => {
  const client = connect()
  const states: string[] = []
  client.onConnection(({ state }) => states.push(state))
  await until(() => client.connection.state === 'open')
  const asked = client.request('task.follow', { task: 't' })
  await until(() => engine.open.size === 1)
  await server.end()
  await expect(asked).rejects.toMatchObject({ failure: { kind: 'engine-lost' } })
  server = await loopback(engine)
  await until(() => client.connection.state === 'open')
  expect(states).toEqual(['connecting', 'open', 'lost', 'open'])
})

describe('HTTP', () => {
  const get = (
    path: string,
    options: { headers?: Record<string, string>; method?: string } = {},
  ): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(server.origin)
      request({ hostname, port, path, ...options }, (response) => {
        let body = ''
        response.on('data', (part: Buffer) => (body += part.toString()))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
      })
        .on('error', reject)
        .end()
    })

  test('the page', async () => {
    expect(await get('/')).toEqual({ status: 200, body: 'hello' })
    expect(await get('/', { method: 'HEAD' })).toEqual({ status: 200, body: '' })
    expect(await get('/', { headers: { Host: `localhost:${port()}` } })).toMatchObject({ status: 200 })
  })

  test('wrong Host', async () => {
    expect(await get('/', { headers: { Host: 'evil.example' } })).toEqual({ status: 421, body: 'wrong Host\n' })
    expect(await get('/', { headers: { Host: `rebind.example:${port()}` } })).toMatchObject({ status: 421 })
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s', async (method) => {
    expect((await get('/', { method })).status).toBe(405)
  })

  test('an upgrade to anything else', async () => {
    expect(await knock({ url: server.origin.replace('http', 'ws') })).toEqual({ status: 403 })
  })
})

test('it listens on 127.0.0.1 only', () => {
  expect(server.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})
