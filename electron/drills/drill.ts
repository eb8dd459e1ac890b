import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { localOperator } from '../checks/operator'
import { waitUntilSettled } from '../checks/settled'
import {
  drillKinds,
  type DrillEvent,
  type DrillKind,
  type DrillPhase,
  type DrillReason,
  type DrillResult,
  type Refusal,
} from '../domain/drill'
import { HotpairError } from '../domain/failure'
import type { Pair } from '../domain/pair'
import { siteOf } from '../domain/site'
import { firstVip, vipsOf } from '../domain/vip'
import { settleSeconds } from '../domain/vrrp-times'
import type { FaultPlace } from './fault'
import { faults } from './faults'
import { readHealth, type HealthContext } from './health'
import { openLookout } from './lookout'
import { ask, questionOf, type Dial, type Question } from './probe'
import { breakAndRecover, type Run } from './phases'
import { detectedIn, measureClocks, recordsSince, type Clocks } from './records'

export interface DrillContext extends HealthContext {
  /** Seconds after which a node heals itself when nobody else does; by default 60, and more for slow adverts. */
  readonly healAfter?: number
  /** ms for which it is watched that nothing moves any more; by default 10,000 for `seed` (its step 5), else 3,000. */
  readonly watch?: number
  /** ms between requests of the probe; by default 10. */
  readonly every?: number
  /** ms within which the pair must have done what is expected; by default by its settings. */
  readonly patience?: number
  /** ms that are added to the downtime which the settings allow; by default none. */
  readonly room?: number
  /** Whether the operator reaches the address without a router; by default by its own routes. */
  readonly near?: (address: string) => boolean
  /** Connects to a node anew, whose connection a fault has ended, and puts it into `sessions`. It works also when `signal` is aborted. */
  readonly reconnect: (node: string) => Promise<void>
}

export type DrillRequest = { readonly kinds: readonly DrillKind[] } | { readonly seed: true }

/** ms within which a fault must have been answered for: the checks' `fall`, a skew of at most one advert, and some room. */
const patienceOf = (pair: Pair): number => 15_000 + 4_000 * pair.vrrp.advertInterval

/**
 * Breaks nodes on purpose, watches through the VIP, and heals. Each kind is a drill on the node that holds the VIPs then;
 * `seed` is the seed's steps 4 to 6 in one: break the holder, recover it, break who took over, recover it.
 * A VIP that has moved is not moved back. One that fails is not the last, as long as all is healthy afterwards.
 * @param report called with each event while it happens
 * @throws HotpairError drill-refused (nothing was done; `values.reason` says why) · cancelled (healed before it is thrown) ·
 *   drill-failed (a node could not be broken, or healed: then it heals itself when its time is over) · what `Session.run` raises
 */
export async function drill(
  context: DrillContext,
  request: DrillRequest,
  report: (event: DrillEvent) => void = () => undefined,
): Promise<DrillResult[]> {
  const kinds = 'seed' in request ? (['seed'] as const) : drillKinds.filter((each) => request.kinds.includes(each))
  const clocks = await measureClocks(context.sessions, context.signal)
  const results: DrillResult[] = []
  for (const kind of kinds) {
    const { result, healthy } = await one(context, clocks, kind, report)
    results.push(result)
    if (!healthy) break
  }
  return results
}

/** How a drill went, and whether another one may begin. */
interface One {
  readonly result: DrillResult
  readonly healthy: boolean
}

