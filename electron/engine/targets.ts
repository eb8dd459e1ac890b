import type { Target } from '../checks/ask'
import { HotpairError } from '../domain/failure'
import { healthPortOf } from '../domain/health-port'
import type { FactsOf } from '../domain/node-facts'
import type { Pair } from '../domain/pair'
import { placeOf } from '../domain/place'

/** Where checks and drills reach the nodes, by their facts. Raises fact-unreadable when a node has no address on its interface. */
export const targetsOf = (pair: Pair, facts: FactsOf<'interfaces' | 'sshInterface'>): Target[] =>
  pair.nodes.map((node) => {
    const own = facts[node.name]
    const place = own && placeOf(node, own, pair)
    const [first] = place?.addresses ?? []
    if (place === undefined || first === undefined)
      throw new HotpairError('fact-unreadable', {
        node: node.name,
        values: { reason: 'no-address', fact: 'interface', output: node.interface ?? '' },
      })
    return { name: node.name, address: first.address, interface: place.interface.name }
  })

/** Ports of the health servers that are there. */
export const healthPortsOf = (facts: FactsOf<'files'>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(facts).flatMap(([node, own]) => {
      const port = healthPortOf(own)
      return port === undefined ? [] : [[node, port] as const]
    }),
  )
