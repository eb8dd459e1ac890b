import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nginxSilentFile, paths } from '../../electron/domain/paths'
import { watchScript } from '../../electron/plan/nginx-watch'

/** The program that asks nginx all the time, in a real bash; nginx is a socket of this machine, and who is told writes it down. */
let folder: string
let server: Server
let port: number
let answers: string | null
let watch: ChildProcess
let asked: number
const open = new Set<Socket>()
const silent = (): string => (existsSync(join(folder, 'silent')) ? readFileSync(join(folder, 'silent'), 'utf8').trim() : 'none')
const calls = (): number => (existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').split('\n').length - 1 : 0)
const good = 'HTTP/1.1 200 OK\r\n\r\n'

async function begin(tells = 0): Promise<void> {
  writeFileSync(
    join(folder, 'notice'),
    `#!/bin/sh\necho "$1" >>${folder}/calls\n[ ${String(tells)} != 0 ] || echo 1 >${folder}/silent\nexit ${String(tells)}\n`,
    {
      mode: 0o755,
    },
  )
  const script = watchScript(port, { interval: 0.05, patience: 0.15, fall: 2, rise: 5 })
    .replaceAll(nginxSilentFile, join(folder, 'silent'))
    .replaceAll(paths.noticeScript, join(folder, 'notice'))
  writeFileSync(join(folder, 'watch'), script, { mode: 0o755 })
  watch = spawn(join(folder, 'watch'), { stdio: 'ignore' })
  await once(watch, 'spawn')
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-watch-'))
  answers = good
  asked = 0
  server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => {
      asked += 1
      if (answers !== null) socket.end(answers)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(async () => {
  const ended = once(watch, 'exit')
  watch.kill()
  await ended
  for (const socket of open) socket.destroy()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** It asks on, so that nothing here rests on how fast the machine is. */
const askedMore = async (times: number): Promise<void> => {
  const from = asked
  await expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThan(from + times)
}

test.each([
  ['no answer', null],
  ['an answer of the 500s', 'HTTP/1.1 503 Service Unavailable\r\n\r\n'],
  ['not HTTP', 'SSH-2.0-x\r\n'],
  ['an end without an answer', ''],
])('%s is told, and that it is good again after some answers', async (_, bad) => {
  await begin()
  await askedMore(10)
  expect([silent(), calls()]).toEqual(['none', 0])
  answers = bad
  await expect.poll(silent, { timeout: 20_000 }).toBe('1')
  answers = good
  await expect.poll(silent, { timeout: 20_000 }).toBe('0')
  expect(calls()).toBe(1)
})

test('one bad answer is none, and for a minute after it has told it does not tell again', async () => {
  await begin()
  await askedMore(3)
  server.once('connection', (socket: Socket) => socket.destroy())
  await askedMore(10)
  expect(calls()).toBe(0)
  answers = null
  await expect.poll(silent, { timeout: 20_000 }).toBe('1')
  answers = good
  await expect.poll(silent, { timeout: 20_000 }).toBe('0')
  answers = null
  await askedMore(3)
  expect([silent(), calls()]).toEqual(['0', 1])
})

test('where it may not be told it is tried again; nobody listening is not its business', async () => {
  await begin(1)
  answers = null
  await expect.poll(calls, { timeout: 20_000 }).toBeGreaterThan(1)
  expect(silent()).toBe('none')
  for (const socket of open) socket.destroy()
  server.close()
  await sleep(1500)
  const before = calls()
  await sleep(1500)
  expect(calls()).toBe(before)
})

test('starts no program to ask or to wait, and reads itself anew on a reload, with what it has told', async () => {
  await begin()
  await askedMore(10)
  const children = (): string => readFileSync(`/proc/${String(watch.pid)}/task/${String(watch.pid)}/children`, 'utf8').trim()
  expect(readdirSync('/proc').includes(String(watch.pid))).toBe(true)
  const seen = new Set<string>()
  for (let i = 0; i < 200; i++) {
    seen.add(children())
    await sleep(2)
  }
  expect([...seen]).toEqual([''])
  answers = null
  await expect.poll(silent, { timeout: 20_000 }).toBe('1')
  appendFileSync(join(folder, 'watch'), '# changed\n')
  watch.kill('SIGHUP')
  answers = good
  await expect.poll(silent, { timeout: 20_000 }).toBe('0')
  expect(watch.exitCode).toBe(null)
})
