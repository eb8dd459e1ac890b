import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  effectivePriority,
  elect,
  electionFaults,
  electionTable,
  policiesOf,
  type NodeCondition,
  type Situation,
  type VrrpPolicy,
} from '../../electron/domain/election'
import { pairSchema, type PairInput } from '../../electron/domain/pair'

const pairOf = (nodes: number, vrrp: Partial<PairInput['vrrp']> = {}) =>
  pairSchema.parse({
    name: 'web',
    nodes: Array.from({ length: nodes }, (_, i) => ({ name: `n${String(i + 1)}`, address: `198.51.100.${String(11 + i)}` })),
    vips: ['198.51.100.199/24'],
    vrrp: { routerId: 66, ...vrrp },
  })

/** The seed's keepalived.conf without its killall: equal priorities, weight 2, nopreempt. */
const seed: VrrpPolicy = {
  nodes: [
    { name: 'n1', priority: 100, address: '192.168.52.200' },
    { name: 'n2', priority: 100, address: '192.168.52.201' },
  ],
  nopreempt: true,
  onNginxFailure: { weight: 2 },
}
const policy = (nodes: number, vrrp: Partial<PairInput['vrrp']> = {}): VrrpPolicy => policiesOf(pairOf(nodes, vrrp))[0]
const stay = policy(2)
const back = policy(2, { preempt: true })

const cases: [what: string, policy: VrrpPolicy, situation: Situation, previous: string | null, holder: string | null][] = [
  ['all start together: the higher priority', stay, {}, null, 'n1'],
  ['nopreempt: who has it keeps it', stay, {}, 'n2', 'n2'],
  ['preempt: it goes back', back, {}, 'n2', 'n1'],
  ['nginx fails on the holder: FAULT', stay, { n1: 'nginx-failed' }, 'n1', 'n2'],
  ['nginx fails on the standby', stay, { n2: 'nginx-failed' }, 'n1', 'n1'],
  ['keepalived stopped on the holder', stay, { n1: 'keepalived-stopped' }, 'n1', 'n2'],
  ['the holder is down', back, { n1: 'down' }, 'n1', 'n2'],
  ['nginx fails everywhere: the VIP is nowhere', stay, { n1: 'nginx-failed', n2: 'nginx-failed' }, 'n1', null],
  ['one down, the other without nginx', back, { n1: 'down', n2: 'nginx-failed' }, 'n2', null],
  ['seed: equal priorities, the greater address', seed, {}, null, 'n2'],
  ['seed: the first one started keeps it', seed, {}, 'n1', 'n1'],
  ['seed: weight 2 with nopreempt does not move it', seed, { n1: 'nginx-failed' }, 'n1', 'n1'],
  ['seed with its killall', { ...seed, onNginxFailure: 'stop-keepalived' }, { n1: 'nginx-failed' }, 'n1', 'n2'],
  ['seed: its script never runs', { ...seed, onNginxFailure: 'nothing' }, { n1: 'nginx-failed' }, 'n1', 'n1'],
  ['weight 2 moves it when preemption is allowed', { ...seed, nopreempt: false }, { n1: 'nginx-failed' }, 'n1', 'n2'],
  ['preempt, equal priorities: who has it keeps it', { ...seed, nopreempt: false }, {}, 'n1', 'n1'],
  ['weight 2 is too little for 250/240', { ...back, onNginxFailure: { weight: 2 } }, { n1: 'nginx-failed' }, 'n1', 'n1'],
  ['weight -20 is enough', { ...back, onNginxFailure: { weight: -20 } }, { n1: 'nginx-failed' }, 'n1', 'n2'],
  ['weight 0 is FAULT', { ...stay, onNginxFailure: { weight: 0 } }, { n1: 'nginx-failed' }, 'n1', 'n2'],
]

describe('elect', () => {
  it.each(cases)('%s', (_, policy, situation, previous, holder) => {
    expect(elect(policy, situation, previous)).toBe(holder)
  })

  it('keeps a weighted priority within 1 to 254, and 255 as it is', () => {
    const one = (priority: number, weight: number, state: NodeCondition) =>
      effectivePriority({ nodes: [{ name: 'a', priority }], nopreempt: true, onNginxFailure: { weight } }, 'a', state)
    expect(one(250, 20, 'healthy')).toBe(254)
    expect(one(10, -20, 'nginx-failed')).toBe(1)
    expect(one(255, -20, 'nginx-failed')).toBe(255)
  })
})

