import { describe, expect, it } from 'vitest'
import { drillKinds, type DrillKind } from '../../electron/domain/drill'
import { expectationOf } from '../../electron/domain/drill-expectation'
import type { PairInput } from '../../electron/domain/pair'
import { pairSchema } from '../../electron/domain/pair'

const pairOf = (vrrp: Partial<PairInput['vrrp']> = {}, names: readonly string[] = ['n1', 'n2']) =>
  pairSchema.parse({
    name: 'web',
    nodes: names.map((name, i) => ({ name, address: `198.51.100.${String(11 + i)}` })),
    vips: ['198.51.100.199'],
    vrrp: { routerId: 66, ...vrrp },
  })

/** Fault → where it is made, what comes of it, who holds the VIPs then, and once it is healed. The VIPs are on n1, which is preferred. */
const table: Record<DrillKind, [nodes: string, during: string, holder: string | null, after: string | null]> = {
  'nginx-stop': ['n1', 'moves', 'n2', 'n2'],
  'nginx-unrestartable': ['n1', 'moves', 'n2', 'n2'],
  'nginx-crash': ['n1', 'moves', 'n2', 'n2'],
  'nginx-hang': ['n1', 'moves', 'n2', 'n2'],
  'nginx-5xx': ['n1', 'moves', 'n2', 'n2'],
  'nginx-slow': ['n1', 'moves', 'n2', 'n2'],
  'check-broken': ['n1', 'moves', 'n2', 'n2'],
  'all-sick': ['n1 n2', 'nobody', null, null],
  'keepalived-stop': ['n1', 'moves', 'n2', 'n2'],
  'keepalived-kill': ['n1', 'moves', 'n2', 'n2'],
  'keepalived-freeze': ['n1', 'several', null, 'n1'],
  reload: ['n1', 'stays', 'n1', 'n1'],
  'vip-deleted': ['n1', 'any', null, null],
  'vrrp-blocked-one-way': ['n2', 'several', null, 'n1'],
  'vrrp-blocked': ['n1 n2', 'several', null, 'n1'],
  'clock-jump': ['n1', 'stays', 'n1', 'n1'],
  // It believes to hold the VIPs all the time, and is the preferred one of two that do.
  'power-loss': ['n1', 'moves', 'n2', 'n1'],
  'link-flapping': ['n1', 'any', null, null],
  'link-down': ['n1', 'moves', 'n2', 'n2'],
  reboot: ['n1', 'moves', 'n2', 'n2'],
}
const shown = (pair: ReturnType<typeof pairOf>, kind: DrillKind, holder = 'n1') => {
  const { nodes, during, holder: then, after } = expectationOf(pair, kind, holder)
  return [nodes.join(' '), during, then, after]
}
const bounds = (pair: ReturnType<typeof pairOf>, kind: DrillKind) => {
  const { bound, healBound } = expectationOf(pair, kind, 'n1')
  return [bound, healBound]
}

describe('what should come of a fault', () => {
  it.each(drillKinds)('%s', (kind) => {
    expect(shown(pairOf(), kind)).toEqual(table[kind])
  })

  it('goes back to the preferred node under preempt', () => {
    const pair = pairOf({ preempt: true })
    expect(shown(pair, 'nginx-unrestartable')).toEqual(['n1', 'moves', 'n2', 'n1'])
    // nginx is back before the fault is healed.
    expect(shown(pair, 'nginx-crash')).toEqual(['n1', 'stays', 'n1', 'n1'])
    expect(shown(pair, 'reboot')).toEqual(['n1', 'moves', 'n2', 'n1'])
  })

  it('the check starts nginx again with stop-keepalived', () => {
    const pair = pairOf({ onNginxFailure: 'stop-keepalived' })
    for (const kind of ['nginx-stop', 'nginx-crash'] as const) expect(shown(pair, kind)).toEqual(['n1', 'stays', 'n1', 'n1'])
    expect(shown(pair, 'nginx-unrestartable')).toEqual(['n1', 'moves', 'n2', 'n2'])
  })

  it('a holder that is not preferred gives way to who is deaf', () => {
    expect(shown(pairOf(), 'vrrp-blocked-one-way', 'n2')).toEqual(['n1', 'moves', 'n1', 'n1'])
    expect(shown(pairOf({}, ['n1', 'n2', 'n3']), 'vrrp-blocked-one-way', 'n2')).toEqual(['n1 n3', 'several', null, 'n1'])
  })

  it('with three nodes the next one takes over', () => {
    const pair = pairOf({}, ['n1', 'n2', 'n3'])
    expect(shown(pair, 'nginx-stop', 'n2')).toEqual(['n2', 'moves', 'n1', 'n1'])
    expect(shown(pair, 'all-sick', 'n2')).toEqual(['n2 n1 n3', 'nobody', null, null])
  })

  // Told: the standby's skew. Silent: three adverts and the skew (RFC 9568 §6.1), v2: 3/256 s, v3: of an advert. Half as much again, and 500 ms.
  it.each<[DrillKind, Partial<PairInput['vrrp']>, number | null, number | null]>([
    ['nginx-stop', {}, 518, 500],
    ['nginx-hang', {}, 1193, 500],
    ['check-broken', {}, 5018, 500],
    ['link-down', {}, 5018, 500],
    ['link-down', { advertInterval: 0.2 }, 1404, 500],
    ['vrrp-blocked', {}, 500, 2000],
    ['power-loss', { advertInterval: 0.03 }, 636, 545],
    ['link-flapping', {}, 8018, 500],
    ['vip-deleted', {}, 518, 500],
    ['reload', {}, 500, 500],
    ['all-sick', {}, null, null],
    ['nginx-stop', { onNginxFailure: 'stop-keepalived' }, 6518, 500],
  ])('%s %o may cost %s ms, and %s ms to heal', (kind, vrrp, bound, healBound) => {
    expect(bounds(pairOf(vrrp), kind)).toEqual([bound, healBound])
  })
})
