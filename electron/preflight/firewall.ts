import type { NodeFacts } from '../domain/node-facts'
import { onEach, type Context, type Rule, type Seen } from './rule'

type Zone = NonNullable<NodeFacts['firewall']['firewalld']>['rules'][string]

/** Firewalls that we neither open nor switch off. */
const foreign: Rule = onEach(({ facts: { firewall } }, { pair }) => {
  const kinds = [
    ...(firewall.ufwActive ? ['ufw'] : []),
    ...firewall.nftTables.map((table) => `nft table ${table}`),
    ...(firewall.iptables ? ['iptables'] : []),
  ]
  if (kinds.length === 0) return []
  return [
    pair.firewall === 'leave'
      ? ['warning', 'firewall-foreign-left', { firewalls: kinds }]
      : ['error', 'firewall-foreign', { firewalls: kinds }],
  ]
})

/** Whether a zone lets the peer's adverts in. */
const admits = (zone: Zone, peer: string): boolean =>
  zone.target === 'ACCEPT' ||
  zone.protocols?.some((protocol) => protocol === 'vrrp' || protocol === '112') === true ||
  zone.richRules.some(
    (rule) =>
      /\bprotocol value="?(vrrp|112)\b/.test(rule) &&
      /\baccept\b/.test(rule) &&
      (!/\bsource\b/.test(rule) || new RegExp(`"${peer.replaceAll('.', '\\.')}(/32)?"`).test(rule)),
  )

const firewalld: Rule = onEach((seen, context) => {
  const { firewalld: active } = seen.facts.firewall
  if (active === null) return []
  if (context.pair.firewall === 'disable') return [['warning', 'firewall-disabled-chosen']]
  if (!seen.place || seen.place.interface.loopback) return []
  const name = seen.place.interface.name
  const zone = active.zones[name]
  const rules = zone === undefined ? undefined : active.rules[zone]
  if (zone === undefined || rules === undefined)
    return [[context.pair.firewall === 'open' ? 'error' : 'warning', 'firewalld-zone-unknown', { interface: name }]]
  if (context.pair.firewall === 'leave') return leftAlone(seen, context, zone, rules)
  // Opening ends with a reload, which drops what is in the running configuration only.
  const lost = onlyRunning(rules, active.permanent[zone])
  return [lost.length > 0 && ['warning', 'firewalld-unsaved', { zone, rules: lost }]]
})

function leftAlone(seen: Seen, { pair, nodes }: Context, zone: string, rules: Zone) {
  const peers = nodes.filter(({ node }) => node !== seen.node).flatMap(({ place }) => place?.addresses[0]?.address ?? [])
  const blocked = peers.filter((peer) => !admits(rules, peer))
  const web = rules.target === 'ACCEPT' || rules.services.includes('http') || rules.ports.includes('80/tcp')
  const allow = blocked.map(
    (peer) =>
      `firewall-cmd --permanent --zone=${zone} --add-rich-rule='rule family="ipv4" source address="${peer}" protocol value="vrrp" accept'`,
  )
  return [
    blocked.length > 0 &&
      (['warning', 'firewall-leave-blocks', { zone, peers: blocked, commands: [...allow, 'firewall-cmd --reload'].join(' && ') }] as const),
    pair.nginx.content !== 'keep' && !web && (['warning', 'firewall-leave-blocks-web', { zone }] as const),
  ]
}

const onlyRunning = (running: Zone, permanent: Zone | undefined): string[] =>
  (['services', 'ports', 'richRules', 'protocols'] as const).flatMap((kind) =>
    (running[kind] ?? []).filter((rule) => permanent?.[kind]?.includes(rule) !== true),
  )

export const firewallRules: readonly Rule[] = [foreign, firewalld]
