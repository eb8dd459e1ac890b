import { inSubnet, parseCidr, type Cidr } from '../domain/address'
import type { InterfaceFact, NodeFacts } from '../domain/node-facts'
import type { Node, Pair } from '../domain/pair'

/** Where a node takes part in VRRP. */
export interface Place {
  readonly interface: InterfaceFact
  /** Its IPv4 addresses there, VIPs excepted; the first is its own. May be empty. */
  readonly addresses: readonly (Cidr & { readonly dynamic: boolean })[]
}

/** The pair's VIPs with their prefixes. */
export const vipsOf = (pair: Pair): Cidr[] => pair.vips.flatMap((text) => parseCidr(text) ?? [])

/** The interface named in the pair, else the one that SSH came in by; undefined when it is not there or not known. */
export function placeOf(node: Node, facts: NodeFacts, pair: Pair): Place | undefined {
  const name = node.interface ?? facts.sshInterface
  const found = facts.interfaces.find((each) => each.name === name)
  if (!found) return undefined
  const vips = vipsOf(pair).map((vip) => vip.address)
  const own = found.addresses.filter(({ family, address }) => family === 'inet' && !vips.includes(address))
  return { interface: found, addresses: [...own.filter((each) => !each.secondary), ...own.filter((each) => each.secondary)] }
}

export const sameSubnet = (a: Cidr, b: Cidr): boolean => a.prefix === b.prefix && inSubnet(a.address, b)
