import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands, type Output } from '../../electron/contract/commands'
import { pairSchema, type Pair } from '../../electron/domain/pair'
import type { Plan } from '../../electron/domain/plan'
import { bundlesOf, planOf } from '../../electron/plan/plan'
import { factsOf } from '../plans/cases'

/**
 * Plans as the engine makes them now, of facts that were recorded on real hosts (tests/plans): a plan that is kept in a file would go stale.
 * fresh: bare hosts, nobody holds the VIP · empty: deployed already · shared: a live pair whose VRID would change
 */
export type Planned = 'fresh' | 'empty' | 'shared'

const read = (path: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8'))

/** The pair of the practice lab. */
export const recordedPair = (): Pair => pairSchema.parse(read('recorded/pair.json'))

/** Those hosts were deployed under this name. */
const deployed: Pair = { ...recordedPair(), name: 'web' }

/** Made once each: a recording looks at it for every line. */
const known = new Map<Planned, ReturnType<typeof make>>()
function made(which: Planned) {
  const found = known.get(which) ?? make(which)
  known.set(which, found)
  return found
}

function make(which: Planned) {
  const pair = which === 'fresh' ? recordedPair() : which === 'empty' ? deployed : { ...deployed, vrrp: { ...deployed.vrrp, routerId: 77 } }
  const facts = factsOf(which === 'fresh' ? 'debian-bare' : 'debian-deployed')
  return { facts, plan: planOf(pair, facts, which === 'fresh' ? { digest: 'wanted' } : 'keep', {}) }
}

/** What pair.plan answers, as it comes over the contract. */
export const plannedOutput = (which: Planned): Output<'pair.plan'> =>
  commands['pair.plan'].output.parse({
    findings: [{ rule: 'vrid-unchecked', severity: 'info', values: { routerId: 66 } }],
    plan: made(which).plan,
  })

export const planned = (which: Planned): Plan => made(which).plan

/** What plan.bundles answers. */
export function plannedBundles(which: Planned): Output<'plan.bundles'> {
  const { plan, facts } = made(which)
  return commands['plan.bundles'].output.parse({ bundles: bundlesOf(plan, facts) })
}
