import { formatCidr, parseCidr } from '../../../electron/domain/address'
import { keepalivedConfiguration, vrrpViewOf } from '../../../electron/domain/node-facts'
import { sharedLines, type SharedKeyword } from '../../../electron/domain/shared-settings'
import { plainDownAdverts } from '../../../electron/domain/vrrp-times'
import { pairInput, type PairForm } from '../../app/form'
import type { ShownFacts } from '../../../electron/domain/node-facts'

/** The shared settings that are set on the VIP screen. */
type Settable = Exclude<SharedKeyword, 'include' | 'vrrp_instance'>
export type Locked = Readonly<Partial<Record<Settable, string>>>

/**
 * Shared settings in which the form differs from what runs on the hosts, with the value that runs: a plan cannot change them (plan/shared.ts
 * refuses by the same lines). None where the pair is not deployed. What is no value yet is not compared.
 *
 * @param name the pair's on the hosts
 */
export function lockedSettings(form: PairForm, facts: readonly ShownFacts[], name: string): Locked {
  const running = facts.find((own) => {
    const conf = keepalivedConfiguration(own)
    return conf.kind === 'ours' && conf.pair === name && ['active', 'reloading'].includes(own.keepalived.unit.active)
  })
  if (running === undefined) return {}
  const deployed = sharedLines(vrrpViewOf(running))
  const { vrrp } = pairInput(form)
  const vips = form.vips.map((vip) => parseCidr(vip.trim()))
  const wanted: Readonly<Record<Settable, string | null>> = {
    vrrp_version: String(vrrp.version ?? (Number.isInteger(form.advertInterval) ? 2 : 3)),
    virtual_router_id: Number.isNaN(vrrp.routerId) ? null : String(vrrp.routerId),
    advert_int: String(form.advertInterval),
    down_timer_adverts: String(form.downTimerAdverts ?? plainDownAdverts),
    unicast_peer: String(form.mode === 'unicast'),
    virtual_ipaddress: vips.every((vip) => vip !== undefined) ? vips.map(formatCidr).join(',') : null,
  }
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([keyword, line]) => {
      const is = deployed[keyword as Settable]
      return line === null || line === is ? [] : [[keyword, is]]
    }),
  )
}
