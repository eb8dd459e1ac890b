import { z } from 'zod'
import { realTimePriority } from './profiles'
import type { VrrpTiming } from './profiles'
import { plainDownAdverts } from './vrrp-times'

/**
 * Choosing a pair's timing from how its own hosts and LAN carry adverts. Each node sends adverts of an unused VRID to the others every 10 ms, each
 * the same time after the one before, as keepalived does; what comes late or not at all is what a standby would have to bear.
 */

/** ms between two adverts of a measurement: the shortest interval of VRRP version 3 (RFC 9568 §5.2.7). */
export const advertStep = 10
/** Seconds of a measurement. */
export const seconds = { least: 5, plain: 30, most: 300 } as const

/** One advert as it came: its number, and ms since its receiver began, on the receiver's own clock. */
export interface Arrival {
  readonly number: number
  readonly at: number
}

/** What came from one node to another. */
export const direction = z.object({
  from: z.string(),
  to: z.string(),
  /** Adverts that came, that did not though later ones did, the most of these in a row, and that came after later ones. */
  heard: z.int(),
  lost: z.int(),
  lostInARow: z.int(),
  reordered: z.int(),
  /** ms by which the time between two adverts was longer than it should be: the worst of all, and of all but one in a thousand. */
  worst: z.number(),
  usual: z.number(),
})
export type Direction = z.output<typeof direction>

/** Why a measurement tells nothing of a node or a direction. */
const problem = z.discriminatedUnion('is', [
  /** It has neither a perl that can tell the time nor python3. */
  z.object({ is: z.literal('no-tool'), node: z.string() }),
  /** Nothing came, or less than half of what should. */
  z.object({ is: z.enum(['silent', 'sparse']), from: z.string(), to: z.string() }),
])

/** Settings that bear what was measured, with what they bear. */
const choice = z.object({
  advertInterval: z.number(),
  downTimerAdverts: z.int(),
  /** null: not all nodes allow it. */
  realTimePriority: z.int().nullable(),
  /** Adverts lost in a row, and ms of lateness besides, that do not move the VIP. */
  lostInARow: z.int(),
  room: z.number(),
})
export type Choice = z.output<typeof choice>

export const calibration = z.object({
  seconds: z.int(),
  /** The processors of the nodes were kept busy meanwhile. */
  loaded: z.boolean(),
  realTime: z.boolean(),
  directions: z.array(direction),
  problems: z.array(problem),
  /** null: nothing to choose by, or no settings are faster than `compatible` and bear what was measured (`unsteady`). */
  choice: choice.nullable(),
  unsteady: z.boolean(),
})
export type Calibration = z.output<typeof calibration>
type Problem = z.output<typeof problem>

/** What came from one node to another; null: nothing did. @param arrivals in the order in which they came */
export function directionOf(from: string, to: string, arrivals: readonly Arrival[]): Direction | null {
  const numbers = [...new Set(arrivals.map(({ number }) => number))].sort((a, b) => a - b)
  const [first] = numbers
  if (first === undefined) return null
  const gaps = numbers.flatMap((number, i) => (i === 0 ? [] : [number - (numbers[i - 1] ?? 0) - 1]))
  let latest = first
  let reordered = 0
  const late: number[] = []
  arrivals.forEach(({ number, at }, i) => {
    const before = arrivals[i - 1]
    if (before !== undefined) late.push(Math.max(0, at - before.at - advertStep * Math.max(1, number - latest)))
    if (number < latest) reordered += 1
    latest = Math.max(latest, number)
  })
  late.sort((a, b) => a - b)
  return {
    from,
    to,
    heard: numbers.length,
    lost: gaps.reduce((sum, gap) => sum + gap, 0),
    lostInARow: gaps.reduce((most, gap) => Math.max(most, gap), 0),
    reordered,
    worst: late.at(-1) ?? 0,
    usual: late[Math.floor(0.999 * (late.length - 1))] ?? 0,
  }
}

/** The worst lateness that was seen is borne so many times over. */
const margin = 3
/** ms of lateness that are borne in any case: a reload of keepalived on a busy host takes as long (measured), and a short measurement has not seen all. */
const leastRoom = 50
const secondsPerYear = 31_557_600
/** Intervals that are tried, in s: whole hundredths. */
const intervals = [0.01, 0.02, 0.03, 0.04, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7]
/** Where the number of adverts cannot be set there is room for lateness or for loss, not for both: no shorter interval than this, in s. */
const shortestPlain = 0.1
/** s: from here on `compatible` is as good. */
const slowest = 3

