import type { Pair } from '../domain/pair'
import type { NodePlan, Stage } from '../domain/plan'
import { settleSeconds } from '../domain/vrrp-times'
import { changesVrrp } from './steps'

/**
 * In which order nodes act, and what must be true in between. No holder yet: the node of highest priority commits first and must alone
 * hold every VIP before the others start (with nopreempt the first one keeps it: the seed's step 2); they are nobody's standby yet, so they commit side
 * by side. There is a holder: standbys first, one after another, so that one is always left to take over, then the holder.
 * @param holders nodes that have a VIP now
 */
export function stagesOf(pair: Pair, nodes: readonly NodePlan[], holders: readonly string[]): Stage[] {
  const all = nodes.map(({ node }) => node)
  const byPriority = [...pair.nodes].sort((a, b) => b.priority - a.priority).map((node) => node.name)
  const order = [...byPriority.filter((name) => !holders.includes(name)), ...byPriority.filter((name) => holders.includes(name))]
  const settle = nodes.some(({ steps }) => changesVrrp(steps)) ? settleSeconds(pair.vrrp) : 0
  const [first = '', ...others] = order
  const commit = (who: string[], until: Stage['until'] = { is: 'state', state: 'committed' }): Stage => ({
    does: 'commit',
    nodes: who,
    until,
    settle: 0,
  })
  const commits =
    holders.length === 0 ? [commit([first], { is: 'sole-holder', node: first }), commit(others)] : order.map((node) => commit([node]))
  const together = (does: Stage['does'], until: Stage['until'], seconds = 0): Stage => ({ does, nodes: all, until, settle: seconds })
  return [
    together('prepare', { is: 'state', state: 'prepared' }),
    ...commits,
    together('verify', { is: 'verified' }, settle),
    together('hold', { is: 'state', state: 'held' }),
    together('confirm', { is: 'state', state: 'confirmed' }),
  ]
}
