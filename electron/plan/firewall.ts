import type { NodeFacts } from '../domain/node-facts'
import type { Pair } from '../domain/pair'
import type { FirewallRule, NodeTarget } from '../domain/plan'

/** A rich rule as firewall-cmd prints it, so that it compares equal with what is read back. */
const vrrpRule = (peer: string): string => `rule family="ipv4" source address="${peer}" protocol value="vrrp" accept`

/** Ports clients use, from what the pair serves and, in `keep`, from what the user's own sites listen on. */
function clientServices(pair: Pair, facts: NodeFacts): FirewallRule['value'][] {
  if (pair.nginx.content !== 'keep') return ['http']
  const listens = facts.nginx.sites.flatMap((site) => site.listens)
  const tls = pair.nginx.url?.startsWith('https:') === true || listens.some((listen) => /(^|:)443\b/.test(listen))
  return tls ? ['http', 'https'] : ['http']
}

/**
 * firewalld rules for one node. A rich rule by the peer's address works with both backends and covers multicast and unicast; the
 * seed's direct rule does nothing with the nftables backend, and opens no port 80.
 */
export function firewallOf(pair: Pair, facts: NodeFacts, iface: string, peers: readonly string[]): NodeTarget['firewall'] {
  const { firewalld } = facts.firewall
  if (firewalld === null || pair.firewall === 'leave') return { rules: [], disable: [] }
  if (pair.firewall === 'disable') return { rules: [], disable: ['firewalld'] }
  const zone = firewalld.zones[iface]
  if (zone === undefined) return { rules: [], disable: [] }
  const port = pair.nginx.content === 'keep' && pair.nginx.url !== undefined ? new URL(pair.nginx.url).port : ''
  return {
    rules: [
      ...peers.map((peer): FirewallRule => ({ zone, kind: 'rich-rule', value: vrrpRule(peer) })),
      ...clientServices(pair, facts).map((value): FirewallRule => ({ zone, kind: 'service', value })),
      ...(port === '' ? [] : [{ zone, kind: 'port', value: `${port}/tcp` } as const]),
    ],
    disable: [],
  }
}

/** Rules that are missing now, in the running or in the permanent configuration. */
export function missingRules(rules: readonly FirewallRule[], facts: NodeFacts): FirewallRule[] {
  const { firewalld } = facts.firewall
  if (firewalld === null) return []
  const lists = { 'rich-rule': 'richRules', service: 'services', port: 'ports' } as const
  return rules.filter(
    (rule) =>
      firewalld.rules[rule.zone]?.[lists[rule.kind]].includes(rule.value) !== true ||
      firewalld.permanent[rule.zone]?.[lists[rule.kind]].includes(rule.value) !== true,
  )
}
