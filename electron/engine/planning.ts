import type { Input, Output } from '../contract/commands'
import type { Call } from '../contract/wire'
import type { Finding } from '../domain/finding'
import type { Pair } from '../domain/pair'
import type { Plan } from '../domain/plan'
import { exportBundles } from '../export/export'
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

/** Everything that a plan which was looked at would put on the nodes. Raises plan-outdated. */
export const bundlesOfPlan = (engine: Engine, plan: string): Output<'plan.bundles'>['bundles'] =>
  Object.fromEntries(
    Object.entries(engine.plans.take(plan).bundles).map(([node, entries]) => [
      node,
      entries.map(({ path, content }) => ({ path, content })),
    ]),
  )

/** Writes the plan that was looked at to a folder. Raises plan-outdated and export-failed. */
export async function exportPlan(engine: Engine, { pair, plan, to }: Input<'pair.export'>): Promise<Output<'pair.export'>> {
  const made = engine.plans.take(plan, pair)
  const { folder, files } = await exportBundles(pair, made.plan, made.bundles, to)
  return { folder, files: [...files] }
}
