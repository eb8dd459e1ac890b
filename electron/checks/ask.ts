import { isIPv4 } from '../domain/address'
import type { Pair } from '../domain/pair'
import { portText, siteOf } from '../domain/site'
import { vipsOf, vipText } from '../domain/vip'
import { sh, type Sh } from '../remote/sh'

/** One node of a pair as the checks and drills need it. */
export interface Target {
  readonly name: string
  /** Its own IPv4 address on `interface`, by which it is always reached. */
  readonly address: string
  readonly interface: string
}

/**
 * One curl. `own` asks a node by its own address, `vip` asks a VIP, `same` asks a node by its own address for what the VIP
 * was asked for, to compare (keep only).
 */
export interface Ask {
  readonly kind: 'own' | 'vip' | 'same'
  /** A node's name or a VIP as the pair has it. */
  readonly subject: string
  /** Where curl connects to. */
  readonly address: string
  /** For `same`: the VIP it is compared with. */
  readonly vip?: string
  readonly args: readonly string[]
}

export const command = (ask: Pick<Ask, 'args'>): Sh => sh`${['curl', ...ask.args]}`

/**
 * Arguments of curl for the pair's site at `address`.
 * @param asked address that the Host header names when the site has no name of its own
 */
export function curlArgs(pair: Pair, address: string, asked: string): string[] {
  const site = siteOf(pair)
  const scheme = site.secure ? 'https' : 'http'
  const port = portText(site)
  // A proxy from the environment would answer in the place of the VIP. -k: the certificate is for a name we may not know here.
  const args = ['-sS', '-i', '--max-time', '3', '--noproxy', '*', ...(site.secure ? ['-k'] : [])]
  // curl does not look up a host that is an address, so --resolve cannot redirect it.
  if (site.host !== null && !isIPv4(site.host))
    return [...args, '--resolve', `${site.host}:${String(site.port)}:${address}`, `${scheme}://${site.host}${port}${site.path}`]
  const host = site.host ?? asked
  return [...args, ...(host === address ? [] : ['-H', `Host: ${host}${port}`]), `${scheme}://${address}${port}${site.path}`]
}

/**
 * What one machine asks: every other node, every VIP, and in `keep` every other node twice for what the VIP is asked for
 * (twice: a page whose body changes by itself cannot be compared).
 * @param from a node's name, or null for the operator
 */
export function asksFrom(pair: Pair, targets: readonly Target[], from: string | null): Ask[] {
  const others = targets.filter((target) => target.name !== from)
  const own = others.map(({ name, address }): Ask => ({ kind: 'own', subject: name, address, args: curlArgs(pair, address, address) }))
  const all = vipsOf(pair)
  const vips = all.map((vip): Ask => {
    const { address } = vip
    return { kind: 'vip', subject: vipText(vip), address, args: curlArgs(pair, address, address) }
  })
  if (pair.nginx.content !== 'keep') return [...own, ...vips]
  const same = all.flatMap((vip) =>
    others.flatMap(({ name, address }) =>
      [1, 2].map((): Ask => ({ kind: 'same', subject: name, address, vip: vipText(vip), args: curlArgs(pair, address, vip.address) })),
    ),
  )
  return [...own, ...vips, ...same]
}
