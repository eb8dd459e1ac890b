import type { Pair } from './pair'
import { vipsOf, type Vip } from './vip'

/** Where the pair's site is: `host` is null when it is asked by address alone. */
export interface Site {
  readonly secure: boolean
  readonly host: string | null
  readonly port: number
  readonly path: string
}

type Served = Pick<Pair, 'nginx'>

export function siteOf(pair: Served): Site {
  if (pair.nginx.content !== 'keep' || pair.nginx.url === undefined) return { secure: false, host: null, port: 80, path: '/' }
  const url = new URL(pair.nginx.url)
  const secure = url.protocol === 'https:'
  return { secure, host: url.hostname, port: url.port === '' ? (secure ? 443 : 80) : Number(url.port), path: url.pathname + url.search }
}

/** ":8443"; empty where the scheme says it. */
export const portText = ({ secure, port }: Site): string => (port === (secure ? 443 : 80) ? '' : `:${String(port)}`)

/** Where a browser finds the site that a pair serves: one address for each VIP. The page at the root stands without its slash. */
export function sitesOf(pair: Served & Pick<Pair, 'vips'>): { readonly vip: Vip; readonly address: string }[] {
  const site = siteOf(pair)
  return vipsOf(pair).map((vip) => {
    const host = vip.family === 'inet6' ? `[${vip.address}]` : vip.address
    return { vip, address: `${site.secure ? 'https' : 'http'}://${host}${portText(site)}${site.path === '/' ? '' : site.path}` }
  })
}
