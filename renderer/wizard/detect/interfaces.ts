import { inSubnet } from '../../../electron/domain/address'
import type { InterfaceFact, ShownFacts } from '../../../electron/domain/node-facts'

/** Why an interface was chosen: it carries the SSH connection · it is the only one · it shares a LAN with the other node. */
export type Reason = 'ssh' | 'only' | 'lan'
export interface Guess {
  readonly name: string
  readonly reason: Reason
}

/** Its own IPv4 addresses, the primary ones first. */
export const ipv4Of = (iface: InterfaceFact): InterfaceFact['addresses'] =>
  iface.addresses.filter(({ family }) => family === 'inet').sort((a, b) => Number(a.secondary) - Number(b.secondary))

/** Interfaces that could carry a VIP: not loopback, with an IPv4 address; then those without one. */
export const candidates = (facts: ShownFacts): InterfaceFact[] =>
  facts.interfaces.filter((iface) => !iface.loopback).sort((a, b) => Number(ipv4Of(b).length > 0) - Number(ipv4Of(a).length > 0))

/** The best guess for a node, or null when a person must choose. */
export function guess(facts: ShownFacts, others: readonly ShownFacts[]): Guess | null {
  if (facts.sshInterface !== null) return { name: facts.sshInterface, reason: 'ssh' }
  const possible = candidates(facts).filter((iface) => iface.up && ipv4Of(iface).length > 0)
  const [first, second] = possible
  if (first !== undefined && second === undefined) return { name: first.name, reason: 'only' }
  const shared = possible.filter((iface) => ipv4Of(iface).some((own) => others.some((other) => sharesLan(own, other))))
  return shared.length === 1 && shared[0] !== undefined ? { name: shared[0].name, reason: 'lan' } : null
}

const sharesLan = (own: { address: string; prefix: number }, other: ShownFacts): boolean =>
  other.interfaces.some(
    (iface) => !iface.loopback && ipv4Of(iface).some(({ address, prefix }) => prefix === own.prefix && inSubnet(address, own)),
  )
