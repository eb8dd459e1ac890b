import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { engineClient, type EngineClient } from '../../renderer/engine/client'
import { wireWs } from '../../renderer/engine/wire-ws'
import { dial, loopback, token } from '../contract/carried'
import { fakeEngine, until } from '../contract/engine'

/** Local processes without the token, thousands of real connections of theirs, and the page, which always gets in. */

const folder = mkdtempSync(join(tmpdir(), 'hotpair-crowd-'))
const crowds: ChildProcess[] = []
let server: Awaited<ReturnType<typeof loopback>>
beforeAll(() => {
  buildSync({ entryPoints: [join(import.meta.dirname, 'crowd.ts')], bundle: true, platform: 'node', outfile: join(folder, 'crowd.cjs') })
  // Two thousand and what else a process has.
  const limit = Number(/^Max open files\s+\d+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 'Infinity')
  if (limit < 2200) throw new Error(`these tests need 2,200 descriptors, the limit is ${String(limit)}: ulimit -n`)
})
beforeEach(async () => {
  server = await loopback(fakeEngine())
})
afterEach(async () => {
  for (const crowd of crowds.splice(0)) crowd.kill('SIGKILL')
  await server.end()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Descriptors of this process, in which the server is. */
const descriptors = (): number => readdirSync('/proc/self/fd').length

function crowd(kind: string, atOnce: number, total = 0): { seen: () => { connected: number; ended: number } } {
  const child = spawn(process.execPath, [join(folder, 'crowd.cjs'), new URL(server.origin).port, kind, String(atOnce), String(total)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  crowds.push(child)
  let last = { connected: 0, ended: 0 }
  child.stdout.on('data', (text: Buffer) => {
    const line = text.toString().trim().split('\n').at(-1) ?? ''
    last = JSON.parse(line) as typeof last
  })
  return { seen: () => last }
}

const page = (): EngineClient => engineClient(wireWs({ token, pauses: [50], open: () => dial(server.url, server.origin) }))
async function getsIn(): Promise<void> {
  const client = page()
  try {
    await until(() => client.connection.state === 'open', 20_000)
    expect(await client.request('app.pick-file', {})).toEqual({ path: null })
  } finally {
    client.close()
  }
}

test('2,000 refused upgrades whose peer does not close: none is kept, and the page gets in', async () => {
  const before = descriptors()
  let most = 0
  const watching = setInterval(() => (most = Math.max(most, descriptors())), 5)
  const { seen } = crowd('refused', 2000)
  await until(() => seen().ended === 2000, 30_000)
  await getsIn()
  await expect.poll(server.connections, { timeout: 5000 }).toBe(0)
  clearInterval(watching)
  expect(server.refused).toContain('foreign Origin')
  expect(most - before).toBeLessThan(800)
  // The crowd's own pipe is one.
  expect(descriptors() - before).toBeLessThan(10)
}, 60_000)

test.each(['silent', 'upgraded and silent', 'a request that does not end'])(
  '2,000 of the kind “%s”: few are kept, none for long',
  async (kind) => {
    const before = descriptors()
    const { seen } = crowd(kind, 2000)
    await until(() => seen().connected === 2000, 30_000)
    await getsIn()
    expect(await server.connections()).toBeLessThanOrEqual(641)
    // Their time is 5 s, and a second until they are looked at or cut off.
    await expect.poll(server.connections, { timeout: 20_000 }).toBe(0)
    expect(descriptors() - before).toBeLessThan(10)
  },
  60_000,
)

test('a page that is connected stays so while thousands come and go, and another gets in after it each time', async () => {
  const first = page()
  await until(() => first.connection.state === 'open')
  const states: string[] = []
  first.onConnection(({ state }) => states.push(state))
  const { seen } = crowd('', 1000, 20_000)
  await until(() => seen().connected > 3000, 30_000)
  expect(await first.request('app.pick-file', {})).toEqual({ path: null })
  expect(states.filter((state) => state !== 'open')).toEqual([])
  expect(await server.connections()).toBeLessThanOrEqual(641 + 1)
  first.close()
  for (let i = 0; i < 5; i += 1) await getsIn()
}, 90_000)

test('what is not read does not fill the memory: a first message is cut off long before it is large', async () => {
  const sockets = Array.from({ length: 20 }, () => dial(server.url, server.origin))
  const codes = await Promise.all(
    sockets.map(
      (socket) =>
        new Promise((resolve) => {
          socket.onopen = () => socket.send('x'.repeat(100_000))
          socket.onclose = ({ code }: { code: number }) => resolve(code)
        }),
    ),
  )
  expect(codes).toEqual(codes.map(() => 1009))
})