describe('electionTable', () => {
  it('has every combination for two nodes', () => {
    const table = electionTable(stay)
    expect(table).toHaveLength(3 * 3 * 3)
    expect(new Set(table.map((row) => JSON.stringify([row.situation, row.previous]))).size).toBe(27)
  })

  it('stays bounded for eight nodes', () => {
    const table = electionTable(policy(8))
    expect(table).toHaveLength(129 * 9)
    expect(Math.max(...table.map((row) => row.faults))).toBe(2)
  })

  const find = (of: VrrpPolicy, situation: Situation, previous: string | null) =>
    electionTable(of).find((row) => row.previous === previous && JSON.stringify(row.situation) === JSON.stringify(situation))

  it('says what happens on return', () => {
    const broken: Situation = { n1: 'nginx-failed', n2: 'healthy' }
    expect(find(stay, broken, 'n1')).toMatchObject({ holder: 'n2', returned: 'n2', afterwards: ['stays', 'no-standby-left'] })
    expect(find(back, broken, 'n1')).toMatchObject({ holder: 'n2', returned: 'n1', afterwards: ['goes-back', 'no-standby-left'] })
    expect(find({ ...stay, onNginxFailure: 'stop-keepalived' }, broken, 'n1')?.afterwards).toContain(
      'redundancy-gone-until-keepalived-is-started',
    )
    expect(find(stay, { n1: 'down', n2: 'down' }, 'n1')).toMatchObject({ holder: null, afterwards: ['nobody-answers'] })
    expect(find(stay, { n1: 'healthy', n2: 'healthy' }, 'n1')).toMatchObject({ holder: 'n1', afterwards: [] })
    expect(find(seed, broken, 'n1')?.afterwards).toContain('failed-node-keeps-vip')
  })
})

describe('electionFaults', () => {
  it("shows the seed's fault, but for its killall", () => {
    expect(electionFaults(seed)).toContainEqual({ node: 'n1', situation: { n1: 'nginx-failed', n2: 'healthy' } })
    expect(electionFaults({ ...seed, onNginxFailure: 'stop-keepalived' })).toEqual([])
    expect(electionFaults({ ...seed, onNginxFailure: 'nothing' })).not.toEqual([])
  })

  it.each(['release', 'stop-keepalived'] as const)('finds none in a pair with %s', (onNginxFailure) => {
    for (const preempt of [true, false]) expect(electionFaults(policy(3, { onNginxFailure, preempt }))).toEqual([])
  })
})

describe('properties', () => {
  const states = fc.constantFrom<NodeCondition>('healthy', 'nginx-failed', 'keepalived-stopped', 'down')
  const scene = fc
    .record({
      count: fc.integer({ min: 2, max: 8 }),
      preempt: fc.boolean(),
      onNginxFailure: fc.constantFrom('release' as const, 'stop-keepalived' as const),
      states: fc.array(states, { minLength: 8, maxLength: 8 }),
      previous: fc.integer({ min: -1, max: 7 }),
    })
    .map(({ count, states: list, previous, ...vrrp }) => {
      const pair = pairOf(count, vrrp)
      return {
        pair,
        situation: Object.fromEntries(pair.nodes.map((node, i) => [node.name, list[i] ?? 'healthy'])),
        previous: pair.nodes[previous]?.name ?? null,
      }
    })

  it('the holder is up and healthy if any node is; else there is none', () => {
    fc.assert(
      fc.property(scene, ({ pair, situation, previous }) => {
        const holder = elect(policiesOf(pair)[0], situation, previous)
        const healthy = pair.nodes.filter((node) => situation[node.name] === 'healthy').map((node) => node.name)
        expect(holder === null ? healthy : healthy.includes(holder)).toEqual(holder === null ? [] : true)
      }),
    )
  })

  it('nopreempt keeps an eligible holder; preempt gives it to the highest', () => {
    fc.assert(
      fc.property(scene, ({ pair, situation, previous }) => {
        const holder = elect(policiesOf(pair)[0], situation, previous)
        const best =
          pair.nodes.filter((node) => situation[node.name] === 'healthy').sort((a, b) => b.priority - a.priority)[0]?.name ?? null
        const keeps = !pair.vrrp.preempt && previous !== null && situation[previous] === 'healthy'
        expect(holder).toBe(keeps ? previous : best)
      }),
    )
  })

  it('is settled: asking again changes nothing', () => {
    const policy = fc.record({
      nodes: fc
        .array(fc.integer({ min: 1, max: 255 }), { minLength: 1, maxLength: 5 })
        .map((list) => list.map((priority, i) => ({ name: `n${String(i)}`, priority, address: `10.0.0.${String(i + 1)}` }))),
      nopreempt: fc.boolean(),
      onNginxFailure: fc.oneof(
        fc.constantFrom('fault' as const, 'stop-keepalived' as const, 'nothing' as const),
        fc.record({ weight: fc.integer({ min: -253, max: 253 }) }),
      ),
    })
    fc.assert(
      fc.property(policy, fc.array(states, { minLength: 5, maxLength: 5 }), (of, list) => {
        const situation = Object.fromEntries(of.nodes.map((node, i) => [node.name, list[i] ?? 'down']))
        for (const previous of [null, ...of.nodes.map((node) => node.name)]) {
          const holder = elect(of, situation, previous)
          expect(elect(of, situation, holder)).toBe(holder)
        }
      }),
    )
  })
})
