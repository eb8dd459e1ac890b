import { formatCidr } from '../domain/address'
import { sameSubnet } from '../domain/place'
import { couples, finding, onEach, type Rule } from './rule'

const present: Rule = onEach(({ node, facts, place }) => {
  const names = facts.interfaces.filter((each) => !each.loopback).map((each) => each.name)
  if (place) return []
  if (node.interface !== undefined) return [['error', 'interface-missing', { interface: node.interface, interfaces: names }]]
  return [['error', 'no-interface-guess', { address: node.address, interfaces: names }]]
})

const usable: Rule = onEach(({ place }) => {
  if (!place) return []
  const { interface: own, addresses } = place
  const values = { interface: own.name }
  return [
    own.loopback && ['error', 'interface-loopback', values],
    !own.loopback && !(own.up && own.carrier) && ['error', 'interface-down', { ...values, what: own.up ? 'no-link' : 'off' }],
    addresses.length === 0 && ['error', 'no-ipv4-on-interface', values],
    // networkd drops what it has not configured when it configures anew (systemd #13555).
    own.manager === 'networkd' && ['warning', 'networkd-manages', values],
    addresses[0]?.dynamic === true && ['warning', 'address-dynamic', { ...values, address: addresses[0].address }],
  ]
})

/** A VIP can only move between nodes of one LAN. */
const subnetsDiffer: Rule = ({ nodes }) => {
  const [first, ...others] = nodes.flatMap(({ node, place }) =>
    place?.addresses[0] ? [{ node: node.name, address: place.addresses[0] }] : [],
  )
  return others.flatMap((other) =>
    first && !sameSubnet(first.address, other.address)
      ? [
          finding('error', 'subnets-differ', {
            one: `${first.node} ${formatCidr(first.address)}`,
            other: `${other.node} ${formatCidr(other.address)}`,
          }),
        ]
      : [],
  )
}

const sameAddress: Rule = ({ nodes }) =>
  couples(nodes).flatMap(([one, other]) => {
    const address = one.place?.addresses[0]?.address
    return address !== undefined && address === other.place?.addresses[0]?.address
      ? [finding('error', 'same-address', { one: one.node.name, other: other.node.name, address })]
      : []
  })

export const interfaceRules: readonly Rule[] = [present, usable, subnetsDiffer, sameAddress]
