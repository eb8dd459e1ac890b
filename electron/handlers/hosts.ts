import { formatCidr, inSubnet, reservedAddresses } from '../domain/address'
import type { Handlers } from '../contract/wire'
import type { Input } from '../contract/commands'
import type { PairFacts } from '../domain/node-facts'
import { pairSchema, type Pair } from '../domain/pair'
import { preflight } from '../preflight/preflight'
import { placeOf } from '../domain/place'
import { sshSuggestions } from '../remote/ssh-files'
import { open, read, readAll, withSessions, type Engine } from '../engine/connections'

type HostHandlers = Pick<Handlers, 'node.test' | 'ssh.suggestions' | 'hosts.detect' | 'vip.suggest'>

/** How many addresses are tried on the LAN for a suggestion. */
const tried = 6

/** Hosts that are not a pair yet: no VIP, settings that mean nothing. */
function unmade(name: string, nodes: Input<'hosts.detect'>['nodes'], vips: readonly string[]): Pair {
  const pair = pairSchema.parse({
    name,
    nodes: nodes.map((node) => ({ ...node, priority: undefined })),
    vips: ['198.51.100.199'],
    vrrp: { routerId: 1 },
  })
  return { ...pair, vips: [...vips] }
}

/** Rules that speak of settings which were not chosen yet. */
const aboutSettings = /^(vip-|vrid-|no-vip|firewall-disabled|default-site|other-default|port-taken|snapshot)/

export const hostHandlers = (engine: Engine): HostHandlers => ({
  'node.test': async ({ pair: name, node: given }, call) => {
    const pair = unmade(name, [given, { ...given, name: `${given.name.slice(0, 28)}-2`, address: 'other.invalid' }], [])
    const node = { ...(pair.nodes[0] as Pair['nodes'][number]), name: given.name }
    const session = await open(engine, pair, node, call)
    try {
      const facts = await read(engine, pair, call, session, node, false)
      const place = placeOf(node, facts, { vips: [] })
      const [first] = place?.addresses ?? []
      return {
        os: facts.os.prettyName,
        hostname: facts.os.hostname,
        architecture: facts.os.architecture,
        interface: place?.interface.name ?? null,
        address: first === undefined ? null : formatCidr(first),
        nginx: facts.packages.nginx.installed,
        keepalived: facts.packages.keepalived.installed,
        root: node.user === 'root' ? 'root' : node.sudo === 'nopassword' ? 'sudo' : 'sudo-password',
      }
    } finally {
      await session.close()
    }
  },

  'ssh.suggestions': async () => await sshSuggestions(),

  'hosts.detect': ({ name, nodes }, call) => {
    const pair = unmade(name, nodes, [])
    return withSessions(engine, pair, call, async (sessions) => {
      const facts = await readAll(engine, pair, call, sessions)
      return { facts, findings: preflight(pair, facts).filter((finding) => !aboutSettings.test(finding.rule)) }
    })
  },

  'vip.suggest': ({ name, nodes }, call) =>
    withSessions(engine, unmade(name, nodes, []), call, async (sessions) => {
      const bare = unmade(name, nodes, [])
      const before = await readAll(engine, bare, call, sessions, false)
      const candidates = candidatesIn(bare, before)
      const asked = unmade(name, nodes, candidates)
      const facts = await readAll(engine, asked, call, sessions)
      const states = (vip: string) => Object.values(facts).map((own) => own.lan.vips[vip.split('/')[0] ?? '']?.state ?? 'not-checked')
      const vips = candidates
        .filter((vip) => !states(vip).some((state) => state === 'used' || state === 'own'))
        .map((address) => ({ address, checked: states(address).every((state) => state === 'free') }))
      const lists = Object.values(facts).map((own) => own.lan.vrids)
      const listened = lists.filter((list) => list !== null)
      const heard = listened.length === 0 ? null : [...new Set(listened.flat().map((advert) => advert.routerId))]
      const used = new Set([...(heard ?? []), ...Object.values(facts).flatMap((own) => own.keepalived.routerIds)])
      const routerId = Array.from({ length: 255 }, (_, i) => ((i + 65) % 255) + 1).find((id) => !used.has(id)) ?? 66
      return { vips, routerId, heard }
    }),
})

/** Addresses high in the nodes' common subnet, where people keep such things; none that a node has. */
function candidatesIn(pair: Pair, facts: PairFacts): string[] {
  const places = pair.nodes.flatMap((node) => {
    const own = facts[node.name]
    return own === undefined ? [] : (placeOf(node, own, { vips: [] })?.addresses.slice(0, 1) ?? [])
  })
  const [first] = places
  if (first === undefined || first.prefix > 30 || first.prefix < 8) return []
  const [, broadcast = ''] = reservedAddresses(first)
  const taken = new Set(
    Object.values(facts).flatMap((own) => own.interfaces.flatMap((iface) => iface.addresses.map(({ address }) => address))),
  )
  const octets = broadcast.split('.').map(Number)
  const last = octets[3] ?? 0
  // .254 and its neighbours are often routers
  const start = last === 255 ? 200 : last - 1
  const found: string[] = []
  for (let host = start; host > 1 && found.length < tried; host--) {
    const address = [...octets.slice(0, 3), host].join('.')
    if (inSubnet(address, first) && !taken.has(address) && address !== reservedAddresses(first)[0])
      found.push(`${address}/${String(first.prefix)}`)
  }
  return found
}
