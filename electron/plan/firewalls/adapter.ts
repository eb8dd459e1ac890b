import type { NodeFacts } from '../../domain/node-facts'
import type { Draft } from '../../domain/step'

/** What must come through on a node: VRRP from its peers, clients from anywhere. */
export interface FirewallNeeds {
  readonly interface: string
  /** The peers' addresses. */
  readonly peers: readonly string[]
  /** TCP ports. */
  readonly ports: readonly number[]
}

/** A kind of firewall: facts in, steps out, each with its way back. */
export interface Firewall {
  /** Its units, whose state is remembered before one is switched off. */
  readonly units: readonly string[]
  readonly isActive: (facts: NodeFacts) => boolean
  /** Steps that let it through; needed where it does not come through yet. */
  readonly open: (needs: FirewallNeeds, facts: NodeFacts) => Draft[]
  /** Steps that switch it off, as the seed does. */
  readonly switchOff: () => Draft[]
}
