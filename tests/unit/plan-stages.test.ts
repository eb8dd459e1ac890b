import { describe, expect, it } from 'vitest'
import { pairSchema } from '../../electron/domain/pair'
import { commitOrder, type NodePlan } from '../../electron/domain/plan'
import { numbered } from '../../electron/domain/step'
import { stagesOf } from '../../electron/plan/stages'
import { bringUp } from '../../electron/plan/units'
import { factsOf, pairOf, planned } from '../plans/cases'

const pair = pairSchema.parse({
  name: 'web',
  nodes: [
    { name: 'a', address: '198.51.100.11', priority: 100 },
    { name: 'b', address: '198.51.100.12', priority: 200 },
    { name: 'c', address: '198.51.100.13', priority: 150 },
  ],
  vips: ['198.51.100.199'],
  vrrp: { routerId: 66 },
})
const { target } = planned(pairOf('debian-bare'), factsOf('debian-bare')).nodes[0] as NodePlan
const nodes = pair.nodes.map(({ name }): NodePlan => ({ node: name, target, steps: [] }))
/** Nodes on which keepalived is started. */
const started = nodes.map((node) => ({
  ...node,
  steps: numbered(bringUp('keepalived', { active: 'inactive', enabled: 'disabled' }, true, [])),
}))

describe('stages', () => {
  it('all prepare side by side, and verify, hold and confirm after the last commit', () => {
    expect(stagesOf(pair, nodes, []).map(({ does, nodes: who }) => [does, who])).toEqual([
      ['prepare', ['a', 'b', 'c']],
      ['commit', ['b']],
      ['commit', ['c', 'a']],
      ['verify', ['a', 'b', 'c']],
      ['hold', ['a', 'b', 'c']],
      ['confirm', ['a', 'b', 'c']],
    ])
  })
  it('when nobody holds the VIP the highest priority commits first, and must hold it alone before the others, which commit side by side', () => {
    const stages = stagesOf(pair, nodes, [])
    expect(commitOrder({ stages })).toEqual(['b', 'c', 'a'])
    expect(stages.filter(({ does }) => does === 'commit').map(({ until }) => until)).toEqual([
      { is: 'sole-holder', node: 'b' },
      { is: 'state', state: 'committed' },
    ])
  })
  it.each([
    [['b'], ['c', 'a', 'b']],
    [['a'], ['b', 'c', 'a']],
    [
      ['c', 'b'],
      ['a', 'b', 'c'],
    ],
  ])('with %j holding, they come last, each as soon as the one before has committed', (holders, order) => {
    const stages = stagesOf(pair, nodes, holders)
    expect(commitOrder({ stages })).toEqual(order)
    expect(stages.filter(({ does }) => does === 'commit').map(({ until }) => until.is)).toEqual(['state', 'state', 'state'])
  })
  it('waits for a second holder only where VRRP changes', () => {
    const settle = (of: readonly NodePlan[]) => stagesOf(pair, of, []).map(({ does, settle: seconds }) => [does, seconds > 0])
    expect(settle(nodes).some(([, waits]) => waits)).toBe(false)
    expect(settle(started).filter(([, waits]) => waits)).toEqual([['verify', true]])
  })
})
