import { isGood, type CheckResult } from '../../../electron/domain/check'
import type { Holding } from '../../../electron/domain/holders'
import type { Pair } from '../../../electron/domain/pair'
import { vipText, type Vip } from '../../../electron/domain/vip'

/** Pure: checks as they are grouped and drawn. */

export const checkOrder = ['node-answers', 'one-holder', 'vip-answers'] as const satisfies readonly CheckResult['check'][]

/** How many checks there will be: everybody asks every other node and each VIP; who holds it does not ask itself. */
export function expectedChecks(pair: Pair): Readonly<Record<CheckResult['check'], number>> {
  const nodes = pair.nodes.length
  const vips = pair.vips.length
  return { 'node-answers': nodes * nodes, 'one-holder': nodes * vips, 'vip-answers': nodes * vips }
}

/** red: one failed · amber: one is only a warning · green: all passed · open: none was told yet */
export type Light = 'green' | 'amber' | 'red' | 'open'

export function lightOf(checks: readonly CheckResult[]): Light {
  if (!isGood(checks)) return 'red'
  if (checks.some((check) => check.verdict === 'warning')) return 'amber'
  return checks.some((check) => check.verdict === 'passed') ? 'green' : 'open'
}

export const countOf = (checks: readonly CheckResult[], verdict: CheckResult['verdict']): number =>
  checks.filter((check) => check.verdict === verdict).length

/** A check told again takes the place of the former. */
export function withCheck(checks: readonly CheckResult[], check: CheckResult): CheckResult[] {
  const same = (other: CheckResult): boolean => other.check === check.check && other.subject === check.subject && other.from === check.from
  return checks.some(same) ? checks.map((other) => (same(other) ? check : other)) : [...checks, check]
}

/** Who has a VIP, by the checks that were read on the nodes; undefined: none was told yet. */
export const holdingIn = (checks: readonly CheckResult[], vip: Vip): Holding | undefined =>
  checks.find(({ check, subject, holding }) => check === 'one-holder' && subject === vipText(vip) && holding !== undefined)?.holding

/** Failed checks by their reason, each reason once: what to do is said once. */
export function complaints(checks: readonly CheckResult[]): CheckResult[] {
  const seen = new Set<string>()
  return checks.filter((check) => {
    if (check.verdict !== 'failed' && check.verdict !== 'warning') return false
    const key = `${check.check} ${check.reason}`
    return seen.has(key) ? false : (seen.add(key), true)
  })
}
