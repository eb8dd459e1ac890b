import { describe, expect, it } from 'vitest'
import { Adverts, waitUntilSettled } from '../../electron/checks/settled'
import { HotpairError } from '../../electron/domain/failure'
import type { PairInput } from '../../electron/domain/pair'
import type { Session } from '../../electron/remote/session'
import { pairOf } from '../facts/healthy'

const three = (vrrp: Partial<PairInput['vrrp']> = {}) =>
  pairOf({
    name: 'web-1',
    nodes: [
      { name: 'n1', address: '198.51.100.11', priority: 250 },
      { name: 'n2', address: '198.51.100.12', priority: 240 },
      { name: 'n3', address: '198.51.100.13', priority: 230 },
    ],
    vrrp: { routerId: 66, ...vrrp },
  })
type Said = readonly (readonly [node: string, line: string])[]

const both: Said = [
  ['n2', 'heard hotpair_web_1 0'],
  ['n3', 'heard hotpair_web_1 7'],
  ['n2', 'heard hotpair_web_1 1'],
  ['n3', 'heard hotpair_web_1 8'],
]
const instead = (node: string, line: string): Said => [
  ...both.filter(([name]) => name !== node),
  [node, 'heard hotpair_web_1 3'],
  [node, line],
]

describe('adverts that are heard', () => {
  it.each<[string, Said, boolean]>([
    ['nothing', [], false],
    ['by both standbys', both, true],
    ['by one standby', both.filter(([node]) => node === 'n2'), false],
    ['before, and no more', instead('n3', 'heard hotpair_web_1 3'), false],
    ['by keepalived that was started anew since', [...instead('n3', 'heard hotpair_web_1 0'), ['n3', 'heard hotpair_web_1 1']], true],
    ['by keepalived that was started anew and hears nothing', instead('n3', 'heard hotpair_web_1 0'), false],
    ["of an instance that is not the pair's", instead('n3', 'heard VI_1 4'), false],
    ['as a count that is none', instead('n3', 'heard hotpair_web_1 4e9'), false],
    ['as something longer', instead('n3', 'heard hotpair_web_1 4 5'), false],
  ])('%s', (_, said, proven) => {
    const adverts = new Adverts(three())
    for (const [node, line] of said) adverts.hear(node, line)
    expect(adverts.prove('n1')).toBe(proven)
    expect(adverts.prove('n2')).toBe(false)
  })
  it('prove nothing while a node that is preferred will take the VIP', () => {
    const adverts = new Adverts(three({ preempt: true }))
    for (const [, line] of both) for (const node of ['n1', 'n2', 'n3']) adverts.hear(node, line)
    expect(adverts.prove('n1')).toBe(true)
    expect(adverts.prove('n2')).toBe(false)
  })
})

describe('waiting until a pair has settled', () => {
  /** Says each line to whoever follows, until it is ended. */
  const session = (node: string, lines: readonly string[]): Session => ({
    node,
    channels: 0,
    reachedAt: null,
    run: (_, options) =>
      new Promise((_resolve, reject) => {
        const timers = lines.map((line, i) => setTimeout(() => options?.onLine?.(line), i * 20))
        options?.signal?.addEventListener('abort', () => {
          timers.forEach(clearTimeout)
          reject(new HotpairError('cancelled'))
        })
      }),
    close: () => Promise.resolve(),
  })
  const hearing = ['held', 'heard hotpair_web_1 0', 'heard hotpair_web_1 1']
  const sessions = (third: readonly string[]) => ({
    n1: session('n1', ['held 198.51.100.199']),
    n2: session('n2', hearing),
    n3: session('n3', third),
  })

  it('ends when every standby is heard to hear the holder', async () => {
    await waitUntilSettled(sessions(hearing), three(), 600)
  })
  it('takes the whole time where one is not, and cannot be cut short', async () => {
    const began = performance.now()
    await waitUntilSettled(sessions(['held', 'heard hotpair_web_1 0']), three(), 1)
    expect(performance.now() - began).toBeGreaterThan(950)
  })
  it('takes the whole time where another has the VIP, too', async () => {
    const began = performance.now()
    const never = waitUntilSettled(
      sessions(['held 198.51.100.199', 'heard hotpair_web_1 0', 'heard hotpair_web_1 1']),
      three(),
      600,
      AbortSignal.timeout(700),
    )
    await expect(never).rejects.toMatchObject({ failure: { kind: 'cancelled' } })
    expect(performance.now() - began).toBeGreaterThan(650)
  })
})
