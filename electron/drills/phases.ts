import type { Sessions } from '../checks/follow'
import type { DrillPhase, DrillReason } from '../domain/drill'
import { elect, policiesOf } from '../domain/election'
import { HotpairError, type Failure } from '../domain/failure'
import type { Pair } from '../domain/pair'
import type { RunResult } from '../remote/session'
import type { Fault } from './fault'
import type { Lookout } from './lookout'
import { measure } from './timeline'
import { healScript, injectScript } from './undo'

/** What a phase works with. Times in ms, but `healAfter` in s. */
export interface Run {
  readonly pair: Pair
  readonly sessions: Sessions
  readonly lookout: Lookout
  /** A new name for each fault. */
  readonly id: () => string
  readonly patience: number
  readonly watch: number
  readonly healAfter: number
  readonly done: (phase: DrillPhase) => void
}

/** A node answers steadily when it did so for this long (ms). */
const steadily = 1000
/** Where nothing should move, it is watched for this long: long enough for a check to fail and an election to be over (ms). */
const unmoved = 6000

/**
 * Injects the fault, waits for what the election table says, heals, and waits again. It heals whatever happens in between.
 * @returns whether both phases passed
 * @throws HotpairError drill-failed · cancelled · what `Session.run` raises
 */
export async function breakAndRecover(run: Run, node: string, fault: Fault): Promise<boolean> {
  const id = run.id()
  let broken: DrillPhase
  try {
    broken = await breakNode(run, node, fault, id)
  } catch (error) {
    if (error instanceof HotpairError && error.failure.kind === 'drill-failed' && error.failure.values.reason === 'not-armed') throw error
    await heal(run, node, fault, id)
    throw undone(error, node)
  }
  run.done(broken)
  const from = run.lookout.clock()
  const before = run.lookout.holder()
  await heal(run, node, fault, id)
  try {
    const recovered = await recoverNode(run, node, fault, from, before)
    run.done(recovered)
    return broken.verdict === 'passed' && recovered.verdict === 'passed'
  } catch (error) {
    throw undone(error, node)
  }
}

/** The same failure, now that the node is healed. */
const undone = (error: unknown, node: string): unknown =>
  error instanceof HotpairError
    ? HotpairError.of({ kind: error.failure.kind, values: error.failure.values, node, hosts: 'as-before' } as Failure, error)
    : error

async function breakNode(run: Run, node: string, fault: Fault, id: string): Promise<DrillPhase> {
  const { lookout, pair } = run
  const from = lookout.clock()
  const before = lookout.holder()
  const expected = elect(policiesOf(pair)[0], { [node]: fault.expectMoves(pair) ? fault.state : 'healthy' }, before)
  const survived = await inject(run, node, fault, id)
  const since = lookout.clock()
  const reason = await (async (): Promise<DrillReason> => {
    if (survived && fault.expectMoves(pair)) return 'not-injected'
    if (expected === null) return 'no-holder'
    const span = expected === before ? unmoved : steadily
    if (await lookout.until(() => lookout.steady(expected, since, span), run.patience + span)) return ''
    return complaint(lookout, expected === before ? expected : null)
  })()
  if (reason === '') lookout.mark('recovered', expected)
  return phase(run, { phase: 'break', kind: fault.kind, node, from, before, expected, reason })
}

async function recoverNode(run: Run, node: string, fault: Fault, from: number, before: string | null): Promise<DrillPhase> {
  const { lookout, pair } = run
  lookout.mark('healed', node)
  const since = lookout.clock()
  // Nobody held it: who comes first will, and that is for the next check to judge.
  const expected = before === null ? null : elect(policiesOf(pair)[0], {}, before)
  const reason = await (async (): Promise<DrillReason> => {
    const arrived = (): boolean => {
      const wanted = expected ?? lookout.holder()
      return wanted !== null && lookout.steady(wanted, expected === before ? since - steadily : since, steadily)
    }
    if (!(await lookout.until(arrived, run.patience + 15_000))) return complaint(lookout, expected === before ? expected : null)
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
  lookout.mark('watched', node)
  return phase(run, { phase: 'recover', kind: fault.kind, node, from, before, expected, reason })
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
  known: Pick<DrillPhase, 'phase' | 'kind' | 'node' | 'from' | 'before' | 'expected' | 'reason'>,
): Promise<DrillPhase> {
  const { lookout } = run
  const to = lookout.clock()
  // The last requests of the phase are given the time that each has.
  await lookout.until(() => (lookout.samples.at(-1)?.at ?? 0) >= to, 1500)
  return {
    ...known,
    nodes: [known.node],
    expects: null,
    bound: null,
    detected: null,
    from: Math.round(known.from),
    to: Math.round(to),
    after: lookout.holder(),
    ...measure(lookout.samples, known.from, to),
    verdict: known.reason === '' ? 'passed' : 'failed',
  }
}

/** Returns true when the fault did not take. Never interrupted: half of it would be worse. */
async function inject({ pair, sessions, lookout, healAfter }: Run, node: string, fault: Fault, id: string): Promise<boolean> {
  const onLine = (line: string): void => {
    if (line === 'armed') lookout.mark('armed', node)
    else if (line === 'injecting') lookout.mark('injected', node)
  }
  const { stdout, stderr } = await session(sessions, node).run(injectScript(fault, pair, id, healAfter), { root: true, onLine })
  if (!/^armed$/m.test(stdout))
    throw new HotpairError('drill-failed', { node, values: { reason: 'not-armed', output: stderr.slice(0, 300) } })
  return /^survived$/m.test(stdout)
}

/** Heals at once, also when the drill was cancelled. What it cannot heal, the node's own timer tries again. */
async function heal({ pair, sessions, healAfter }: Run, node: string, fault: Fault, id: string): Promise<void> {
  let last: RunResult | undefined
  let cause: unknown
  for (let i = 0; i < 2; i++) {
    try {
      last = await session(sessions, node).run(healScript(fault, pair, id), { root: true })
      if (last.status === 0) return
    } catch (error) {
      cause = error
    }
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

function session(sessions: Sessions, node: string) {
  const found = sessions[node]
  if (!found) throw new HotpairError('bug', { node, values: { message: 'a drill without a session' } })
  return found
}
