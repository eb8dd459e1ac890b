import { describe, expect, it, test } from 'vitest'
import { consequenceText } from '../../electron/contract/unit-change'
import { deploymentName } from '../../electron/domain/deployment-name'
import { holdingsByVip } from '../../electron/domain/holders'
import type { PairInput } from '../../electron/domain/pair'
import { vipsOf } from '../../electron/domain/vip'
import {
  consequence,
  decideUnitChange,
  offeredChanges,
  risksOutage,
  sameConsequence,
  type PairNow,
  type UnitChange,
} from '../../electron/domain/unit-change'
import { pairOf } from '../facts/healthy'

/** One letter per unit: nginx, keepalived; `-` is not running; null: the node does not answer. */
type Services = 'nk' | 'n-' | '-k' | '--' | null
interface Given {
  readonly nodes?: readonly Services[]
  /** Index of the node that has the VIPs; null: nobody. */
  readonly holder?: number | null
  readonly vrrp?: Partial<PairInput['vrrp']>
  readonly more?: Partial<PairInput>
}

const deployment = { deployment: deploymentName.parse('20261122T162337-e4e2a0'), open: false }
const state = (letter: string | undefined) => (letter === '-' ? 'inactive' : 'active')

function world({ nodes = ['nk', 'nk'], holder = 0, vrrp = {}, more = {} }: Given) {
  const names = ['a', 'b', 'c'].slice(0, nodes.length)
  const pair = pairOf({
    nodes: names.map((name, i) => ({ name, address: `198.51.100.1${String(i)}`, interface: 'ens33' })),
    ...more,
    vrrp: { routerId: 66, ...vrrp },
  })
  const seen = new Map(
    names.flatMap((name, i) =>
      nodes[i] === null ? [] : [[name, new Set(i === holder ? vipsOf(pair).map(({ address }) => address) : [])] as const],
    ),
  )
  const now: PairNow = {
    holders: holdingsByVip(pair, seen),
    nodes: Object.fromEntries(
      names.map((name, i) => {
        const services = nodes[i]
        if (services === null || services === undefined) return [name, { reachable: false as const }]
        return [name, { reachable: true as const, nginx: state(services[0]), keepalived: state(services[1]), deployment, missing: [] }]
      }),
    ),
  }
  return { pair, now }
}

const words = (text: string): UnitChange => {
  const [change = '', unit = '', node = ''] = text.split(' ')
  return { change, unit, node } as UnitChange
}
const told = (given: Given, what: string): string => {
  const { pair, now } = world(given)
  const decision = decideUnitChange(pair, now, words(what), false)
  if (decision.refused !== null) return `refused ${decision.refused}`
  const { effects, notes } = decision.consequence
  const [effect] = effects
  return [effect?.is, effect && 'to' in effect ? effect.to : '', ...notes].filter((word) => word !== '').join(' ')
}

const preempt = { vrrp: { preempt: true } }
const classic = { vrrp: { onNginxFailure: 'stop-keepalived' as const } }

