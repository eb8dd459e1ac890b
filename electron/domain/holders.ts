import type { PairFacts } from './node-facts'
import type { Pair } from './pair'

/** Nodes that have one of the VIPs, by their facts. */
export const holdersIn = (pair: Pick<Pair, 'vips' | 'nodes'>, facts: PairFacts): string[] => {
  const vips = pair.vips.map((vip) => vip.split('/')[0])
  return pair.nodes
    .map((node) => node.name)
    .filter((name) => facts[name]?.interfaces.some((iface) => iface.addresses.some(({ address }) => vips.includes(address))))
}
