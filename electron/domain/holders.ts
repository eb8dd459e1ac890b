import { z } from 'zod'
import { instancesOf, type Instance } from './instance'
import type { FactsOf } from './node-facts'
import type { Pair } from './pair'
import { vipText } from './vip'

/** The addresses that were seen on each node; a node that is not in it could not be asked. */
export type Seen = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Who has certain VIPs.
 * sole: one node has them all, and every node was asked · split: several nodes have some of them · nobody: one of them is on no node, and
 * every node was asked · unknown: a node could not be asked, and what was seen is no split
 */
export const holdingSchema = z.object({
  is: z.enum(['sole', 'split', 'nobody', 'unknown']),
  /** Nodes that were seen with any of them, in the pair's order. */
  holders: z.array(z.string()),
  /** Nodes that could not be asked. */
  unseen: z.array(z.string()),
  /** Addresses that were seen nowhere. */
  missing: z.array(z.string()),
})
export type Holding = z.output<typeof holdingSchema>

type Held = Pick<Instance, 'vips' | 'nodes'>

/** The one place that decides who holds VIPs: of an instance, or of some of its VIPs. */
export function holdingOf({ vips, nodes }: Held, seen: Seen): Holding {
  const names = nodes.map(({ name }) => name)
  const has = (name: string, address: string): boolean => seen.get(name)?.has(address) === true
  const holders = names.filter((name) => vips.some(({ address }) => has(name, address)))
  const unseen = names.filter((name) => !seen.has(name))
  const missing = vips.map(({ address }) => address).filter((address) => !names.some((name) => has(name, address)))
  const is = holders.length > 1 ? 'split' : unseen.length > 0 ? 'unknown' : missing.length > 0 || holders.length === 0 ? 'nobody' : 'sole'
  return { is, holders, unseen, missing }
}

/** Each instance's, in their order. */
export const holdingsOf = (pair: Pair, seen: Seen): Holding[] => instancesOf(pair).map((instance) => holdingOf(instance, seen))

/** Each VIP's by itself; keys are the pair's `vips`. */
export const holdingsByVip = (pair: Pair, seen: Seen): Record<string, Holding> =>
  Object.fromEntries(
    instancesOf(pair).flatMap(({ vips, nodes }) => vips.map((vip) => [vipText(vip), holdingOf({ vips: [vip], nodes }, seen)] as const)),
  )

/** Who has it alone, or null. */
export const soleOf = (holding: Holding | undefined): string | null => (holding?.is === 'sole' ? (holding.holders[0] ?? null) : null)

/** The one node that has every VIP of the pair while no other has any; else null. */
export function soleHolder(pair: Pair, seen: Seen): string | null {
  const [first, ...others] = holdingsOf(pair, seen).map(soleOf)
  return first !== undefined && others.every((other) => other === first) ? first : null
}

/** Nodes with any VIP. */
export const holdersOf = (holdings: readonly Holding[]): string[] => [...new Set(holdings.flatMap(({ holders }) => holders))]

/** What the facts of nodes say of their addresses. */
export const seenIn = (facts: FactsOf<'interfaces'>): Seen =>
  new Map(
    Object.entries(facts).map(([name, { interfaces }]) => [
      name,
      new Set(interfaces.flatMap(({ addresses }) => addresses.map(({ address }) => address))),
    ]),
  )
