import type { NodeRecord } from './node-record'
import type { Pair } from './pair'
import type { Reign, Told } from './reigns'
import { checkTimes, isTold, settleSeconds } from './vrrp-times'
import type { WhyReason } from './why-reason'

/** Why a node ceased to be holder, or became it, by what stands in its records around that time. ms throughout. */

type What = NodeRecord['what']
type RecordOf<W extends What> = Extract<NodeRecord, { what: W }>

/** Place of the first record at or after a time; they are in order, and a node may have thousands. */
function placeOf(records: readonly NodeRecord[], time: number): number {
  let [low, high] = [0, records.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((records[middle]?.at ?? Infinity) < time) low = middle + 1
    else high = middle
  }
  return low
}

const within = (records: readonly NodeRecord[], from: number, to: number): NodeRecord[] =>
  records.slice(placeOf(records, from), placeOf(records, to + 1))
const is =
  <W extends What>(...whats: readonly W[]) =>
  (record: NodeRecord): record is RecordOf<W> =>
    (whats as readonly string[]).includes(record.what)

/** systemd and keepalived tell of one thing within this time, in either order. */
const together = 300
/** A restart, and a shutdown, are known by how they end. */
const restarting = 30_000
const shuttingDown = 120_000

/** Signals that come from outside (signal(7)): HUP, INT, QUIT, KILL, TERM; the others a program brings upon itself. */
const isFromOutside = (signal: number | null): signal is number => signal !== null && [1, 2, 3, 9, 15].includes(signal)

/** What ended a reign, where something is recorded that did. */
export function causeOfEnd(pair: Pair, told: Told, { node, to, by }: Reign): WhyReason {
  const records = told[node] ?? []
  if (to === null || by === null) return { is: 'unknown' }
  switch (by.what) {
    case 'booted':
      return { is: 'host-lost', node, booted: to }
    case 'keepalived-started':
      return { is: 'keepalived-crashed', node }
    case 'keepalived-ended':
      return isFromOutside(by.signal) ? { is: 'keepalived-killed', node, signal: by.signal } : { is: 'keepalived-crashed', node }
    case 'keepalived-stopping':
    case 'keepalived-stopped':
      return shutDown(records, node, to) ?? stoppedByCheck(pair, records, node, to) ?? stopped(records, node, to)
    case 'fault':
      return shutDown(records, node, to) ?? fault(pair, records, node, to)
    default:
      return { is: 'unknown' }
  }
}

/** Everything was stopped, and the host went. */
function shutDown(records: readonly NodeRecord[], node: string, at: number): WhyReason | null {
  const stop = within(records, at - 2000, at + 2000).find(is('keepalived-stopping'))
  const next = records.find((record) => record.at > at - 2000 && is('keepalived-started', 'booted', 'shutting-down')(record))
  const down = next?.what === 'shutting-down' && next.at <= at + shuttingDown
  if (!down || stop === undefined) return null
  return { is: 'host-shut-down', node, booted: bootedAfter(records, at) }
}

const bootedAfter = (records: readonly NodeRecord[], at: number): number | null =>
  records.find((record) => record.what === 'booted' && record.at > at)?.at ?? null

function stopped(records: readonly NodeRecord[], node: string, at: number): WhyReason {
  const end = within(records, at, at + restarting).find(is('keepalived-stopped'))
  return { is: end?.restarts === true ? 'keepalived-restarted' : 'keepalived-stopped', node }
}

/** onNginxFailure: stop-keepalived: the check stops keepalived when it could not start nginx. */
function stoppedByCheck(pair: Pair, records: readonly NodeRecord[], node: string, at: number): WhyReason | null {
  if (pair.vrrp.onNginxFailure !== 'stop-keepalived') return null
  return ofNginx(pair, records, node, at)
}

/** ms from what happens to nginx until keepalived's check has found it. */
function checkFinds({ vrrp }: Pair): number {
  const { interval, timeout, fall } = checkTimes(vrrp)
  return 1000 * (interval * fall + timeout) + 1500
}

function fault(pair: Pair, records: readonly NodeRecord[], node: string, at: number): WhyReason {
  const near = within(records, at - 1000, at + together)
  const down = near.findLast(is('interface-down'))
  if (down !== undefined) {
    // where the power fails, the interface may be the last that is heard of
    const next = records.find((record) => record.at > down.at && is('interface-up', 'booted', 'shutting-down')(record))
    return next?.what === 'booted' ? { is: 'host-lost', node, booted: next.at } : { is: 'interface-down', node, interface: down.interface }
  }
  const nginx = ofNginx(pair, records, node, at)
  if (nginx !== null) return nginx
  if (near.some((record) => record.what === 'file-fault' && record.file === 'hotpair_silent')) return { is: 'nginx-hung', node }
  const check = near.findLast(is('check-failed'))
  if (check !== undefined) return check.timedOut ? { is: 'nginx-hung', node } : { is: 'check-failed', node }
  // nothing else is tracked; what hotpair-watch finds keepalived tells with --log-detail only
  return isTold(pair.vrrp) ? { is: 'nginx-hung', node } : { is: 'unknown' }
}

