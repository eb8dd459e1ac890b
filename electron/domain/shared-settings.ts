import { formatCidr } from './address'
import { plainDownAdverts } from './vrrp-times'
import type { VrrpInstance, VrrpView } from './keepalived/view'

/** What of keepalived.conf must be equal on all nodes at every moment, or two nodes hold the VIP (DESIGN: shared settings). */
export const sharedKeywords = [
  'vrrp_version',
  'virtual_router_id',
  'advert_int',
  'down_timer_adverts',
  'include',
  'unicast_peer',
  'vrrp_instance',
  'virtual_ipaddress',
] as const
export type SharedKeyword = (typeof sharedKeywords)[number]

/** Each of them in one line, to be compared. */
export function sharedLines(view: VrrpView | null): Readonly<Record<SharedKeyword, string>> {
  const each = (of: (instance: VrrpInstance) => unknown): string => (view?.instances ?? []).map((one) => String(of(one))).join(' ')
  return {
    vrrp_version: String(view?.global.vrrpVersion),
    virtual_router_id: each((one) => one.routerId),
    advert_int: each((one) => one.advertInterval),
    down_timer_adverts: each((one) => one.downTimerAdverts ?? plainDownAdverts),
    include: each((one) => one.includes.join(',')),
    unicast_peer: each((one) => one.unicastPeers !== null),
    vrrp_instance: each((one) => one.name),
    virtual_ipaddress: each((one) => one.addresses.map(formatCidr).join(',')),
  }
}
