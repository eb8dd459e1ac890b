import type { Pair } from './pair'
import { vipsOf, type Vip } from './vip'

/** A VRRP instance: VIPs that move together, and each node's right to them. */
export interface Instance {
  /** In keepalived.conf: letters, digits, hyphens and underscores. */
  readonly name: string
  /** VRID: what tells its adverts from those of others on the LAN. */
  readonly routerId: number
  readonly vips: readonly Vip[]
  /** In the pair's order. */
  readonly nodes: readonly Member[]
}

export interface Member {
  readonly name: string
  readonly priority: number
  /** nopreempt needs BACKUP on every node; without it BACKUP everywhere spares a start with two masters. */
  readonly initialState: 'BACKUP' | 'MASTER'
}

/** Today a pair is one instance, with all of its VIPs. */
export const instancesOf = (pair: Pick<Pair, 'name' | 'nodes' | 'vips' | 'vrrp'>): readonly [Instance, ...Instance[]] => [
  {
    name: `hotpair_${pair.name.replaceAll('-', '_')}`,
    routerId: pair.vrrp.routerId,
    vips: vipsOf(pair),
    nodes: pair.nodes.map(({ name, priority }) => ({ name, priority, initialState: 'BACKUP' })),
  },
]
