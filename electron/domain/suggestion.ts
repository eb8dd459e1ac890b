import { inSubnet, parseCidr, reservedAddresses } from './address'
import type { FactsOf, NodeFacts } from './node-facts'
import type { Pair } from './pair'
import { placeOf } from './place'

/** How many addresses are tried on the LAN for a suggestion. */
const tried = 6

/** What a node found of a VIP on its LAN; undefined: it was not asked. */
const seenOf = (vip: string, own: Pick<NodeFacts, 'lan'>) => own.lan.vips[parseCidr(vip)?.address ?? '']

/** Addresses high in the nodes' common subnet, where people keep such things; none that a node has. */
export function vipCandidates(pair: Pair, facts: FactsOf<'interfaces' | 'sshInterface'>): string[] {
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

/** The VIPs of `asked` that nobody has, by what every node found on the LAN; `checked`: every node has looked. */
export function freeVips(asked: readonly string[], facts: FactsOf<'lan'>): { address: string; checked: boolean }[] {
  const states = (vip: string) => Object.values(facts).map((own) => seenOf(vip, own)?.state ?? 'not-checked')
  return asked
    .filter((vip) => !states(vip).some((state) => state === 'used' || state === 'own'))
    .map((address) => ({ address, checked: states(address).every((state) => state === 'free') }))
}

/**
 * One VIP, by what every node found on the LAN. A node that has it may answer the others, so `own` goes first; then who answers from
 * outside the pair; it is free only when every node has looked, since each may be on another side of a cut.
 */
export function useOf(vip: string, facts: FactsOf<'interfaces' | 'lan'>): { state: 'free' | 'used' | 'own' | 'not-checked'; mac: string } {
  const all = Object.values(facts)
  const found = all.flatMap((own) => seenOf(vip, own) ?? [])
  const macs = new Set(all.flatMap((own) => own.interfaces.map(({ mac }) => mac.toLowerCase())))
  const used = found.filter(({ state }) => state === 'used')
  const stranger = used.find(({ mac }) => !macs.has(mac.toLowerCase()))
  if (found.some(({ state }) => state === 'own')) return { state: 'own', mac: '' }
  if (stranger !== undefined) return { state: 'used', mac: stranger.mac }
  if (used.length > 0) return { state: 'own', mac: '' }
  return {
    state: found.length === all.length && found.length > 0 && found.every(({ state }) => state === 'free') ? 'free' : 'not-checked',
    mac: '',
  }
}

/** VRIDs heard on the LAN by any node; null: none could listen. */
export function heardRouterIds(facts: FactsOf<'lan'>): number[] | null {
  const listened = Object.values(facts).flatMap((own) => (own.lan.vrids === null ? [] : [own.lan.vrids]))
  return listened.length === 0 ? null : [...new Set(listened.flat().map((advert) => advert.routerId))]
}

/** A VRID that is neither heard nor configured on any node, from 66 on as people count; 66 where all are. */
export function freeRouterId(facts: FactsOf<'keepalived' | 'lan'>): number {
  const used = new Set([...(heardRouterIds(facts) ?? []), ...Object.values(facts).flatMap((own) => own.keepalived.routerIds)])
  return Array.from({ length: 255 }, (_, i) => ((i + 65) % 255) + 1).find((id) => !used.has(id)) ?? 66
}