async function one(context: DrillContext, clocks: Clocks, kind: DrillKind | 'seed', report: (event: DrillEvent) => void): Promise<One> {
  const { pair, signal } = context
  const before = await readHealth(context)
  if ('reason' in before) throw refused(before.reason, before.node, before.detail)
  const { question, from } = await reachVip(context, before.holder)

  const began = Date.now()
  report({ type: 'begin', kind, holder: before.holder })
  const patience = context.patience ?? patienceOf(pair)
  const lookout = openLookout({
    pair,
    sessions: context.sessions,
    holder: before.holder,
    question,
    signal,
    every: context.every ?? 10,
    longest: Math.ceil((8 * patience + 600_000) / 1000),
    report,
  })
  const phases: DrillPhase[] = []
  const run: Run = {
    pair,
    sessions: context.sessions,
    lookout,
    id: () => randomBytes(6).toString('hex'),
    patience,
    watch: context.watch ?? (kind === 'seed' ? 10_000 : 3000),
    room: context.room ?? 0,
    reconnect: context.reconnect,
    places: placesOf(context),
    healAfter: context.healAfter ?? Math.max(60, Math.ceil((2 * patience) / 1000)),
    done: (phase) => {
      phases.push(phase)
      report({ type: 'phase', phase })
    },
  }
  try {
    // The first answers and the first word of every node: what was good a moment ago must be seen from here too.
    if (!(await lookout.until(() => lookout.steady(before.holder, 0, 200), 5000))) throw refused('vip-silent', null, '')
    const fault = faults[kind === 'seed' ? 'nginx-unrestartable' : kind]
    const verdict = await breakAndRecover(run, before.holder, fault)
    const other = lookout.holder()
    if (kind === 'seed' && verdict === 'passed' && other !== null) await breakAndRecover(run, other, fault)
    // Whoever can take over again, so that the next drill begins with a whole pair.
    await waitUntilSettled(context.sessions, pair, settleSeconds(pair.vrrp), signal)
  } finally {
    await lookout.close()
  }

  const [after, records] = await Promise.all([readHealth(context), recordsSince(context.sessions, clocks, began)])
  const bad = phases.find((phase) => phase.verdict !== 'passed')
  const end: { reason: DrillReason; node: string | null } =
    bad ?? ('reason' in after ? { reason: atEnd(after.reason), node: after.node } : { reason: '', node: null })
  const result: DrillResult = {
    kind,
    phases: phases.map((phase) => ({ ...phase, detected: detectedIn(phase, lookout.marks, records) })),
    marks: [...lookout.marks],
    samples: [...lookout.samples],
    records,
    clocks,
    missed: lookout.missed(),
    from,
    verdict: end.reason === '' ? 'passed' : end.reason === 'not-possible' ? 'skipped' : 'failed',
    reason: end.reason,
    node: end.node,
    started: new Date(began).toISOString(),
    took: Math.round(lookout.clock()),
  }
  return { result, healthy: !('reason' in after) }
}

const placesOf = ({ pair, targets }: DrillContext): Record<string, FaultPlace> =>
  Object.fromEntries(
    targets.map(({ name, interface: link }) => [
      name,
      { interface: link, vips: vipsOf(pair).map(({ address }) => address), site: siteOf(pair) },
    ]),
  )

const atEnd = (reason: Refusal): DrillReason => (reason === 'no-holder' || reason === 'two-holders' ? reason : 'not-recovered')

const refused = (reason: Refusal, node: string | null, detail: string): HotpairError =>
  new HotpairError('drill-refused', { ...(node === null ? {} : { node }), values: { reason, detail } })

/** Who asks: the operator's machine, or a node of this name. */
interface Asking {
  readonly question: Question
  readonly from: string | null
}

/**
 * Requests are sent by the operator's machine where it is on the VIPs' network. Else by a standby, over its SSH connection: a router between would
 * go on with the holder of before. The VIP must answer, or there is nothing to watch.
 */
async function reachVip({ pair, sessions, signal, near = localOperator.onLink }: DrillContext, holder: string): Promise<Asking> {
  const vip = firstVip(pair)
  const clock = (): number => performance.now()
  const standby = pair.nodes.find(({ name }) => name !== holder && sessions[name]?.forward !== undefined)?.name
  const own: Asking = { question: questionOf(pair, vip), from: null }
  // Its session of that moment: it may have been connected to anew.
  const dial: Dial = async (address, port) =>
    await (sessions[standby ?? '']?.forward?.(address, port) ?? Promise.reject(new Error('no session')))
  const places = near(vip.address) || standby === undefined ? [own] : [{ question: questionOf(pair, vip, dial), from: standby }, own]
  let error = ''
  for (const place of places) {
    for (let i = 0; i < 5; i++) {
      const reply = await ask(pair, place.question, clock, 1000)
      if (signal?.aborted) throw new HotpairError('cancelled')
      if (reply.good) return place
      error = reply.error
      await sleep(200, undefined, signal ? { signal } : {}).catch(() => undefined)
    }
  }
  throw refused(near(vip.address) ? 'vip-silent' : 'operator-not-on-link', null, error)
}
