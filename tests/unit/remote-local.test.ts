import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { expect, test } from 'vitest'
import { runLocal, routeTo } from '../../electron/remote/local'
import { Slots } from '../../electron/remote/slots'

test('arguments are not a shell’s; output, status, input and locale are as they are', async () => {
  expect(await runLocal('printf', ['%s|', '$HOME; id', 'a b'])).toEqual({ stdout: '$HOME; id|a b|', stderr: '', status: 0 })
  expect(await runLocal('sh', ['-c', 'cat; echo $LC_ALL >&2; exit 3'], { input: 'in' })).toEqual({ stdout: 'in', stderr: 'C\n', status: 3 })
  expect((await runLocal('sh', ['-c', 'kill -9 $$'])).status).toBeNull()
  expect((await runLocal('true', [], { input: 'x'.repeat(1_000_000) })).status).toBe(0)
})

test('its failures', async () => {
  const kind = (work: Promise<unknown>) => expect(work).rejects
  await kind(runLocal('no-such-program', [])).toMatchObject({ failure: { kind: 'command-failed', values: { reason: 'not-found' } } })
  await kind(runLocal('sleep', ['20'], { timeout: 50 })).toMatchObject({
    failure: { kind: 'timeout', values: { command: 'sleep 20', seconds: 0.05 } },
  })
  await kind(runLocal('sleep', ['20'], { signal: AbortSignal.timeout(50) })).toMatchObject({ failure: { kind: 'cancelled' } })
  await kind(runLocal('sleep', ['20'], { signal: AbortSignal.abort() })).toMatchObject({ failure: { kind: 'cancelled' } })
  await kind(runLocal('yes', [])).toMatchObject({ failure: { kind: 'command-failed', values: { reason: 'output-too-large' } } })
})

test('a program whose own child keeps the pipes is ended with it, and so can we', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hotpair-local-'))
  const contents = `import { runLocal } from './local'
runLocal('sh', ['-c', 'sleep 321 & echo $! >"$0"; exit 0', process.argv[2]], { timeout: 300 }).catch((error) => {
  process.stdout.write(error.failure.kind)
})`
  const resolveDir = join(import.meta.dirname, '../../electron/remote')
  buildSync({ stdin: { contents, resolveDir }, bundle: true, platform: 'node', outfile: join(folder, 'run.cjs') })
  // It would wait for the grandchild's end.
  expect(execFileSync(process.execPath, [join(folder, 'run.cjs'), join(folder, 'pid')], { timeout: 30_000, encoding: 'utf8' })).toBe(
    'timeout',
  )
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
  expect(pid).toBeGreaterThan(1)
  // Killed; it may still have to be reaped.
  const state = (): string => {
    try {
      return /State:\s+(\w)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? ''
    } catch {
      return 'gone'
    }
  }
  await expect.poll(state).toMatch(/gone|Z/)
  rmSync(folder, { recursive: true })
})

test('routes by netmask, the longest prefix first', () => {
  const v4 = (cidr: string) => ({ family: 'IPv4' as const, address: cidr.split('/')[0] ?? '', netmask: '', mac: '', internal: false, cidr })
  const interfaces = {
    lan: [v4('198.51.100.1/24')],
    vpn: [v4('198.51.100.130/25'), { ...v4('x/1'), family: 'IPv6' as const, cidr: 'fe80::1/64', scopeid: 1 }],
    tunnel: [v4('203.0.113.9/32')],
    odd: undefined,
  }
  expect(routeTo('198.51.100.11', interfaces)).toEqual({ onLink: true, interface: 'lan', source: '198.51.100.1' })
  expect(routeTo('198.51.100.199', interfaces)).toEqual({ onLink: true, interface: 'vpn', source: '198.51.100.130' })
  expect(routeTo('203.0.113.10', interfaces)).toEqual({ onLink: false, interface: null, source: null })
  expect(routeTo('127.0.0.1').onLink).toBe(true)
})

test('a queue: at most so many, in order, abort while waiting, shrinking', async () => {
  const slots = new Slots(2)
  const order: string[] = []
  const enter = async (name: string, signal?: AbortSignal) => {
    const release = await slots.enter(signal)
    order.push(name)
    return release
  }
  const [a, b] = [await enter('a'), await enter('b')]
  const stop = new AbortController()
  const c = enter('c', stop.signal)
  const d = enter('d')
  stop.abort()
  await expect(c).rejects.toThrow()
  expect(slots.used).toBe(2)
  a()
  a()
  const dRelease = await d
  slots.shrink(1)
  const e = enter('e')
  b()
  await Promise.resolve()
  expect(order).toEqual(['a', 'b', 'd'])
  dRelease()
  ;(await e)()
  expect([order.at(-1), slots.used]).toEqual(['e', 0])
  await expect(slots.enter(AbortSignal.abort())).rejects.toThrow()
})