/** What happened to nginx since it was started last, if that was just before. */
function ofNginx(pair: Pair, records: readonly NodeRecord[], node: string, at: number): WhyReason | null {
  const before = records.filter((record) => record.at <= at + together)
  const started = before.findLastIndex((record) => record.what === 'nginx-started' && record.at < at - together)
  const first = before.slice(started + 1).find(is('nginx-leaving', 'nginx-stopping', 'nginx-ended', 'nginx-start-failed'))
  if (first === undefined || first.at < at - checkFinds(pair)) return null
  if (first.what === 'nginx-ended') {
    const { signal } = first
    if (signal === null) return { is: 'nginx-failed', node }
    return { is: isFromOutside(signal) ? 'nginx-killed' : 'nginx-crashed', node, signal }
  }
  if (first.what === 'nginx-start-failed') return { is: 'nginx-failed', node }
  const end = within(records, first.at, at + restarting).find(is('nginx-stopped'))
  return { is: end?.restarts === true ? 'nginx-restarted' : 'nginx-stopped', node }
}

/** Who became holder, and when. */
interface Taker {
  readonly node: string
  readonly at: number
}

/** A node took the VIP while another went on as holder: neither heard the other, or one of them stood still. */
export function causeOfOverlap(told: Told, taker: Taker, { node }: Reign, patience: number): WhyReason {
  const { at } = taker
  // when it goes on, its time for the other's adverts is over
  const stood = within(told[taker.node] ?? [], at - 1000, at + 1000).find(is('keepalived-paused'))
  if (stood !== undefined) return { is: 'keepalived-paused', node: taker.node, seconds: stood.seconds }
  const paused = (told[node] ?? []).find(
    (record): record is RecordOf<'keepalived-paused'> =>
      record.what === 'keepalived-paused' && record.at >= at && record.at - record.seconds * 1000 <= at,
  )
  if (paused !== undefined) return { is: 'keepalived-paused', node, seconds: paused.seconds }
  const error = [node, taker.node].flatMap((each) => within(told[each] ?? [], at - 2 * patience, at + patience)).find(is('vrrp-error'))
  return { is: 'not-heard', node, error: error?.error ?? null }
}

/** The nodes of an instance besides one of them; `known`: their records tell of what was then. */
interface Others {
  readonly names: readonly string[]
  readonly known: boolean
}

/** Nobody is known to have had it before. */
export function causeOfStart(pair: Pair, told: Told, { node, at }: Taker, { names: others, known }: Others, patience: number): WhyReason {
  const before = (told[node] ?? []).filter((record) => record.at < at)
  const since = before.findLastIndex(is('keepalived-started', 'keepalived-ended', 'booted'))
  const fault = before.findLastIndex(is('fault'))
  const ready = before.findLast(is('backup'))
  const soon = ready !== undefined && at - ready.at <= 1000 * settleSeconds(pair.vrrp) + patience
  const [other] = others
  // a standby that stays one hears a holder; so it was, too, where it was one before its records begin
  const stoodBy = ready === undefined ? since === -1 && fault === -1 : !soon
  const heard = within(told[node] ?? [], at - 2000, at).some(is('release-heard'))
  if ((stoodBy || heard) && other !== undefined && others.length === 1) return causeOfLoss(told, heard, other, at)
  // another may have had it
  if (!known) return { is: 'unknown' }
  if (soon && since > fault) return { is: 'started', node }
  if (soon && fault !== -1) return { is: 'recovered', node }
  return { is: 'unknown' }
}

/** Of a holder whose own records do not say that it was it: they could not be read, or were lost with its power. */
function causeOfLoss(told: Told, heard: boolean, former: string, at: number): WhyReason {
  if (heard) return { is: 'released', node: former }
  const next = told[former]?.find((record) => record.at > at - 1000)
  return next?.what === 'booted' ? { is: 'host-lost', node: former, booted: next.at } : { is: 'silent', node: former }
}

/** A failover test may still move the VIP for so long after its fault was ended; and for so long it lasts where no end is recorded. */
const afterDrill = 10_000
const longestDrill = 120_000

export interface DrillTime {
  readonly node: string
  readonly from: number
  readonly to: number
}

/** When failover tests of Hotpair were going on, and may have moved the VIP. */
export const drillTimes = (told: Told): DrillTime[] =>
  Object.entries(told).flatMap(([node, records]) => {
    const ends = new Map(records.filter(is('drill-ended')).map(({ drill, at }) => [drill, at]))
    return records.filter(is('drill-armed')).map(({ drill, at }) => {
      const end = ends.get(drill)
      return { node, from: at, to: end === undefined || end < at ? at + longestDrill : end + afterDrill }
    })
  })
