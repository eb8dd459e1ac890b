import { isContainer, isVirtualMachine } from './machine-kinds'
import { keepalivedVersionOf, type FactsOf } from './node-facts'
import type { Pair } from './pair'
import { checkTimes, downAdverts, isTold, masterDownSeconds, skewSeconds, watchTimes } from './vrrp-times'

/**
 * How fast a pair notices that its holder is gone, as few choices that are known to hold, each with what it costs. A profile is nothing but settings:
 * a pair has one when it is set so.
 */

/** Settings of a pair that a profile decides; what is not stated is as the schema says. */
export type VrrpTiming = Pick<Pair['vrrp'], 'advertInterval' | 'downTimerAdverts' | 'realTimePriority'>

/** SCHED_RR: above all ordinary processes, below the kernel's own threads. */
export const realTimePriority = 50

/** compatible: for every version, and hosts that are paused for a moment. fast: bears what load does to hosts that are never paused. */
export const profiles = {
  compatible: { advertInterval: 1 },
  fast: { advertInterval: 0.1, realTimePriority },
} as const satisfies Readonly<Record<string, VrrpTiming>>

/** calibrated: chosen from a measurement (domain/calibration.ts), so that the pair states them all. own: anything else. */
export type ProfileName = keyof typeof profiles | 'calibrated' | 'own'

const same = (one: VrrpTiming, other: VrrpTiming): boolean =>
  one.advertInterval === other.advertInterval && downAdverts(one) === downAdverts(other) && one.realTimePriority === other.realTimePriority

/** Which profile a pair's settings are. */
export function profileOf(vrrp: VrrpTiming & Pick<Pair['vrrp'], 'version'>): ProfileName {
  if (vrrp.version !== (Number.isInteger(vrrp.advertInterval) ? 2 : 3)) return 'own'
  if (vrrp.downTimerAdverts !== undefined && vrrp.version === 3) return 'calibrated'
  return (Object.keys(profiles) as (keyof typeof profiles)[]).find((name) => same(profiles[name], vrrp)) ?? 'own'
}

/** Settings with another timing, all else being as it is. */
export function withTiming(vrrp: Pair['vrrp'], { advertInterval, downTimerAdverts, realTimePriority: priority }: VrrpTiming): Pair['vrrp'] {
  const { downTimerAdverts: _, realTimePriority: __, ...rest } = vrrp
  return {
    ...rest,
    advertInterval,
    version: Number.isInteger(advertInterval) ? 2 : 3,
    ...(downTimerAdverts === undefined ? {} : { downTimerAdverts }),
    ...(priority === undefined ? {} : { realTimePriority: priority }),
  }
}

/**
 * planned: keepalived is stopped, the VIP is moved by a person. nginx-dead: its process has ended. nginx-hangs: it runs and does not answer.
 * node-gone: power, cable, a frozen host, keepalived killed.
 */
export type Fault = 'planned' | 'nginx-dead' | 'nginx-hangs' | 'node-gone'

/** Seconds from the end of nginx until keepalived knows: systemd, a file, inotify. Measured: 10 to 30 ms (DOMAIN.md, "What is possible"). */
const telling = 0.03

/**
 * For how long clients get no answer at most, in ms, when this befalls the preferred holder: what is decided by settings. An announcement on the LAN and a
 * busy host come on top.
 */
export function downtimes(vrrp: Pair['vrrp'], priorities: readonly number[]): Readonly<Record<Fault, number>> {
  const standby = [...priorities].sort((a, b) => b - a)[1] ?? 1
  const skew = skewSeconds(vrrp, standby)
  const check = checkTimes(vrrp)
  const watch = watchTimes(vrrp)
  const told = isTold(vrrp)
  const inMs = (seconds: number): number => Math.ceil(1000 * seconds - 1e-6)
  return {
    planned: inMs(skew),
    'nginx-dead': inMs((told ? telling : check.interval * check.fall + check.timeout) + skew),
    'nginx-hangs': inMs(
      (told ? watch.interval + watch.fall * watch.patience + telling : (check.interval + check.timeout) * check.fall) + skew,
    ),
    'node-gone': inMs(masterDownSeconds(vrrp, standby)),
  }
}

/** unknown: a node was not read yet, or has no keepalived to be had. cloud, virtual-machine: may be paused. steady: metal and containers. */
export type RecommendationReason = 'unknown' | 'cloud' | 'virtual-machine' | 'machine-unknown' | 'steady'
export interface Recommendation {
  readonly profile: keyof typeof profiles
  readonly reason: RecommendationReason
  /** The nodes that it is about. */
  readonly nodes: readonly string[]
}

/** The fastest profile that is safe on what was found. What calibrated is worth is not known before it is measured. */
export function recommendProfile(names: readonly string[], facts: FactsOf<'os' | 'keepalived' | 'packages'>): Recommendation {
  const those = (is: (own: FactsOf<'os' | 'keepalived' | 'packages'>[string] | undefined) => boolean) =>
    names.filter((name) => is(facts[name]))
  const reasons: readonly (readonly [Exclude<RecommendationReason, 'steady'>, string[]])[] = [
    ['unknown', those((own) => own === undefined || keepalivedVersionOf(own) === null)],
    ['cloud', those((own) => own !== undefined && own.os.cloud !== null)],
    ['virtual-machine', those((own) => own !== undefined && isVirtualMachine(own.os.virtualisation))],
    ['machine-unknown', those((own) => own !== undefined && own.os.virtualisation !== 'none' && !isContainer(own.os.virtualisation))],
  ]
  const [against] = reasons.filter(([, nodes]) => nodes.length > 0)
  if (against === undefined) return { profile: 'fast', reason: 'steady', nodes: [] }
  return { profile: 'compatible', reason: against[0], nodes: against[1] }
}
