import { HotpairError, refusedBy } from '../domain/failure'
import type { Pair } from '../domain/pair'
import type { Plan } from '../domain/plan'
import type { CommandLine } from './session'

/**
 * Makes the plan that a command is about to use. Raises preflight-refused, and plan-outdated where it is not the one `wanted`.
 */
export async function planned(pair: Pair, line: CommandLine, wanted?: string): Promise<Plan> {
  const { findings, plan } = await line.wire.request('pair.plan', { pair }, line.call)
  if (plan === null) throw refusedBy(findings)
  if (wanted !== undefined && wanted !== plan.id)
    throw new HotpairError('plan-outdated', { values: { reason: 'other-plan', wanted, plan: plan.id } })
  return plan
}
