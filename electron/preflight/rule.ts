import type { Finding, FindingOf, FindingRule, FindingValues, Severity } from '../domain/finding'
import type { KnownFacts, ShownFacts } from '../domain/node-facts'
import type { Node, Pair } from '../domain/pair'
import { placeOf, type Place } from '../domain/place'

/** A node with its facts and, where it is known, its place on the LAN. */
export interface Seen {
  readonly node: Node
  readonly facts: ShownFacts
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

/** One finding; a value that its rule has not, or lacks, does not compile. */
export const finding = <R extends FindingRule>(severity: Severity, rule: R, values: FindingValues<R>, node?: string): Finding =>
  ({ rule, severity, ...(node === undefined ? {} : { node }), values }) as FindingOf<FindingRule>

/** What a rule says of one node: nothing, or severity, values and, for a group of rules, which one. */
type Says = {
  [R in FindingRule]: keyof FindingValues<R> extends never
    ? readonly [severity: Severity, rule: R]
    : readonly [severity: Severity, rule: R, values: FindingValues<R>]
}[FindingRule]

/** A rule that looks at one node at a time. */
export const onEach =
  (look: (seen: Seen, context: Context) => readonly (Says | false | undefined)[]): Rule =>
  (context) =>
    context.nodes.flatMap((seen) =>
      look(seen, context).flatMap((says) =>
        // the tuple has seen to it that they are the rule's
        says ? [{ rule: says[1], severity: says[0], node: seen.node.name, values: says[2] ?? {} } as Finding] : [],
      ),
    )

/** Every two nodes once. */
export const couples = (nodes: readonly Seen[]): [Seen, Seen][] =>
  nodes.flatMap((one, i) => nodes.slice(i + 1).map((other): [Seen, Seen] => [one, other]))

const order = { error: 0, warning: 1, info: 2 } as const
const key = (each: Finding): string => `${String(order[each.severity])} ${each.rule} ${each.node ?? ''} ${JSON.stringify(each.values)}`

/** To sort by: equal findings come in equal order. */
export const gravestFirst = (a: Finding, b: Finding): number => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)

export function context(pair: Pair, facts: KnownFacts): Context {
  const nodes = pair.nodes.flatMap((node) => {
    const own = facts[node.name]
    return own ? [{ node, facts: own, place: placeOf(node, own, pair) }] : []
  })
  return { pair, nodes, complete: nodes.length === pair.nodes.length }
}
