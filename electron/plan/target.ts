import { healthPortOf } from '../domain/health-port'
import type { NodeFacts, PairFacts } from '../domain/node-facts'
import type { Node, Pair } from '../domain/pair'
import { paths } from '../domain/paths'
import { placeOf } from '../domain/place'
import type { BundleFile, NodeTarget } from '../domain/plan'
import { checkScript } from './check-script'
import { firstVip } from '../domain/vip'
import { isTold, noticeSeconds, watchTimes } from '../domain/vrrp-times'
import { keepalivedDropIn, nginxDropIn } from './drop-ins'
import type { FirewallNeeds } from './firewalls/adapter'
import { clientPorts } from './firewalls/all'
import { keepalivedConf } from './keepalived-conf'
import { healthServer, nginxSite } from './nginx-conf'
import { noticeScript, noticeUnit, type OtherNode } from './nginx-notice'
import { watchScript, watchUnit } from './nginx-watch'

/** The first port tried for the health server; the next free one is taken. */
const firstHealthPort = 18080

/** The node's own address; undefined when it has no interface or none there. */
function ownPlace(node: Node, facts: NodeFacts | undefined, pair: Pair): { interface: string; address: string } | undefined {
  const place = facts && placeOf(node, facts, pair)
  const [first] = place?.addresses ?? []
  return place === undefined || first === undefined ? undefined : { interface: place.interface.name, address: first.address }
}

/** The other nodes' addresses, where they are known. */
const peersOf = (pair: Pair, node: Node, facts: PairFacts): string[] =>
  pair.nodes.filter((each) => each !== node).flatMap((each) => ownPlace(each, facts[each.name], pair)?.address ?? [])

/** Where the other nodes' sites answer, the likeliest to take over first. */
const othersOf = (pair: Pair, node: Node, facts: PairFacts): OtherNode[] =>
  pair.nodes
    .filter((each) => each !== node)
    .sort((one, other) => other.priority - one.priority)
    .flatMap((each) => {
      const own = facts[each.name]
      const address = ownPlace(each, own, pair)?.address
      const [port = 80] = own === undefined ? [] : clientPorts(pair, own)
      return address === undefined ? [] : [{ address, port }]
    })

/** What must come through the node's firewall. */
export function needsOf(pair: Pair, node: Node, facts: PairFacts): FirewallNeeds {
  const own = facts[node.name]
  return {
    interface: ownPlace(node, own, pair)?.interface ?? '',
    peers: peersOf(pair, node, facts),
    ports: own === undefined ? [] : clientPorts(pair, own),
  }
}

function healthPort(facts: NodeFacts): number {
  const before = healthPortOf(facts)
  if (before !== undefined) return before
  const used = new Set(facts.listening.map((socket) => socket.port))
  let port = firstHealthPort
  while (used.has(port)) port++
  return port
}

const file = (path: string, content: string, mode = '0644'): BundleFile => ({ path, mode, owner: 'root', group: 'root', content })

/**
 * Everything that must be true of a node. Takes facts of all nodes, since peers are told by their addresses.
 * Throws TypeError when a node has no place; preflight has refused such a pair before.
 */
export function targetOf(pair: Pair, node: Node, facts: PairFacts): NodeTarget {
  const own = facts[node.name]
  const place = ownPlace(node, own, pair)
  if (own === undefined || place === undefined) throw new TypeError(`no interface with an IPv4 address is known of ${node.name}`)
  if (own.packageManager === null) throw new TypeError(`no package manager is known of ${node.name}`)
  const keepalivedVersion = own.keepalived.version ?? own.packages.keepalived.candidate
  if (keepalivedVersion === null) throw new TypeError(`no keepalived is to be had on ${node.name}`)
  const peers = peersOf(pair, node, facts)
  const port = healthPort(own)
  const site = nginxSite(node.name, pair.nginx)
  const told = isTold(pair.vrrp)
  return {
    node: node.name,
    interface: place.interface,
    address: place.address,
    packages: ['nginx', 'keepalived', 'curl'],
    packageManager: own.packageManager,
    files: [
      file(paths.nginxHealth, healthServer(port)),
      ...(site === null ? [] : [file(paths.nginxSite, site)]),
      file(paths.nginxDropIn, nginxDropIn(told)),
      ...(told
        ? [
            file(
              paths.noticeScript,
              noticeScript(firstVip(pair).address, othersOf(pair, node, facts), noticeSeconds(pair, node.name)),
              '0755',
            ),
            file(paths.noticeUnit, noticeUnit),
            file(paths.watchScript, watchScript(port, watchTimes(pair.vrrp)), '0755'),
            file(paths.watchUnit, watchUnit),
          ]
        : []),
      file(paths.keepalivedDropIn, keepalivedDropIn(told, pair.vrrp.realTimePriority !== undefined)),
      file(paths.checkScript, checkScript(port), '0755'),
      file(paths.keepalivedConf, keepalivedConf(pair, { name: node.name, ...place, peers, keepalivedVersion })),
    ],
    absent: [
      // Debian's own default site has default_server, which only one server may have
      ...(site !== null && own.os.family === 'debian' ? [paths.debianDefaultSite] : []),
      ...(site === null ? [paths.nginxSite] : []),
      ...(told ? [] : [paths.noticeUnit, paths.noticeScript, paths.watchUnit, paths.watchScript]),
      ...(pair.vrrp.version === 2 ? [] : [paths.vrrpAuth]),
    ],
    keepalivedVersion,
    healthPort: port,
    vrrpAuth: pair.vrrp.version === 2,
  }
}
