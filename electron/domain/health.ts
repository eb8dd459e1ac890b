import type { Holding } from './holders'

/** One word for a pair. split is worse than down, because it looks as if it worked; not-deployed: nothing of Hotpair's is on any node. */
export const healthWords = ['healthy', 'degraded', 'split', 'down', 'not-deployed', 'unknown'] as const
export type Health = (typeof healthWords)[number]

/** What is known of a node's services. */
export type NodeHealth =
  | { readonly reachable: false }
  | {
      readonly reachable: true
      readonly nginx: string
      readonly keepalived: string
      readonly deployment: { readonly open: boolean; readonly deployment: string }
    }

/** It could take the VIP, or keep it. */
export const isWell = (node: NodeHealth): boolean => node.reachable && node.nginx === 'active' && node.keepalived === 'active'

/** @param holdings one for each instance */
export function healthOf(holdings: readonly Holding[], nodes: readonly NodeHealth[]): Health {
  if (holdings.some(({ is }) => is === 'split')) return 'split'
  const untouched = nodes.every((node) => node.reachable && !node.deployment.open && node.deployment.deployment === '')
  if (untouched && holdings.every(({ is }) => is === 'nobody')) return 'not-deployed'
  const absent = holdings.filter(({ missing }) => missing.length > 0)
  if (absent.length > 0) return absent.some(({ unseen }) => unseen.length > 0) ? 'unknown' : 'down'
  return nodes.every((node) => isWell(node) && node.reachable && !node.deployment.open) ? 'healthy' : 'degraded'
}
