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
    failure: { kind: 'timeout', values: { command: 'sleep 20', seconds: '0.05' } },
  })
  await kind(runLocal('sleep', ['20'], { signal: AbortSignal.timeout(50) })).toMatchObject({ failure: { kind: 'cancelled' } })
  await kind(runLocal('sleep', ['20'], { signal: AbortSignal.abort() })).toMatchObject({ failure: { kind: 'cancelled' } })
  await kind(runLocal('yes', [])).toMatchObject({ failure: { kind: 'command-failed', values: { reason: 'output-too-large' } } })
})

test('when its time is over, nothing that it left behind is waited for', async () => {
  const began = performance.now()
  await expect(runLocal('sh', ['-c', 'sleep 20 & wait'], { timeout: 50 })).rejects.toMatchObject({ failure: { kind: 'timeout' } })
  expect(performance.now() - began).toBeLessThan(15_000)
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
