import { formatCidr, parseCidr, type Cidr } from './address'
import type { Pair } from './pair'

/** A virtual IP address with the prefix length that it gets on the holder's interface. */
export type Vip = Cidr

/** The pair's VIPs: where its texts become addresses. Their texts are `formatCidr`'s, so that this leads back to them. */
export const vipsOf = (pair: Pick<Pair, 'vips'>): Vip[] => pair.vips.flatMap((text) => parseCidr(text) ?? [])

/** As the pair has it: the key under which something is told of a VIP. */
export const vipText: (vip: Vip) => string = formatCidr

/** The VIP through which a pair is watched. Throws TypeError for a pair without one. */
export function firstVip(pair: Pick<Pair, 'vips'>): Vip {
  const [first] = vipsOf(pair)
  if (first === undefined) throw new TypeError('the pair has no VIP')
  return first
}
