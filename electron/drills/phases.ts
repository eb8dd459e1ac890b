import { setTimeout as sleep } from 'node:timers/promises'
import type { Sessions } from '../checks/follow'
import type { DrillPhase, DrillReason, DrillVerdict } from '../domain/drill'
import { expectationOf, type Expectation } from '../domain/drill-expectation'
import { elect, policiesOf } from '../domain/election'
import { HotpairError, type Failure } from '../domain/failure'
import type { Pair } from '../domain/pair'
import type { RunResult } from '../remote/session'
import type { Fault, FaultPlace } from './fault'
import type { Lookout } from './lookout'
import { measure } from './timeline'
import { healScript, injectScript } from './undo'

/** What a phase works with. Times in ms, but `healAfter` in s. */
export interface Run {
  readonly pair: Pair
  /** A node that was away gets another one by `reconnect`. */
  readonly sessions: Sessions
  readonly places: Readonly<Record<string, FaultPlace>>
  readonly lookout: Lookout
  /** A new name for each fault. */
  readonly id: () => string
  /** Within which the pair must have done what is expected. */
  readonly patience: number
  /** For which it is watched that nothing moves any more. */
  readonly watch: number
  readonly healAfter: number
  /** Added to the downtime that the settings allow. */
  readonly room: number
  readonly reconnect: (node: string) => Promise<void>
  readonly done: (phase: DrillPhase) => void
}

/** A fault where it is made. */
interface Broken extends Expectation {
  readonly fault: Fault
  readonly id: string
}

/** A node answers steadily when it did so for this long (ms). */
const steadily = 1000
/** Where nothing should move, it is watched for this long: long enough for a check to fail and an election to be over (ms). */
const unmoved = 6000
/** A host has booted within this time (ms). */
const booting = 300_000

/**
 * Injects the fault, waits for what the election table says, heals, and waits again. It heals whatever happens in between.
 * @param holder who holds the VIPs
 * @returns how it went: the worst of both phases
 * @throws HotpairError drill-failed · cancelled · what `Session.run` raises
 */
export async function breakAndRecover(run: Run, holder: string, fault: Fault): Promise<DrillVerdict> {
  const broken: Broken = { ...expectationOf(run.pair, fault.kind, holder), fault, id: run.id() }
  let first: DrillPhase
  try {
    first = await breakNodes(run, broken)
  } catch (error) {
    if (error instanceof HotpairError && error.failure.kind === 'drill-failed' && error.failure.values.reason === 'not-armed') throw error
    await healAll(run, broken)
    throw undone(error, broken.nodes[0])
  }
  run.done(first)
  if (first.verdict === 'skipped') return 'skipped'
  const from = run.lookout.clock()
  const before = run.lookout.holder()
  await healAll(run, broken)
  try {
    // What did not go as expected goes on from where it is.
    const after = first.verdict === 'passed' || before === null ? broken.after : elect(policiesOf(run.pair)[0], {}, before)
    const second = await recoverNodes(run, { ...broken, after }, from, before)
    run.done(second)
    return first.verdict === 'passed' ? second.verdict : first.verdict
  } catch (error) {
    throw undone(error, broken.nodes[0])
  }
}

/** The same failure, now that the node is healed. */
const undone = (error: unknown, node: string): unknown =>
  error instanceof HotpairError
    ? HotpairError.of({ kind: error.failure.kind, values: error.failure.values, node, hosts: 'as-before' } as Failure, error)
    : error

async function breakNodes(run: Run, broken: Broken): Promise<DrillPhase> {
  const { lookout } = run
  const from = lookout.clock()
  const before = lookout.holder()
  const { node, took } = await injectAll(run, broken)
  const end = (reason: DrillReason, at = broken.nodes[0]): Promise<DrillPhase> =>
    phase(run, { phase: 'break', ...told(broken), node: at, from, before, expected: broken.holder, bound: broken.bound, reason })
  if (took === 'impossible') return end('not-possible', node)
  if (took === 'survived' && broken.during !== 'stays') return end('not-injected', node)
  const reason = await awaitOutcome(run, broken, lookout.clock(), before)
  if (reason === '') markOutcome(lookout, broken)
  return end(reason)
}

