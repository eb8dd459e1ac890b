import type { Call } from '../contract/wire'
import { HotpairError } from '../domain/failure'
import type { Finding } from '../domain/finding'
import type { PairFacts } from '../domain/node-facts'
import type { Pair } from '../domain/pair'
import type { Plan } from '../domain/plan'
import { factsDigest } from '../facts/fingerprint'
import { planOf } from '../plan/plan'
import { preflight, wouldRefuse } from '../preflight/preflight'
import { channelsOf, readAll, withSessions, type Engine } from './engine'
import { wantedAuth } from './vrrp-password'

export interface Planned {
  readonly facts: PairFacts
  readonly findings: Finding[]
  /** Null where preflight refuses. */
  readonly plan: Plan | null
}

/** Plan from facts that were read. */
export async function planFrom(engine: Engine, pair: Pair, facts: PairFacts): Promise<Planned> {
  const findings = preflight(pair, facts)
  if (wouldRefuse(findings)) return { facts, findings, plan: null }
  const digests = Object.fromEntries(Object.entries(facts).map(([node, own]) => [node, factsDigest(own)]))
  return { facts, findings, plan: planOf(pair, facts, await wantedAuth(engine, pair, facts), digests) }
}

/** Connects, reads and plans; changes nothing. `channels`: what that cost on each node. */
export const planPair = (
  engine: Engine,
  pair: Pair,
  call: Call,
): Promise<Planned & { readonly channels: Readonly<Record<string, number>> }> =>
  withSessions(engine, pair, call, async (sessions) => {
    const planned = await planFrom(engine, pair, await readAll(engine, pair, call, sessions))
    return { ...planned, channels: channelsOf(sessions) }
  })

/** The plan, or failure preflight-refused with the rules that refuse; `findings` has them whole, as JSON, for their words in any language. */
export function required(planned: Planned): Plan {
  if (planned.plan !== null) return planned.plan
  const errors = planned.findings.filter((finding) => finding.severity === 'error')
  const rules = errors.map((finding) => (finding.node === undefined ? finding.rule : `${finding.node}: ${finding.rule}`)).join(', ')
  throw new HotpairError('preflight-refused', { values: { rules, findings: JSON.stringify(errors) } })
}
