import type { Input, Output } from '../contract/commands'
import type { Call } from '../contract/wire'
import { formatCidr } from '../domain/address'
import { settingsRules } from '../domain/finding'
import { pairSchema, type Pair } from '../domain/pair'
import { placeOf } from '../domain/place'
import { freeRouterId, freeVips, heardRouterIds, useOf, vipCandidates } from '../domain/suggestion'
import { preflight } from '../preflight/preflight'
import { open, read, readAll, readOfAll, withSessions, type Engine } from './connections'

/** Hosts that are not a pair yet: no VIP, settings that mean nothing. */
export function unmade(name: string, nodes: Input<'hosts.detect'>['nodes'], vips: readonly string[]): Pair {
  const pair = pairSchema.parse({
    name,
    nodes: nodes.map((node) => ({ ...node, priority: undefined })),
    vips: ['198.51.100.199'],
    vrrp: { routerId: 1 },
  })
  return { ...pair, vips: [...vips] }
}

/** Connects to one node and looks. */
export async function testNode(engine: Engine, { pair: name, node: given }: Input<'node.test'>, call: Call): Promise<Output<'node.test'>> {
  const pair = unmade(name, [given, { ...given, name: `${given.name.slice(0, 28)}-2`, address: 'other.invalid' }], [])
  const node = { ...(pair.nodes[0] as Pair['nodes'][number]), name: given.name }
  const session = await open(engine, pair, node, call)
  try {
    const facts = await read(engine, pair, call, session, node, ['os', 'interfaces', 'sshInterface', 'packages'], false)
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
}

/** Facts of hosts that are not a pair yet, and what they mean whatever is chosen later. */
export function detectHosts(engine: Engine, { name, nodes }: Input<'hosts.detect'>, call: Call): Promise<Output<'hosts.detect'>> {
  const pair = unmade(name, nodes, [])
  return withSessions(engine, pair, call, async (sessions) => {
    const facts = await readAll(engine, pair, call, sessions)
    return { facts, findings: preflight(pair, facts).filter((finding) => !settingsRules.has(finding.rule)) }
  })
}

/** What tells where a node stands on its LAN, and who else is there. */
const place = ['interfaces', 'sshInterface'] as const
const neighbours = [...place, 'lan', 'keepalived'] as const

/** Free addresses, asked on the LAN from every node, and an unused VRID. */
export function suggestVip(engine: Engine, { name, nodes }: Input<'vip.suggest'>, call: Call): Promise<Output<'vip.suggest'>> {
  const bare = unmade(name, nodes, [])
  return withSessions(engine, bare, call, async (sessions) => {
    const candidates = vipCandidates(bare, await readOfAll(engine, bare, call, sessions, place, false))
    const facts = await readOfAll(engine, unmade(name, nodes, candidates), call, sessions, neighbours)
    return { vips: freeVips(candidates, facts), routerId: freeRouterId(facts), heard: heardRouterIds(facts) }
  })
}

/** Whether one address is free on the LAN, asked from every node. */
export function checkVip(engine: Engine, { name, nodes, vip }: Input<'vip.check'>, call: Call): Promise<Output<'vip.check'>> {
  const pair = unmade(name, nodes, [vip])
  return withSessions(engine, pair, call, async (sessions) => {
    const asked = new Date().toISOString()
    return { ...useOf(vip, await readOfAll(engine, pair, call, sessions, neighbours)), asked }
  })
}
