import { lossOf, type CheckResult, type Loss } from '../domain/check'
import { HotpairError } from '../domain/failure'
import type { Pair } from '../domain/pair'
import { asksFrom, type Target } from './ask'
import type { Sessions } from './follow'
import { judge, type Readings } from './judge'
import { askAll, localOperator, type Operator } from './operator'
import { readRound, roundScript, type RoundRead } from './round'

export interface CheckContext {
  readonly pair: Pair
  readonly targets: readonly Target[]
  readonly sessions: Sessions
  readonly signal?: AbortSignal
  /** The machine that the engine runs on; another one in tests. */
  readonly operator?: Operator
  /** Seconds for which a node asks again until all have answered; by default 15. */
  readonly patience?: number
}

/**
 * The seed's steps 1 to 3: every node answers by its own address, each VIP has exactly one holder, and the VIP answers as that
 * holder. Asked from every node and from the operator's machine. Two channels per node at most: what failed is asked once
 * more, since the nodes did not read at the same moment.
 * @param report called with each result when it is final
 * @returns all results; the pair is good when none is `failed`
 * @throws HotpairError cancelled
 */
export async function verify(context: CheckContext, report: (check: CheckResult) => void = () => undefined): Promise<CheckResult[]> {
  const patience = context.patience ?? 15
  const first = judge(context.pair, await read(context, patience))
  // A missing curl does not come by waiting.
  const again = first.some((result) => result.verdict === 'failed' && result.reason !== 'no-curl')
  // What follows from the holder may be otherwise in the second round; that a node answers by its own address stands.
  const final = again ? first.filter((result) => result.check === 'node-answers' && result.verdict === 'passed') : first
  for (const result of final) report(result)
  if (!again) return first

  const stands = (result: CheckResult) =>
    final.find((one) => one.check === result.check && one.subject === result.subject && one.from === result.from)
  return judge(context.pair, await read(context, Math.min(5, patience))).map((result) => {
    const standing = stands(result)
    if (!standing) report(result)
    return standing ?? result
  })
}

async function read(context: CheckContext, patience: number): Promise<Readings> {
  const { pair, targets, signal, operator = localOperator } = context
  const asks = asksFrom(pair, targets, null)
  const [answers, nodes] = await Promise.all([
    askAll(operator, asks, patience * 1000, signal),
    Promise.all(targets.map(async (target) => [target.name, await readNode(context, target, patience)] as const)),
  ])
  return { nodes: Object.fromEntries(nodes), operator: { asks, answers }, onLink: operator.onLink }
}

async function readNode(context: CheckContext, target: Target, patience: number) {
  const { pair, targets, sessions, signal } = context
  const asks = asksFrom(pair, targets, target.name)
  const options = { timeout: (patience + 20) * 1000, ...(signal ? { signal } : {}) }
  const round = async (): Promise<RoundRead | { lost: Loss }> => {
    const session = sessions[target.name]
    if (!session) return { lost: 'unreachable' }
    try {
      return readRound((await session.run(roundScript(asks, patience), options)).stdout)
    } catch (error) {
      if (signal?.aborted) throw error
      return { lost: error instanceof HotpairError ? lossOf(error.failure.kind) : 'fact-unreadable' }
    }
  }
  return { asks, read: await round() }
}
