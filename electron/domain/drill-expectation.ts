import type { DrillKind, Outcome } from './drill'
import { elect, policiesOf, type NodeCondition } from './election'
import type { Pair } from './pair'
import { bestStandby, checkTimes, isTold, masterDownSeconds, skewSeconds, watchTimes } from './vrrp-times'

/** What should come of a fault: decided from the pair's settings alone, by the election table and VRRP's times. */
export interface Expectation {
  /** Where the fault is made; the holder first, where it is one of them. */
  readonly nodes: readonly [string, ...string[]]
  readonly during: Outcome
  /** Who holds the VIPs while the fault is there; null with nobody, several and any. */
  readonly holder: string | null
  /** Who holds them once it is healed; null: whoever comes first. */
  readonly after: string | null
  /** ms for which the fault goes on by itself, before anything can be expected. */
  readonly lasts: number
  /** ms without a good answer that the settings allow while the fault comes; null where that is not judged. */
  readonly bound: number | null
  /** The same while it is healed. */
  readonly healBound: number | null
}

/** How a fault becomes known to the other nodes. */
type Way =
  /** The node gives the VIPs away as soon as systemd says so: an advert of priority 0, and the other's skew (RFC 9568 §6.4.3). */
  | 'told'
  /** nginx is asked all the time, and then the node gives them away. */
  | 'asked'
  /** keepalived's own check has to fail, and then the node gives them away. */
  | 'checked'
  /** The others have to miss its adverts: Active_Down_Interval (RFC 9568 §6.1). */
  | 'silent'
  /** Nothing has to become known. */
  | 'none'

type Course =
  /** The election table says who holds the VIPs. */
  | 'elected'
  /** The same, but what passes for dead is not: it holds its VIPs where nobody sees it, and joins again as a holder. */
  | 'elected-apart'
  /** Nobody can hold them. */
  | 'nobody'
  /** Nodes that do not hear each other all hold them. */
  | 'apart'
  /** The others do not hear the holder, but it hears them. */
  | 'deaf-others'
  /** Nothing can be said. */
  | 'any'

interface Rule {
  readonly on: 'holder' | 'others' | 'all'
  /** What the nodes are for VRRP meanwhile. */
  readonly condition: NodeCondition
  readonly way: Way
  readonly course: Course
  /** It ends by itself, long before it is healed. */
  readonly passes: boolean
}

const rule = (on: Rule['on'], condition: NodeCondition, way: Way, course: Course = 'elected', passes = false): Rule => ({
  on,
  condition,
  way,
  course,
  passes,
})

const rules: Readonly<Record<DrillKind, Rule>> = {
  'nginx-stop': rule('holder', 'nginx-failed', 'told'),
  'nginx-unrestartable': rule('holder', 'nginx-failed', 'told'),
  'nginx-crash': rule('holder', 'nginx-failed', 'told', 'elected', true),
  'nginx-hang': rule('holder', 'nginx-failed', 'asked'),
  'nginx-5xx': rule('holder', 'nginx-failed', 'asked'),
  'nginx-slow': rule('holder', 'nginx-failed', 'asked'),
  'check-broken': rule('holder', 'nginx-failed', 'checked'),
  'all-sick': rule('all', 'nginx-failed', 'checked', 'nobody'),
  'keepalived-stop': rule('holder', 'keepalived-stopped', 'told'),
  'keepalived-kill': rule('holder', 'keepalived-stopped', 'silent', 'elected', true),
  'keepalived-freeze': rule('holder', 'down', 'silent', 'apart'),
  reload: rule('holder', 'healthy', 'none'),
  // keepalived 2.2.7 gives up a VIP that was taken from it, and the nodes elect anew.
  'vip-deleted': rule('holder', 'healthy', 'told', 'any'),
  'vrrp-blocked-one-way': rule('others', 'healthy', 'none', 'deaf-others'),
  'vrrp-blocked': rule('all', 'healthy', 'none', 'apart'),
  'link-down': rule('holder', 'down', 'silent'),
  'link-flapping': rule('holder', 'down', 'silent', 'any'),
  'power-loss': rule('holder', 'down', 'silent', 'elected-apart'),
  'clock-jump': rule('holder', 'healthy', 'none'),
  reboot: rule('holder', 'down', 'told'),
}

/** link-flapping: how often it goes down, for how long, and how long it is up in between; s. */
export const flaps = { count: 3, down: 0.5, up: 0.5 } as const

