import ipaddr from 'ipaddr.js'

/**
 * IPv4 addresses as people write them: four decimal octets. `010.0.0.1` is refused, because some
 * programs read it as octal and others as decimal.
 */
export const isIPv4 = (text: string): boolean =>
  /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text)

export const isIPv6 = (text: string): boolean => text.includes(':') && ipaddr.IPv6.isValid(text)

/** An address of either family with its prefix length. */
export interface Cidr {
  readonly family: 'inet' | 'inet6'
  readonly address: string
  readonly prefix: number
}

/** Reads `address/n`; without `/n` it is the address alone, as keepalived takes it. Returns undefined for anything else. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', prefix, rest] = text.split('/', 3)
  const family = isIPv4(address) ? 'inet' : isIPv6(address) ? 'inet6' : undefined
  if (family === undefined || rest !== undefined) return undefined
  const most = family === 'inet' ? 32 : 128
  if (prefix === undefined) return { family, address, prefix: most }
  return /^(0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= most ? { family, address, prefix: Number(prefix) } : undefined
}

export const formatCidr = (cidr: Pick<Cidr, 'address' | 'prefix'>): string => `${cidr.address}/${String(cidr.prefix)}`

/** True when `address` lies in the network that `network` is in. */
export function inSubnet(address: string, network: Pick<Cidr, 'address' | 'prefix'>): boolean {
  const [one, other] = [ipaddr.parse(address), ipaddr.parse(network.address)]
  return one.kind() === other.kind() && one.match(other, network.prefix)
}

/** The network's own address and its broadcast address; neither can be a VIP. A /31 or /32 has none, and IPv6 has no broadcast. */
export function reservedAddresses(network: Cidr): string[] {
  if (network.family === 'inet6' || network.prefix >= 31) return []
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
