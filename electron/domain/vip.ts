import { isIPv4, isIPv6 } from './address'

/** A virtual IP address with the prefix length that it gets on the holder's interface. */
export interface Vip {
  readonly family: 'inet' | 'inet6'
  readonly address: string
  readonly prefix: number
}

/** Reads `address` or `address/prefix` of either family; without a prefix it is the address alone, as keepalived does it. */
export function parseVip(text: string): Vip | undefined {
  const [address = '', prefix, rest] = text.split('/', 3)
  const family = isIPv4(address) ? 'inet' : isIPv6(address) ? 'inet6' : undefined
  if (family === undefined || rest !== undefined) return undefined
  const most = family === 'inet' ? 32 : 128
  if (prefix === undefined) return { family, address, prefix: most }
  return /^(0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= most ? { family, address, prefix: Number(prefix) } : undefined
}

export const formatVip = ({ address, prefix }: Vip): string => `${address}/${String(prefix)}`
