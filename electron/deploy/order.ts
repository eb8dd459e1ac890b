import type { PairFacts } from '../domain/node-facts'
import type { Pair } from '../domain/pair'

/** Nodes that have one of the VIPs, by their facts. */
export const holdersIn = (pair: Pair, facts: PairFacts): string[] => {
  const vips = pair.vips.map((vip) => vip.split('/')[0])
  return pair.nodes
    .map((node) => node.name)
    .filter((name) => facts[name]?.interfaces.some((iface) => iface.addresses.some(({ address }) => vips.includes(address))))
}

/**
 * In which order nodes commit. No holder yet: the node of highest priority first, and alone (with nopreempt the first one keeps the
 * VIP: the seed's step 2). There is a holder: standbys first, then the holder.
 */
export function commitOrder(pair: Pair, holders: readonly string[]): string[] {
  const names = [...pair.nodes].sort((a, b) => b.priority - a.priority).map((node) => node.name)
  if (holders.length === 0) return names
  return [...names.filter((name) => !holders.includes(name)), ...names.filter((name) => holders.includes(name))]
}