/**
 * Adverts lost in a row that settings must bear: one more than was seen, two at least, and so many that lasting loss of this rate, at this interval,
 * does not reach it once in a year. Of what was not seen once in n, there may be 3 in n (the rule of three; 95 %).
 */
function lossToBear({ heard, lost, lostInARow }: Direction, interval: number): number {
  const rate = Math.min(0.5, (lost + 3) / Math.max(1, heard + lost))
  const perYear = secondsPerYear / interval
  return Math.max(2, lostInARow + 1, Math.ceil(Math.log(1 / perYear) / Math.log(rate)) - 1)
}

/**
 * The settings with the shortest downtime that bear what was measured, several times over; null where none is below that of `compatible`. Of two with
 * the same downtime the one with fewer adverts.
 * @param downTimer whether all nodes have keepalived 2.2.3 or later
 */
export function choose(measured: Pick<Calibration, 'directions' | 'realTime'>, downTimer: boolean): Choice | null {
  const room = Math.max(leastRoom, margin * Math.max(...measured.directions.map(({ worst }) => worst)))
  const fitting = intervals.flatMap((advertInterval) => {
    const ms = 1000 * advertInterval
    const lostInARow = Math.max(...measured.directions.map((each) => lossToBear(each, advertInterval)))
    const downTimerAdverts = downTimer ? 1 + lostInARow + Math.ceil(room / ms) : plainDownAdverts
    // one that is lost is what the plain timer has room for, besides
    const borne = downTimer ? lostInARow : 1
    const spare = Math.floor((downTimerAdverts - 1 - borne) * ms)
    const bears = downTimer || (advertInterval >= shortestPlain && spare >= room && lostInARow <= 2)
    if (!bears || downTimerAdverts > 100 || downTimerAdverts * advertInterval >= slowest) return []
    return [{ advertInterval, downTimerAdverts, lostInARow: borne, room: spare }]
  })
  const downtime = (each: { advertInterval: number; downTimerAdverts: number }) =>
    Math.round(1000 * each.advertInterval * each.downTimerAdverts)
  const [best] = fitting.sort((a, b) => downtime(a) - downtime(b) || b.advertInterval - a.advertInterval)
  return best === undefined ? null : { ...best, realTimePriority: measured.realTime ? realTimePriority : null }
}

/** What each node has heard of the others, put together; nothing is chosen by half of it. */
export function calibrationOf(
  run: { readonly seconds: number; readonly loaded: boolean; readonly downTimer: boolean },
  nodes: readonly {
    readonly name: string
    readonly realTime: boolean
    readonly heard: Readonly<Record<string, readonly Arrival[]>> | null
  }[],
): Calibration {
  const problems: Problem[] = nodes.flatMap(({ name, heard }) => (heard === null ? [{ is: 'no-tool' as const, node: name }] : []))
  const directions: Direction[] = []
  const able = nodes.filter(({ heard }) => heard !== null)
  for (const to of able) {
    for (const { name: from } of able.filter((each) => each !== to)) {
      const found = directionOf(from, to.name, to.heard?.[from] ?? [])
      if (found !== null) directions.push(found)
      if (found === null) problems.push({ is: 'silent', from, to: to.name })
      else if (found.heard < (500 * run.seconds) / advertStep) problems.push({ is: 'sparse', from, to: to.name })
    }
  }
  const measured = { directions, realTime: nodes.every(({ realTime }) => realTime) }
  const chosen = problems.length === 0 ? choose(measured, run.downTimer) : null
  return {
    seconds: run.seconds,
    loaded: run.loaded,
    ...measured,
    problems,
    choice: chosen,
    unsteady: problems.length === 0 && chosen === null,
  }
}

/** As a pair states it: version 3, and everything said. */
export const timingOf = ({ advertInterval, downTimerAdverts, realTimePriority: priority }: Choice): VrrpTiming => ({
  advertInterval,
  downTimerAdverts,
  ...(priority === null ? {} : { realTimePriority: priority }),
})
