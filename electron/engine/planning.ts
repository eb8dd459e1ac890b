import type { Call } from '../contract/wire'
import type { Finding } from '../domain/finding'
import type { Pair } from '../domain/pair'
import type { Plan } from '../domain/plan'
import { factsDigest } from '../facts/fingerprint'
import { bundlesOf, planOf } from '../plan/plan'
import { preflight, wouldRefuse } from '../preflight/preflight'
import { channelsOf, readAll, withSessions, type Engine } from './connections'
import { wantedAuth } from './vrrp-password'

/** Connects, reads and plans; changes nothing on the hosts. No plan where preflight refuses. */
export const planPair = (engine: Engine, pair: Pair, call: Call): Promise<{ findings: Finding[]; plan: Plan | null }> =>
  withSessions(engine, pair, call, async (sessions) => {
    const facts = await readAll(engine, pair, call, sessions)
    const findings = preflight(pair, facts)
    if (wouldRefuse(findings)) return { findings, plan: null }
    const digests = Object.fromEntries(Object.entries(facts).map(([node, own]) => [node, factsDigest(own)]))
    const plan = planOf(pair, facts, await wantedAuth(engine, pair, facts), digests)
    engine.plans.put({ pair, facts, plan, bundles: bundlesOf(plan, facts), channels: channelsOf(sessions) })
    return { findings, plan }
  })
