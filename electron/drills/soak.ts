import { HotpairError } from '../domain/failure'
import type { DrillEvent, DrillResult } from '../domain/drill'
import { isClean, kindsFrom, type SoakResult, type SoakRound } from '../domain/soak'
import { Audit } from './audit'
import { drill, type DrillContext } from './drill'

export interface SoakRequest {
  readonly seed: number
  /** After these no new drill is begun. */
  readonly minutes: number
}

/** A round that is nothing but refused: the clock must not be all that ends them. */
const mostRounds = 10_000

/**
 * Drills by chance, one after another, and a look at every node after each. It ends with the first that is not clean: what comes after that would not
 * begin with a whole pair.
 * @throws HotpairError what `drill` raises, whatever went before; cancelled
 */
export async function soak(
  context: DrillContext,
  { seed, minutes }: SoakRequest,
  report: (event: DrillEvent) => void,
): Promise<SoakResult> {
  const [started, begun] = [new Date().toISOString(), performance.now()]
  const clock = (): number => Math.round(performance.now() - begun)
  const audit = new Audit(context.sessions)
  await audit.look(1)
  const rounds: SoakRound[] = []
  const kinds = kindsFrom(seed)
  while (clock() < minutes * 60_000 && rounds.length < mostRounds) {
    const at = clock()
    const { value: kind } = kinds.next()
    const [result] = await drill(context, { kinds: [kind] }, report)
    if (result === undefined) throw new HotpairError('bug', { values: { message: 'a drill without a result' } })
    const round = { ...summary(result), kind, at, findings: (await audit.look((clock() - at) / 1000 + 1)).slice(0, 200) }
    rounds.push(round)
    if (!isClean(round)) break
  }
  return { seed, rounds, verdict: rounds.every(isClean) ? 'passed' : 'failed', started, took: clock() }
}

function summary({ verdict, reason, node, phases, samples }: DrillResult): Omit<SoakRound, 'kind' | 'at' | 'findings'> {
  const [broken] = phases
  return {
    verdict,
    reason,
    node,
    downtime: Math.max(0, ...phases.map(({ downtime }) => downtime)),
    bound: broken?.bound ?? null,
    failed: samples.filter((sample) => sample.node === null).length,
    asked: samples.length,
  }
}
