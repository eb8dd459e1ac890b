import { describe, expect, it } from 'vitest'
import { formatCidr } from '../../electron/domain/address'
import { healthOf, healthWords, isWell, type Health, type NodeHealth } from '../../electron/domain/health'
import { holdersOf, holdingOf, holdingsByVip, holdingsOf, soleHolder, soleOf, type Holding, type Seen } from '../../electron/domain/holders'
import { instancesOf } from '../../electron/domain/instance'
import { pairOf } from '../facts/healthy'

const pair = pairOf({ name: 'web-shop', vips: ['198.51.100.199/24', '198.51.100.200'] })
const [a, b] = ['198.51.100.199', '198.51.100.200']
const seen = (of: Record<string, string[]>): Seen => new Map(Object.entries(of).map(([name, own]) => [name, new Set(own)]))

describe('instances of a pair', () => {
  it('is one today, with all VIPs and each node in the pair’s order', () => {
    expect(instancesOf(pair)).toEqual([
      {
        name: 'hotpair_web_shop',
        routerId: 66,
        vips: [
          { family: 'inet', address: a, prefix: 24 },
          { family: 'inet', address: b, prefix: 32 },
        ],
        nodes: [
          { name: 'nginx1', priority: 254, initialState: 'BACKUP' },
          { name: 'nginx2', priority: 253, initialState: 'BACKUP' },
        ],
      },
    ])
    expect(instancesOf(pair)[0].vips.map(formatCidr)).toEqual(pair.vips)
  })
})

const cases: [what: string, seen: Seen, is: Holding['is'], holders: string[], sole: string | null][] = [
  ['one has all', seen({ nginx1: [a, b], nginx2: ['10.0.0.1'] }), 'sole', ['nginx1'], 'nginx1'],
  ['both have one and the same', seen({ nginx1: [a, b], nginx2: [a] }), 'split', ['nginx1', 'nginx2'], null],
  ['each has another one', seen({ nginx1: [a], nginx2: [b] }), 'split', ['nginx1', 'nginx2'], null],
  ['nobody has any', seen({ nginx1: [], nginx2: [] }), 'nobody', [], null],
  ['one has only a part', seen({ nginx1: [a], nginx2: [] }), 'nobody', ['nginx1'], null],
  ['one has all, the other could not be asked', seen({ nginx1: [a, b] }), 'unknown', ['nginx1'], null],
  ['nobody could be asked', seen({}), 'unknown', [], null],
  ['a stranger counts for nothing', seen({ nginx1: [a, b], nginx2: [], other: [a, b] }), 'sole', ['nginx1'], 'nginx1'],
]

describe('who holds the VIPs', () => {
  it.each(cases)('%s', (_, of, is, holders, sole) => {
    const holdings = holdingsOf(pair, of)
    expect(holdings).toMatchObject([{ is, holders }])
    expect(holdersOf(holdings)).toEqual(holders)
    expect(soleHolder(pair, of)).toBe(sole)
  })

  it('is told for each VIP, too', () => {
    const byVip = holdingsByVip(pair, seen({ nginx1: [a], nginx2: [] }))
    expect(Object.entries(byVip).map(([vip, { is, missing }]) => [vip, is, missing])).toEqual([
      ['198.51.100.199/24', 'sole', []],
      ['198.51.100.200/32', 'nobody', [b]],
    ])
    expect(soleOf(byVip['198.51.100.199/24'])).toBe('nginx1')
    expect(soleOf(undefined)).toBeNull()
  })

  it('takes IPv6 and several instances as they are', () => {
    const own = { nodes: instancesOf(pair)[0].nodes, vips: [{ family: 'inet6', address: '2001:db8::1', prefix: 64 } as const] }
    expect(holdingOf(own, seen({ nginx1: [], nginx2: ['2001:db8::1'] }))).toMatchObject({ is: 'sole', holders: ['nginx2'] })
  })
})

const well: NodeHealth = {
  reachable: true,
  nginx: 'active',
  keepalived: 'active',
  deployment: { open: false, deployment: '20300101T000000-abcdef' },
}
const away: NodeHealth = { reachable: false }
const untouched: NodeHealth = { ...well, nginx: 'inactive', deployment: { open: false, deployment: '' } }
const all = seen({ nginx1: [a, b], nginx2: [] })
const healths: [what: string, Health, Seen, NodeHealth[]][] = [
  ['all is well', 'healthy', all, [well, well]],
  ['nginx does not run on the standby', 'degraded', all, [well, { ...well, nginx: 'failed' }]],
  ['keepalived does not run on the standby', 'degraded', all, [well, { ...well, keepalived: 'inactive' }]],
  ['a deployment is open', 'degraded', all, [well, { ...well, deployment: { open: true, deployment: '20300101T000000-abcdef' } }]],
  ['the standby is away', 'degraded', seen({ nginx1: [a, b] }), [well, away]],
  ['both have it', 'split', seen({ nginx1: [a, b], nginx2: [a] }), [well, well]],
  ['both have it, whatever else is wrong', 'split', seen({ nginx1: [a], nginx2: [a] }), [well, { ...well, nginx: 'failed' }]],
  ['nobody has it', 'down', seen({ nginx1: [], nginx2: [] }), [well, well]],
  ['nothing of Hotpair is on any node', 'not-deployed', seen({ nginx1: [], nginx2: [] }), [untouched, untouched]],
  ['nothing is on one node, and the other has it', 'degraded', all, [well, untouched]],
  ['nothing is on one node, and the other is away', 'unknown', seen({ nginx1: [] }), [untouched, away]],
  ['one VIP is nowhere', 'down', seen({ nginx1: [a], nginx2: [] }), [well, well]],
  ['nobody was seen with it, and one is away', 'unknown', seen({ nginx1: [] }), [well, away]],
  ['one VIP was seen nowhere, and one node is away', 'unknown', seen({ nginx1: [a] }), [well, away]],
]

describe('health of a pair', () => {
  it.each(healths)('%s: %s', (_, word, of, nodes) => {
    expect(healthOf(holdingsOf(pair, of), nodes)).toBe(word)
  })
  it('has a case for every word', () => {
    expect(new Set(healths.map(([, word]) => word))).toEqual(new Set(healthWords))
  })
  it('tells the nodes that are well', () => {
    expect(
      [well, away, { ...well, deployment: { open: true, deployment: '20300101T000000-abcdef' } }, { ...well, nginx: 'inactive' }].map(
        isWell,
      ),
    ).toEqual([true, false, true, false])
  })
})
