import { describe, expect, it, test } from 'vitest'
import { instancesOf } from '../../electron/domain/instance'
import { onOperatorsClock } from '../../electron/domain/node-record'
import type { Told } from '../../electron/domain/reigns'
import type { PairNow } from '../../electron/domain/unit-change'
import { transitionsOf, whyOf, type Since, type Transition } from '../../electron/domain/why'
import { pairOf } from '../facts/healthy'
import { outOfRest, recorded, sceneOf, written } from './why-scenes'

const pair = pairOf()
const [instance] = instancesOf(pair)
const classic = { ...pair, vrrp: { ...pair.vrrp, onNginxFailure: 'stop-keepalived' as const } }

const clock = (at: number): string => new Date(at).toISOString().slice(11, 23)
const names = (nodes: readonly string[]): string => nodes.join('+') || 'none'
/** "02:52:18.130 nginx1 → nginx2: nginx-killed nginx1 9" */
function line({ at, from, to, reason, drill }: Transition): string {
  const { is, ...values } = reason
  const told = Object.entries(values).map(([name, value]) =>
    name === 'booted' && typeof value === 'number' ? clock(value) : String(value),
  )
  return `${clock(at)} ${names(from)} → ${names(to)}: ${[is, ...told].join(' ')}${drill ? ', drill' : ''}`
}
/** Complete for longer than anything that is told. */
const since: Since = { nginx1: 0, nginx2: 0, nginx3: 0 }
const lines = (told: Told, of = pair, holding: string[] = []): string[] => transitionsOf(of, instance, { told, since }, holding).map(line)

describe('why the holder changed', () => {
  it.each([...recorded, ...written])('%s', (_, text, changes) => {
    const [first, ...others] = lines(sceneOf(text))
    expect(first).toMatch(/^02:00:03\.010 none → (nginx[12]): started \1$/)
    expect(others).toEqual(changes)
  })

  it.each(outOfRest)('after a long rest: %s', (_, text, changes) => {
    expect(lines(sceneOf(text))).toEqual(changes)
  })

  it('a split that goes on, of which the former holder has recorded nothing', () => {
    const told = sceneOf('nginx2 02:10:00.000 master')
    expect(lines(told, pair, ['nginx1', 'nginx2'])).toEqual(['02:10:00.000 nginx1 → nginx1+nginx2: not-heard nginx1 null'])
    expect(lines(told, pair, ['nginx2'])).toEqual(['02:10:00.000 nginx1 → nginx2: silent nginx1'])
  })

  it('of a pair that has just been deployed', () => {
    const told = sceneOf(`
      nginx1 02:49:44.283 keepalived-started
      nginx1 02:49:44.287 backup
      nginx1 02:49:47.295 master
      nginx2 02:49:48.840 keepalived-started
      nginx2 02:49:48.850 backup`)
    expect(lines(told)).toEqual(['02:49:47.295 none → nginx1: started nginx1'])
  })

  it('nginx whose failure makes the check stop keepalived', () => {
    const told = sceneOf(`
      nginx1 02:00:00.000 master
      nginx2 02:00:00.000 backup
      nginx1 02:10:00.000 nginx-ended signal=9
      nginx1 02:10:02.000 nginx-start-failed
      nginx1 02:10:04.000 keepalived-stopping
      nginx2 02:10:04.010 master`)
    expect(lines(told, classic).at(-1)).toBe('02:10:04.010 nginx1 → nginx2: nginx-killed nginx1 9')
    expect(lines(told).at(-1)).toBe('02:10:04.010 nginx1 → nginx2: keepalived-stopped nginx1')
  })

  describe('where the records of the former holder', () => {
    const standby = 'nginx2 02:00:00.000 backup\n'
    test('could not be read', () => {
      expect(lines(sceneOf(`${standby}nginx2 02:10:00.000 master`))).toEqual(['02:10:00.000 nginx1 → nginx2: silent nginx1'])
    })
    test('could not be read, but the standby heard that the VIP was given away', () => {
      const told = sceneOf(`${standby}nginx2 02:09:59.990 release-heard\nnginx2 02:10:00.000 master`)
      expect(lines(told)).toEqual(['02:10:00.000 nginx1 → nginx2: released nginx1'])
    })
    test('were lost with its power', () => {
      const told = sceneOf(`${standby}nginx2 02:10:00.000 master\nnginx1 02:11:00.000 booted\nnginx1 02:11:02.000 keepalived-started`)
      expect(lines(told)).toEqual(['02:10:00.000 nginx1 → nginx2: host-lost nginx1 02:11:00.000'])
    })
    test('are of one of three nodes: it is not known which', () => {
      const third = pairOf({
        nodes: [...pair.nodes, { ...pair.nodes[1], name: 'nginx3', address: '198.51.100.13', priority: 252 }] as never,
      })
      const [of] = instancesOf(third)
      expect(transitionsOf(third, of, { told: sceneOf(`${standby}nginx2 02:10:00.000 master`), since }, []).map(line)).toEqual([
        '02:10:00.000 none → nginx2: unknown',
      ])
    })
  })

  describe('where the records of the other node do not reach', () => {
    const alone = `
      nginx1 02:10:00.000 nginx-ended signal=9
      nginx1 02:10:00.020 fault
      nginx1 02:10:02.000 backup`
    const of = (text: string, from: Since) =>
      transitionsOf(pair, instance, { told: sceneOf(`nginx1 02:00:00.000 master${text}`), since: from }, [])
    const took = `${alone}\nnginx1 02:10:06.000 master`
    it.each([
      ['none', { nginx1: 0 }, 'unknown'],
      ['those of the last minute', { nginx1: 0, nginx2: Date.parse('2026-12-01T02:10:05Z') }, 'unknown'],
      ['all', since, 'recovered nginx1'],
    ])('%s: that nobody had it is said only where it is known', (_, from, why) => {
      const [, lost, taken] = of(took, from)
      expect([lost, taken].map((each) => each?.known)).toEqual(why === 'unknown' ? [false, false] : [true, true])
      expect(taken && line(taken)).toBe(`02:10:06.000 none → nginx1: ${why}`)
    })
    it('but this one heard that it was given away', () => {
      const [, , taken] = of(`${alone}\nnginx1 02:10:05.990 release-heard\nnginx1 02:10:06.000 master`, { nginx1: 0 })
      expect(taken && line(taken)).toBe('02:10:06.000 nginx2 → nginx1: released nginx2')
    })
  })

  it('of another instance that is not the pair’s', () => {
    expect(lines(sceneOf('nginx1 02:00:00.000 master instance=VI_1'))).toEqual([])
  })
})

