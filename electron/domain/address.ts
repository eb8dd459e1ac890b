import ipaddr from 'ipaddr.js'

/**
 * IPv4 addresses as people write them: four decimal octets. `010.0.0.1` is refused, because some
 * programs read it as octal and others as decimal.
 */
export const isIPv4 = (text: string): boolean =>
  /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text)

export const isIPv6 = (text: string): boolean => text.includes(':') && ipaddr.IPv6.isValid(text)

/** An IPv4 address with its prefix length, 0 to 32. */
export interface Cidr {
  readonly address: string
  readonly prefix: number
}

/** Reads `a.b.c.d/n`; without `/n` the prefix is 32. Returns undefined for anything else. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', prefix = '32', rest] = text.split('/')
  if (rest !== undefined || !isIPv4(address) || !/^(\d|[12]\d|3[0-2])$/.test(prefix)) return undefined
  return { address, prefix: Number(prefix) }
}

export const formatCidr = (cidr: Cidr): string => `${cidr.address}/${String(cidr.prefix)}`

/** True when `address` lies in the network that `network` is in. */
export const inSubnet = (address: string, network: Cidr): boolean =>
  ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parse(network.address), network.prefix)

/** The network's own address and its broadcast address; neither can be a VIP. A /31 or /32 has none. */
export function reservedAddresses(network: Cidr): string[] {
  if (network.prefix >= 31) return []
  const cidr = `${network.address}/${String(network.prefix)}`
  return [ipaddr.IPv4.networkAddressFromCIDR(cidr).toString(), ipaddr.IPv4.broadcastAddressFromCIDR(cidr).toString()]
}

/** Orders IPv4 addresses as numbers: VRRP gives equal priorities to the greater one (RFC 9568 §6.4.3). */
export function compareAddresses(a: string, b: string): number {
  const left = ipaddr.IPv4.parse(a).octets
  const right = ipaddr.IPv4.parse(b).octets
  const at = left.findIndex((octet, i) => octet !== right[i])
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0)
}