const told = ({ nodes, during, fault }: Broken) => ({ kind: fault.kind, nodes: [...nodes], expects: during })

function markOutcome(lookout: Lookout, { during, holder }: Broken): void {
  if (during === 'nobody' || during === 'several') lookout.mark(during, null)
  else lookout.mark('recovered', holder ?? lookout.answering(0, steadily))
}

/** Waits until the VIPs are where they should be while the fault is there. */
async function awaitOutcome(
  { lookout, patience }: Run,
  { during, holder, lasts }: Broken,
  since: number,
  before: string | null,
): Promise<DrillReason> {
  const seen = (test: () => boolean): Promise<boolean> => lookout.until(test, patience)
  switch (during) {
    case 'moves':
    case 'stays': {
      if (holder === null) return 'no-holder'
      const span = during === 'stays' ? unmoved : steadily
      if (await lookout.until(() => lookout.steady(holder, since, span), patience + span)) return ''
      return complaint(lookout, holder === before ? holder : null)
    }
    case 'nobody':
      return (await seen(() => lookout.holding() === 0)) ? '' : 'still-held'
    case 'several':
      return (await seen(() => (lookout.holding() ?? 0) > 1)) ? '' : 'not-split'
    case 'any':
      return (await seen(() => lookout.answering(since + lasts, steadily) !== null)) ? '' : 'not-answering'
    default:
      return during satisfies never
  }
}

async function recoverNodes(run: Run, broken: Broken, from: number, before: string | null): Promise<DrillPhase> {
  const { lookout } = run
  for (const node of broken.nodes) lookout.mark('healed', node)
  const since = lookout.clock()
  const expected = broken.after
  const stays = expected === before ? expected : null
  const reason = await (async (): Promise<DrillReason> => {
    const arrived = (): boolean => {
      const wanted = expected ?? lookout.holder()
      return wanted !== null && lookout.steady(wanted, stays === null ? since : since - steadily, steadily)
    }
    if (!(await lookout.until(arrived, run.patience + 15_000))) return complaint(lookout, stays)
    const holder = lookout.holder()
    if (expected !== before) lookout.mark('recovered', holder)
    const watched = lookout.clock()
    const moved = (): boolean => lookout.samples.some((one) => one.at >= watched && one.node !== null && one.node !== holder)
    const away = (): boolean => lookout.holder() !== null && lookout.holder() !== holder
    if (await lookout.until(() => moved() || away(), run.watch)) return 'moved'
    return holder !== null && (await lookout.until(() => lookout.steady(holder, watched, Math.min(steadily, run.watch)), 3000))
      ? ''
      : complaint(lookout, holder)
  })()
  lookout.mark('watched', broken.nodes[0])
  return phase(run, { phase: 'recover', ...told(broken), node: broken.nodes[0], from, before, expected, bound: broken.healBound, reason })
}

/** Why it is not as expected; `stays`: who should still hold the VIPs. */
function complaint(lookout: Lookout, stays: string | null): DrillReason {
  const holding = lookout.holding()
  if (holding === null) return 'holder-unknown'
  if (holding > 1) return 'two-holders'
  if (holding === 0) return 'no-holder'
  return stays !== null && lookout.holder() !== stays ? 'moved' : 'not-answering'
}

async function phase(
  run: Run,
  known: Pick<DrillPhase, 'phase' | 'kind' | 'node' | 'nodes' | 'expects' | 'bound' | 'from' | 'before' | 'expected' | 'reason'>,
): Promise<DrillPhase> {
  const { lookout } = run
  const to = lookout.clock()
  // The last requests of the phase are given the time that each has.
  await lookout.until(() => (lookout.samples.at(-1)?.at ?? 0) >= to, 1500)
  const measured = measure(lookout.samples, known.from, to)
  const bound = known.bound === null ? null : known.bound + run.room
  const reason = known.reason === '' && bound !== null && measured.downtime > bound ? 'too-slow' : known.reason
  return {
    ...known,
    bound,
    detected: null,
    from: Math.round(known.from),
    to: Math.round(to),
    after: lookout.holder(),
    holding: lookout.holding(),
    ...measured,
    verdict: reason === '' ? 'passed' : reason === 'not-possible' ? 'skipped' : 'failed',
    reason,
  }
}

