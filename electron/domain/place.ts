import { inSubnet, type Cidr } from './address'
import type { InterfaceFact, NodeFacts } from './node-facts'
import type { Node, Pair } from './pair'
import { vipsOf } from './vip'

/** Where a node takes part in VRRP. Never told by the SSH address, which may be NAT or a name. */
export interface Place {
  readonly interface: InterfaceFact
  /** Its IPv4 addresses there, VIPs excepted; the first is its own. May be empty. */
  readonly addresses: readonly (Cidr & { readonly dynamic: boolean })[]
}

/** The interface named in the pair, else the one that SSH came in by; undefined when it is not there or not known. */
export function placeOf(
  node: Pick<Node, 'interface'>,
  facts: Pick<NodeFacts, 'interfaces' | 'sshInterface'>,
  pair: Pick<Pair, 'vips'>,
): Place | undefined {
  const name = node.interface ?? facts.sshInterface
  const found = facts.interfaces.find((each) => each.name === name)
  if (!found) return undefined
  const vips = vipsOf(pair).map((vip) => vip.address)
  const own = found.addresses.filter(({ family, address }) => family === 'inet' && !vips.includes(address))
  return { interface: found, addresses: [...own.filter((each) => !each.secondary), ...own.filter((each) => each.secondary)] }
}

export const sameSubnet = (a: Cidr, b: Cidr): boolean => a.prefix === b.prefix && inSubnet(a.address, b)
