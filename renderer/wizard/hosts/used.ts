import type { Node, Pair } from '../../../electron/domain/pair'
import { accountText } from '../../../electron/domain/secret'
import type { NodeForm } from '../../app/form'

/** Pure: hosts that pairs have which are kept on this computer. */

/** A host as a pair has it. */
export interface UsedHost {
  readonly pair: string
  readonly node: Node
  /** accountText of it: each is there once. */
  readonly at: string
  /** "nginx1 · root@198.51.100.11:22 · web" */
  readonly label: string
}

/** The account that is being typed. */
export const accountOf = ({ address, port, user }: NodeForm): string =>
  accountText({ address: address.trim(), port: Number(port), user: user.trim() })

/** Hosts of these pairs; where several have one, as the first has it. @param own name of the pair that is being set up, if it is kept already */
export function usedHosts(pairs: readonly Pair[], own: string | null): UsedHost[] {
  const found = new Map<string, UsedHost>()
  for (const pair of pairs.filter(({ name }) => name !== own))
    for (const node of pair.nodes) {
      const at = accountText(node)
      if (!found.has(at)) found.set(at, { pair: pair.name, node, at, label: `${node.name} · ${at} · ${pair.name}` })
    }
  return [...found.values()]
}

/** Names of the other pairs that this machine is a node of, whoever logs in there. */
export function pairsOf(pairs: readonly Pair[], own: string | null, { address, port }: NodeForm): string[] {
  const same = (node: Node): boolean => node.address.toLowerCase() === address.trim().toLowerCase() && node.port === Number(port)
  return pairs.filter(({ name, nodes }) => name !== own && nodes.some(same)).map(({ name }) => name)
}
