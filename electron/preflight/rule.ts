import type { Finding } from '../domain/finding'
import type { NodeFacts, PairFacts } from '../domain/node-facts'
import type { Node, Pair } from '../domain/pair'
import { placeOf, type Place } from '../domain/place'

/** A node with its facts and, where it is known, its place on the LAN. */
export interface Seen {
  readonly node: Node
  readonly facts: NodeFacts
  readonly place: Place | undefined
}

export interface Context {
  readonly pair: Pair
  /** Nodes whose facts have been read, in the pair's order. */
  readonly nodes: readonly Seen[]
  /** All nodes have been read. Before that nobody knows whether a stranger on the LAN is one of the pair. */
  readonly complete: boolean
}

/** What one rule finds; pure. */
export type Rule = (context: Context) => Finding[]

type Values = Readonly<Record<string, string | number>>

export function finding(severity: Finding['severity'], rule: string, values: Values, node?: string): Finding {
  const texts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
  return { rule, severity, ...(node === undefined ? {} : { node }), values: texts }
}

/** What a rule says of one node: nothing, or severity, values and, for a group of rules, which one. */
type Says = readonly [severity: Finding['severity'], rule: string, values?: Values]

/** A rule that looks at one node at a time. */
export const onEach =
  (look: (seen: Seen, context: Context) => readonly (Says | false | undefined)[]): Rule =>
  (context) =>
    context.nodes.flatMap((seen) =>
      look(seen, context).flatMap((says) => (says ? [finding(says[0], says[1], says[2] ?? {}, seen.node.name)] : [])),
    )

/** Every two nodes once. */
export const couples = (nodes: readonly Seen[]): [Seen, Seen][] =>
  nodes.flatMap((one, i) => nodes.slice(i + 1).map((other): [Seen, Seen] => [one, other]))

export function context(pair: Pair, facts: PairFacts): Context {
  const nodes = pair.nodes.flatMap((node) => {
    const own = facts[node.name]
    return own ? [{ node, facts: own, place: placeOf(node, own, pair) }] : []
  })
  return { pair, nodes, complete: nodes.length === pair.nodes.length }
}