describe('who has it now, and why no other', () => {
  const deployment = { open: false, deployment: 'x' }
  const well = { reachable: true as const, nginx: 'active', keepalived: 'active', deployment }
  const told = sceneOf(recorded[1]?.[1] ?? '')
  const held = (holders: string[]): PairNow['holders'] => ({
    [pair.vips[0] ?? '']: { is: 'sole', holders, unseen: [], missing: [] },
  })
  const now = (holder: string, other: PairNow['nodes'][string], of = pair, records = told) =>
    whyOf(of, records, since, {
      holders: held([holder]),
      nodes: { [holder]: well, [holder === 'nginx1' ? 'nginx2' : 'nginx1']: other },
    })[0]?.present

  it('the last change, if it made the holder that is there', () => {
    expect(now('nginx1', well)).toMatchObject({ holders: ['nginx1'], since: { to: ['nginx1'], reason: { is: 'nginx-stopped' } } })
    expect(now('nginx2', well)).toMatchObject({ holders: ['nginx2'], since: null })
  })

  const preempting = pairOf({ vrrp: { ...pair.vrrp, preempt: true } })
  const faulty = sceneOf('nginx1 02:00:00.000 fault')
  it.each([
    ['unreachable', { reachable: false as const }, pair, told],
    ['not-deployed', { ...well, deployment: { open: false, deployment: '' } }, pair, told],
    ['keepalived-stopped', { ...well, keepalived: 'inactive' }, pair, told],
    ['nginx-stopped', { ...well, nginx: 'failed' }, pair, told],
    ['fault', well, pair, faulty],
    ['stays', well, pair, told],
    ['about-to-take', well, preempting, told],
  ])('nginx1 has not: %s', (why, node, of, records) => {
    expect(now('nginx2', node, of, records)?.others).toEqual([{ node: 'nginx1', why }])
  })
  it('nginx2 has not: lower-priority', () => {
    expect(now('nginx1', well)?.others).toEqual([{ node: 'nginx2', why: 'lower-priority' }])
  })
  it('nobody has it', () => {
    const nobody = whyOf(pair, told, since, { holders: held([]), nodes: { nginx1: well, nginx2: { reachable: false } } })[0]?.present
    expect(nobody?.others.map(({ why }) => why)).toEqual(['about-to-take', 'unreachable'])
  })

  it('tells the newest 200 changes', () => {
    const text = Array.from({ length: 300 }, (_, i) => {
      const time = (seconds: number) => clock(seconds * 1000)
      const [gives, takes] = i % 2 === 0 ? ['nginx1', 'nginx2'] : ['nginx2', 'nginx1']
      return `${gives} ${time(100 * i)} master\n${gives} ${time(100 * i + 90)} keepalived-stopping\n${takes} ${time(100 * i + 50)} backup`
    }).join('\n')
    const [of] = whyOf(pair, sceneOf(text), {}, { holders: held(['nginx1']), nodes: {} })
    expect(of?.transitions).toHaveLength(200)
    expect(of?.transitions[0]?.at).toBeGreaterThan(of?.transitions[199]?.at ?? Infinity)
  })
})

it('a node’s times are put on the operator’s clock', () => {
  const [record] = onOperatorsClock(sceneOf('nginx1 02:00:01.500 master')['nginx1'] ?? [], { offset: 1500, error: 3 })
  expect(record).toMatchObject({ what: 'master', at: Date.parse('2026-12-01T02:00:00Z') })
})