const lastsOf = (kind: DrillKind): number => (kind === 'link-flapping' ? 1000 * flaps.count * (flaps.down + flaps.up) : 0)

/** By how much real hosts and networks may be slower than VRRP's formulas: a part, and ms. */
const room = { part: 1.5, ms: 500 } as const

/** @param holder who holds the VIPs when the fault comes */
export function expectationOf(pair: Pair, kind: DrillKind, holder: string): Expectation {
  const rule = ruleOf(pair, kind)
  const others = pair.nodes.map(({ name }) => name).filter((name) => name !== holder)
  const [first = holder, ...rest] = rule.on === 'others' ? others : rule.on === 'all' ? [holder, ...others] : [holder]
  return { nodes: [first, ...rest], ...courseOf(pair, rule, holder), lasts: lastsOf(kind), ...boundsOf(pair, rule, holder, lastsOf(kind)) }
}

/** With stop-keepalived nobody tells: the check starts nginx again, and stops keepalived where that does not help. */
function ruleOf({ vrrp }: Pair, kind: DrillKind): Rule {
  const found = rules[kind]
  if (isTold(vrrp) || found.condition !== 'nginx-failed') return found
  return { ...found, way: 'checked', ...(kind === 'nginx-stop' || kind === 'nginx-crash' ? { condition: 'healthy' } : {}) }
}

/** nginx is away until it is healed, so that a check with stop-keepalived may be about to stop keepalived. */
export function keepsNginxAway(pair: Pair, kind: DrillKind): boolean {
  const { condition, passes } = ruleOf(pair, kind)
  return condition === 'nginx-failed' && !passes
}

function courseOf(pair: Pair, { course, condition, passes }: Rule, holder: string): Pick<Expectation, 'during' | 'holder' | 'after'> {
  const [policy] = policiesOf(pair)
  // Holders that meet: the highest priority stays (RFC 9568 §6.4.3).
  const highest = elect(policy, {}, null)
  const held = (during: string | null, after: string | null) =>
    ({ during: during === holder ? 'stays' : during === null ? 'nobody' : 'moves', holder: during, after }) as const
  switch (course) {
    case 'elected': {
      const broken = elect(policy, { [holder]: condition }, holder)
      const during = passes ? elect(policy, {}, broken) : broken
      return held(during, elect(policy, {}, during))
    }
    case 'elected-apart':
      return held(elect(policy, { [holder]: condition }, holder), highest)
    case 'nobody':
      return { during: 'nobody', holder: null, after: null }
    case 'apart':
      return { during: 'several', holder: null, after: highest }
    case 'deaf-others':
      // A holder that hears a higher priority gives way at once.
      return holder === highest || pair.nodes.length > 2 ? { during: 'several', holder: null, after: highest } : held(highest, highest)
    case 'any':
      return { during: 'any', holder: null, after: null }
    default:
      return course satisfies never
  }
}

function boundsOf(pair: Pair, { way, course }: Rule, holder: string, lasts: number): Pick<Expectation, 'bound' | 'healBound'> {
  if (course === 'nobody') return { bound: null, healBound: null }
  // Two that hold the VIPs hear each other with the next advert; the one that gives way takes them off, and the other announces them again.
  const meeting = course === 'elected' || course === 'any' ? 0 : pair.vrrp.advertInterval
  const allowed = (seconds: number): number => Math.round(1000 * room.part * seconds + room.ms)
  return { bound: allowed(waySeconds(pair, way, holder)) + lasts, healBound: allowed(meeting) }
}

/** s until another node than `holder` has the VIPs. */
function waySeconds({ vrrp, nodes }: Pair, way: Way, holder: string): number {
  const best = bestStandby(nodes, holder)
  const skew = skewSeconds(vrrp, best)
  const { interval, timeout, fall } = checkTimes(vrrp)
  const watch = watchTimes(vrrp)
  switch (way) {
    case 'told':
      return skew
    case 'asked':
      return watch.interval + watch.fall * watch.patience + skew
    case 'checked':
      // A check that fails at once, or takes a second for an answer; with stop-keepalived it first starts nginx and asks three times.
      return fall * interval + (isTold(vrrp) ? Math.min(1, timeout) : 2) + skew
    case 'silent':
      return masterDownSeconds(vrrp, best)
    case 'none':
      return 0
    default:
      return way satisfies never
  }
}