/** What came of injecting; of several nodes, the least. */
interface Injected {
  readonly node: string
  readonly took: 'took' | 'survived' | 'impossible'
}

/** On all nodes side by side. Where one cannot do it, or its undo could not be armed, the others are healed. */
async function injectAll(run: Run, broken: Broken): Promise<Injected> {
  const ends = await Promise.allSettled(broken.nodes.map((node) => inject(run, node, broken)))
  const made = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
  const failed = ends.find((end) => end.status === 'rejected')
  const impossible = made.find(({ took }) => took === 'impossible')
  if (failed !== undefined || impossible !== undefined)
    await healAll(run, { ...broken, nodes: made.filter(({ took }) => took !== 'impossible').map(({ node }) => node) })
  if (failed !== undefined) throw failed.reason
  return impossible ?? made.find(({ took }) => took === 'survived') ?? { node: broken.nodes[0], took: 'took' }
}

/** Never interrupted: half of it would be worse. */
async function inject(run: Run, node: string, broken: Broken): Promise<Injected> {
  const { pair, sessions, lookout } = run
  const { fault, id } = broken
  const onLine = (line: string): void => {
    if (line === 'armed') lookout.mark('armed', node)
    else if (line === 'injecting') {
      if (fault.away !== null) lookout.ignore(node)
      lookout.mark('injected', node)
    }
  }
  const script = injectScript(fault, placeOf(run, node), pair, id, healsAfter(run, broken))
  const { stdout, stderr } = await session(sessions, node).run(script, { root: true, onLine })
  if (/^impossible$/m.test(stdout)) return { node, took: 'impossible' }
  if (!/^armed$/m.test(stdout))
    throw new HotpairError('drill-failed', { node, values: { reason: 'not-armed', output: stderr.slice(0, 300) } })
  return { node, took: /^survived$/m.test(stdout) ? 'survived' : 'took' }
}

/** s after which a node heals itself; where nobody else can heal it, as soon as what is expected has been seen. */
const healsAfter = ({ healAfter }: Run, { fault, bound }: Broken): number =>
  fault.away === 'cut' ? Math.ceil(((bound ?? 0) + steadily) / 1000) + 3 : healAfter

/** Heals at once, also when the drill was cancelled. What it cannot heal, the node's own timer tries again. */
const healAll = async (run: Run, broken: Omit<Broken, 'nodes'> & { readonly nodes: readonly string[] }): Promise<void> => {
  const ends = await Promise.allSettled(broken.nodes.map((node) => heal(run, node, broken)))
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

async function heal(run: Run, node: string, { fault, id }: Pick<Broken, 'fault' | 'id'>): Promise<void> {
  const { pair, sessions, lookout, healAfter, reconnect } = run
  const gone = fault.away === 'cut' || fault.away === 'boots'
  const deadline = lookout.clock() + (gone ? booting : 0)
  let last: RunResult | undefined
  let cause: unknown
  for (let i = 0; i < 2 || lookout.clock() < deadline; i++) {
    try {
      if (gone) await reconnect(node)
      last = await session(sessions, node).run(healScript(fault, placeOf(run, node), pair, id), { root: true, timeout: 120_000 })
      if (last.status === 0) {
        if (fault.away !== null) lookout.attend(node, gone)
        return
      }
    } catch (error) {
      cause = error
    }
    if (gone) await sleep(500)
  }
  throw new HotpairError('drill-failed', {
    node,
    values: {
      reason: 'not-healed',
      seconds: healAfter,
      output: last?.stderr.slice(0, 300) ?? '',
    },
    look: [{ node, state: 'sick', fault: null }],
    cause,
  })
}

function placeOf({ places }: Run, node: string): FaultPlace {
  const place = places[node]
  if (!place) throw new HotpairError('bug', { node, values: { message: 'a drill on a node without a place' } })
  return place
}

function session(sessions: Sessions, node: string) {
  const found = sessions[node]
  if (!found) throw new HotpairError('bug', { node, values: { message: 'a drill without a session' } })
  return found
}
