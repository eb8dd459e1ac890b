import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { bundle, outputOf } from '../../build/bundle.mjs'
import { root } from '../../build/install.mjs'
import { engineClient } from '../../renderer/engine/client'
import { wireWs } from '../../renderer/engine/wire-ws'
import { dial } from '../contract/carried'
import { until } from '../contract/engine'

/** The browser face as a process: what it prints, on which socket it serves, how it ends. */

const folder = mkdtempSync(join(tmpdir(), 'hotpair-browser-'))
const started: ChildProcess[] = []

beforeAll(async () => {
  await bundle('browser')
  // A page of our own beside the bundle: the real one is tested in tests/app.
  mkdirSync(join(folder, 'renderer'), { recursive: true })
  writeFileSync(join(folder, 'renderer/index.html'), '<p>page</p>')
  writeFileSync(join(folder, 'browser.cjs'), `require(${JSON.stringify(outputOf('browser'))})`)
})
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Started {
  readonly child: ChildProcess
  readonly said: () => string
  readonly ended: Promise<number | null>
}

function start(env: Record<string, string> = {}, inherit: number[] = []): Started {
  const child = spawn(process.execPath, [outputOf('browser')], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: folder, XDG_CONFIG_HOME: join(folder, 'config'), ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...inherit],
  })
  started.push(child)
  let text = ''
  const hear = (part: Buffer): void => void (text += part.toString())
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  return { child, said: () => text, ended: new Promise((resolve) => child.once('exit', resolve)) }
}

async function address(face: Started): Promise<URL> {
  await until(() => face.said().includes('\n'), 15_000)
  const found = /http:\/\/\S+/.exec(face.said())
  if (found === null) throw new Error(face.said())
  return new URL(found[0])
}

async function listening(host: string): Promise<{ server: Server; fd: number; port: number }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { fd } = (server as unknown as { _handle: { fd: number } })._handle
  const at = server.address()
  return { server, fd, port: at !== null && typeof at === 'object' ? at.port : 0 }
}

test('one line with the address, in which the token is a fragment', async () => {
  const face = start({ HOTPAIR_BECAUSE: 'there is no display' })
  const url = await address(face)
  expect(face.said()).toMatch(/^Hotpair opens in the browser, because there is no display: http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}\n$/)
  expect(url.search).toBe('')
})

test('the engine answers who knows the token', async () => {
  const url = await address(start())
  const client = engineClient(wireWs({ token: url.hash.replace('#token=', ''), open: () => dial(`ws://${url.host}/engine`, url.origin) }))
  const { face, keychain, lab } = await client.request('app.start', {})
  expect([face, lab]).toEqual(['browser', null])
  // There is no D-Bus here.
  expect(keychain.available).toBe(false)
  await expect(client.request('app.pick-folder', {})).resolves.toEqual({ path: null })
  client.close()
})

test('nobody else', async () => {
  const url = await address(start())
  const code = await new Promise((resolve) => {
    const socket = new WebSocket(`ws://${url.host}/engine`, { origin: url.origin })
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', token: 'x'.repeat(43) })))
    socket.on('close', resolve)
  })
  expect(code).toBe(4001)
})

describe('a socket that is inherited', () => {
  test('is served: a launcher outside of a network namespace has made it', async () => {
    const { server, fd, port } = await listening('127.0.0.1')
    const url = await address(start({ HOTPAIR_LISTEN_FD: '3' }, [fd]))
    server.close()
    expect(url.port).toBe(String(port))
    expect((await fetch(url.origin)).status).toBeLessThan(500)
  })

  test('that others can reach is not', async () => {
    const { server, fd } = await listening('0.0.0.0')
    const face = start({ HOTPAIR_LISTEN_FD: '3' }, [fd])
    expect(await face.ended).toBe(1)
    server.close()
    expect(face.said()).toBe('Hotpair cannot start: the socket that was inherited does not listen on 127.0.0.1\n')
  })

  test('that is not there is said', async () => {
    const face = start({ HOTPAIR_LISTEN_FD: '9' })
    expect(await face.ended).toBe(1)
    expect(face.said()).toMatch(/^Hotpair cannot start: /)
  })
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it at once when nothing runs', async (signal) => {
  const face = start()
  await address(face)
  face.child.kill(signal)
  expect(await face.ended).toBe(0)
})

test('while a task runs the first signal cancels it, and says so; the second ends at once', async () => {
  const mute = await Promise.all([listening('127.0.0.1'), listening('127.0.0.1')])
  const face = start()
  const url = await address(face)
  const client = engineClient(wireWs({ token: url.hash.replace('#token=', ''), open: () => dial(`ws://${url.host}/engine`, url.origin) }))
  // Hosts that take the connection and say nothing.
  const nodes = mute.map(({ port }, i) => ({ name: `n${i + 1}`, address: '127.0.0.1', port, user: 'root', auth: 'password' }))
  const pair = { name: 'mute', nodes, vips: ['127.0.0.9'], vrrp: { routerId: 66 } }
  for (const name of ['n1', 'n2'])
    await client.request('secret.set', { ref: { kind: 'password', pair: 'mute', node: name }, value: 'x', remember: false })
  await client.request('task.start', { command: 'pair.verify', input: { pair } })
  face.child.kill('SIGINT')
  await until(() => face.said().includes('putting the hosts back') || face.child.exitCode !== null, 5000)
  expect(face.said()).toContain('once more ends at once')
  const cancelled = await Promise.race([face.ended, new Promise((resolve) => setTimeout(() => resolve('still there'), 300))])
  if (cancelled === 'still there') face.child.kill('SIGINT')
  // It may have come to its end by itself just before the second.
  expect([0, 130]).toContain(await face.ended)
  client.close()
  for (const { server } of mute) server.close()
})
