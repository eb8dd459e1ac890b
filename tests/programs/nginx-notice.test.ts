import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { nginxStateFile } from '../../electron/domain/paths'
import { noticeScript } from '../../electron/plan/nginx-notice'

/** The program that systemd calls, in a real bash; `ip` says what it is told to, and the other node is a socket on this machine. */
let folder: string
let server: Server
let state: string
let answering: number
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-notice-'))
  state = join(folder, 'state')
  server = createServer((socket) => socket.end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  answering = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  for (const name of ['state', 'state.last']) rmSync(join(folder, name), { force: true })
})

/** @param others whether each other node answers */
function called(calls: string, { holds = true, others = [true] }: { holds?: boolean; others?: boolean[] } = {}): string {
  const script = noticeScript(
    '198.51.100.199',
    others.map((answers) => ({ address: '127.0.0.1', port: answers ? answering : 1 })),
    0,
  ).replaceAll(nginxStateFile, state)
  const program = join(folder, 'hotpair-nginx')
  writeFileSync(program, script)
  writeFileSync(join(folder, 'ip'), `#!/bin/sh\n[ "$*" = '-o addr show to 198.51.100.199' ] || exit 1\n${holds ? 'echo 2: ens33' : ''}\n`)
  for (const path of [program, join(folder, 'ip')]) chmodSync(path, 0o755)
  for (const call of calls.split(' ')) execFileSync(program, [call], { env: { PATH: `${folder}:/usr/bin:/bin` }, stdio: 'ignore' })
  return existsSync(state) ? readFileSync(state, 'utf8').trim() : 'none'
}

test.each<[calls: string, now: Parameters<typeof called>[1], state: string]>([
  ['up', {}, '0'],
  // on purpose: told before, and not again
  ['up leaving', {}, '1'],
  ['up leaving down', {}, '1'],
  ['up leaving down up', {}, '0'],
  // a crash, and systemd's own restart, which stops the unit that tells of leaving, too
  ['up down', {}, '1'],
  ['up down leaving up', {}, '0'],
  ['up down leaving down', {}, '1'],
  // no call has been made since nginx was started: it ran when Hotpair came
  ['leaving', {}, '1'],
  ['down', {}, '1'],
  // it has no VIP to give away, and must be able to take one
  ['up leaving down', { holds: false }, '0'],
  ['up down', { holds: false }, '0'],
  // nobody else could take it
  ['up leaving down', { others: [false] }, '0'],
  ['up down', { others: [false] }, '0'],
  ['up down', { others: [] }, '0'],
  ['up down', { others: [false, false, true] }, '1'],
])('%s, %j: %s', (calls, now, expected) => {
  expect(called(calls, now)).toBe(expected)
})

test('who is given the VIP while nginx is stopped there, too, keeps it: nginx was restarted everywhere at once', () => {
  called('up leaving', { holds: false })
  expect(called('down', { holds: true })).toBe('0')
})
