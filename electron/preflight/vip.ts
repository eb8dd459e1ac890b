import { formatCidr, inSubnet, parseCidr, reservedAddresses, type Cidr } from '../domain/address'
import { addressesOf } from '../domain/keepalived/view'
import { vrrpViewOf } from '../domain/node-facts'
import { vipsOf } from '../domain/vip'
import { finding, onEach, type Context, type Rule, type Seen } from './rule'

/** The VIP and the node's subnets. A /32 inside a subnet is best: it leaves no connected route behind (keepalived #1268). */
const subnet: Rule = onEach(({ place }, { pair }) =>
  vipsOf(pair).map((vip) => {
    if (!place || place.addresses.length === 0) return false
    const around = place.addresses.find((own) => inSubnet(vip.address, own))
    const values = { vip: formatCidr(vip), interface: place.interface.name, subnets: place.addresses.map(formatCidr) }
    if (!around) return [vip.prefix === 32 ? 'warning' : 'error', 'vip-not-in-subnet', values]
    return vip.prefix !== 32 && vip.prefix !== around.prefix && ['error', 'vip-prefix', { ...values, prefix: around.prefix }]
  }),
)

/** Network and broadcast addresses, by the VIP's own prefix and by the subnet it lies in. */
const reserved: Rule = ({ pair, nodes }) =>
  vipsOf(pair).flatMap((vip) => {
    const around = nodes.flatMap(({ place }) => place?.addresses ?? []).filter((own) => inSubnet(vip.address, own))
    const taken = [vip, ...around].flatMap(reservedAddresses)
    return taken.includes(vip.address) || !isUnicast(vip) ? [finding('error', 'vip-reserved', { vip: formatCidr(vip) })] : []
  })

const neverUnicast = ['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3'].flatMap((text) => parseCidr(text) ?? [])
const isUnicast = ({ address }: Cidr): boolean => !neverUnicast.some((network) => inSubnet(address, network))

/** An address that a node has for good. One that its keepalived.conf names is there as a VIP. */
const nodeAddress: Rule = ({ pair, nodes }) =>
  vipsOf(pair).flatMap(({ address }) => {
    const named = pair.nodes.filter((node) => node.address === address).map((node) => node.name)
    const having = nodes.filter((seen) => has(seen, address) && !keeps(seen, address)).map(({ node }) => node.name)
    const node = [...named, ...having][0]
    return node === undefined ? [] : [finding('error', 'vip-is-node-address', { vip: address }, node)]
  })

const has = ({ facts }: Seen, vip: string): boolean =>
  facts.interfaces.some((each) => each.addresses.some(({ address }) => address === vip))

const keeps = ({ facts }: Seen, vip: string): boolean => {
  const view = vrrpViewOf(facts)
  return view !== null && addressesOf(view).some(({ address }) => address === vip)
}

/** Asked of the LAN by every node; somebody who is none of the pair has the address. */
const inUse: Rule = ({ pair, nodes, complete }) =>
  (complete ? vipsOf(pair) : []).flatMap(({ address }) => {
    const macs = new Set(nodes.flatMap(({ facts }) => facts.interfaces.map(({ mac }) => mac)))
    const strangers = nodes.flatMap(({ node, facts }) => {
      const use = facts.lan.vips[address]
      return use?.state === 'used' && !macs.has(use.mac) ? [{ node: node.name, mac: use.mac }] : []
    })
    const [first] = strangers
    return first ? [finding('error', 'vip-in-use', { vip: address, mac: first.mac, nodes: strangers.map(({ node }) => node) })] : []
  })

/** Nobody could tell whether the VIP is free. */
const unchecked: Rule = ({ pair, nodes }: Context) =>
  vipsOf(pair).flatMap(({ address }) => {
    const states = nodes.map(({ facts }) => facts.lan.vips[address]?.state ?? 'not-checked')
    return nodes.length > 0 && states.every((state) => state === 'not-checked') ? [finding('info', 'vip-unchecked', { vip: address })] : []
  })

export const vipRules: readonly Rule[] = [subnet, reserved, nodeAddress, inUse, unchecked]