describe('what clients notice', () => {
  test.each<[what: string, given: Given, told: string]>([
    // a healthy pair, a has the VIP
    ['stop nginx a', {}, 'moves b no-standby-left'],
    ['stop nginx b', {}, 'nothing no-standby-left'],
    ['stop keepalived a', {}, 'moves b no-standby-left'],
    ['stop keepalived b', {}, 'nothing no-standby-left'],
    ['restart nginx a', {}, 'moves b'],
    ['restart nginx a', preempt, 'returns b'],
    ['restart nginx b', {}, 'nothing'],
    ['restart keepalived a', {}, 'moves b'],
    ['restart keepalived b', {}, 'nothing'],
    ['restart keepalived a', preempt, 'returns b'],
    ['restart keepalived b', { ...preempt, holder: 0 }, 'nothing'],
    ['start nginx a', {}, 'refused already-running'],
    ['start keepalived b', {}, 'refused already-running'],

    // the last one
    ['stop nginx a', { nodes: ['nk', '-k'] }, 'outage'],
    ['stop keepalived a', { nodes: ['nk', 'n-'] }, 'outage'],
    ['restart nginx a', { nodes: ['nk', '-k'] }, 'break'],
    ['restart nginx a', { nodes: ['nk', null] }, 'break unseen'],
    // it is given away, since nobody knows that keepalived does not run there
    ['restart nginx a', { nodes: ['nk', 'n-'] }, 'gap'],
    ['restart keepalived a', { nodes: ['nk', 'n-'] }, 'gap'],
    ['stop nginx b', { nodes: ['nk', '-k'] }, 'refused already-stopped'],
    ['stop keepalived b', { nodes: ['nk', '-k'] }, 'nothing'],

    // what is stopped is started
    ['start nginx b', { nodes: ['nk', '-k'] }, 'nothing'],
    ['start keepalived b', { nodes: ['nk', 'n-'] }, 'nothing'],
    ['restart nginx b', { nodes: ['nk', '-k'] }, 'nothing'],
    ['start nginx a', { nodes: ['-k', 'nk'], holder: 1 }, 'nothing'],
    ['start nginx a', { ...preempt, nodes: ['-k', 'nk'], holder: 1 }, 'moves a'],
    ['start keepalived a', { ...preempt, nodes: ['n-', 'nk'], holder: 1 }, 'moves a'],
    ['start nginx a', { ...preempt, nodes: ['--', 'nk'], holder: 1 }, 'nothing'],

    // nobody answers
    ['start nginx b', { nodes: ['-k', '-k'], holder: null }, 'answers b'],
    ['start keepalived a', { nodes: ['--', 'n-'], holder: null }, 'still-none'],
    ['stop keepalived a', { nodes: ['-k', '-k'], holder: null }, 'still-none'],
    ['restart keepalived a', { nodes: ['-k', '-k'], holder: null }, 'still-none'],

    // the seed's way: the check starts nginx again
    ['stop nginx a', classic, 'break started-again'],
    ['stop nginx b', classic, 'nothing started-again'],
    ['stop nginx b', { ...classic, nodes: ['nk', 'n-'] }, 'nothing'],
    ['restart nginx a', classic, 'break'],
    ['stop keepalived a', classic, 'moves b no-standby-left'],

    // who does not answer cannot take over
    ['stop keepalived a', { nodes: ['nk', null] }, 'outage unseen'],
    ['stop keepalived b', { nodes: [null, 'nk'], holder: 1 }, 'outage unseen'],
    ['stop keepalived b', { nodes: [null, 'nk'], holder: null }, 'unknown unseen'],
    ['stop keepalived b', { nodes: ['nk', null] }, 'refused node-unreachable'],

    // about to change by itself
    ['stop nginx b', { nodes: ['-k', 'nk'], holder: 0 }, 'unknown'],
    ['restart keepalived a', { holder: null }, 'unknown'],

    // three nodes
    ['stop keepalived a', { nodes: ['nk', 'nk', 'nk'] }, 'moves b'],
    ['stop keepalived b', { nodes: ['nk', 'nk', 'nk'] }, 'nothing'],
    ['stop keepalived a', { nodes: ['nk', '-k', 'nk'] }, 'moves c no-standby-left'],
  ])('%s, %j: %s', (what, given, expected) => {
    expect(told(given, what)).toBe(expected)
  })

  it('is the same for all VIPs of an instance, and names them', () => {
    const { pair, now } = world({ more: { vips: ['198.51.100.199/24', '198.51.100.200/24'] } })
    const decision = decideUnitChange(pair, now, words('stop nginx a'), false)
    if (decision.refused !== null) throw new Error(decision.refused)
    expect(decision.consequence.effects).toEqual([{ is: 'moves', vips: pair.vips, to: 'b' }])
    expect(consequenceText(decision.consequence)[0]).toBe(
      'The VIP moves to b; requests to 198.51.100.199, 198.51.100.200 may fail until it has.',
    )
    expect(consequenceText(decision.consequence, 'zh-CN')[0]).toContain('VIP 会切换到 b')
  })

  it('is not told of a pair that is split, or whose VIPs are with several', () => {
    const { pair, now } = world({ more: { vips: ['198.51.100.199/24', '198.51.100.200/24'] } })
    const seen = new Map([
      ['a', new Set(['198.51.100.199'])],
      ['b', new Set(['198.51.100.200'])],
    ])
    const decision = decideUnitChange(pair, { ...now, holders: holdingsByVip(pair, seen) }, words('stop nginx a'), false)
    expect(decision).toMatchObject({ refused: null, consequence: { effects: [{ is: 'unknown' }] } })
  })

  it('means an outage where somebody may be left without an answer', () => {
    const of = (given: Given, what: string): boolean => {
      const { pair, now } = world(given)
      const decision = decideUnitChange(pair, now, words(what), false)
      return decision.refused === null && risksOutage(decision.consequence)
    }
    expect(of({ nodes: ['nk', '-k'] }, 'stop nginx a')).toBe(true)
    expect(of({ nodes: ['nk', 'n-'] }, 'restart keepalived a')).toBe(true)
    expect(of({}, 'stop nginx a')).toBe(false)
    expect(of({}, 'restart nginx a')).toBe(false)
  })

  it('is agreed to as a whole', () => {
    const one = consequence.parse({ effects: [{ is: 'moves', vips: ['x'], to: 'b' }], notes: [] })
    expect(sameConsequence(one, consequence.parse({ notes: [], effects: [{ to: 'b', is: 'moves', vips: ['x'] }] }))).toBe(true)
    expect(sameConsequence(one, { ...one, notes: ['unseen'] })).toBe(false)
  })
})

describe('what is refused', () => {
  const { pair, now } = world({})
  const [a] = Object.values(now.nodes)
  if (a?.reachable !== true) throw new Error('no node')
  const withA = (more: object): PairNow => ({ ...now, nodes: { ...now.nodes, a: { ...a, ...more } } })
  test.each<[refused: string, now: PairNow, working: boolean, what: string]>([
    ['working', now, true, 'stop nginx a'],
    ['deployment-open', withA({ deployment: { ...deployment, open: true } }), false, 'stop nginx b'],
    ['not-deployed', withA({ deployment: { deployment: '', open: false } }), false, 'stop nginx a'],
    ['not-installed', withA({ missing: ['keepalived'], keepalived: 'inactive' }), false, 'start keepalived a'],
    ['node-unreachable', now, false, 'stop nginx stranger'],
  ])('%s', (refused, state, working, what) => {
    expect(decideUnitChange(pair, state, words(what), working)).toEqual({ refused })
  })
})

it('what runs can be stopped and restarted, what does not can be started', () => {
  expect(offeredChanges('active')).toEqual(['restart', 'stop'])
  expect(offeredChanges('failed')).toEqual(['start'])
})
