import type { Finding } from '../domain/finding'
import type { KnownFacts } from '../domain/node-facts'
import type { Pair } from '../domain/pair'
import { electionRules } from './election'
import { firewallRules } from './firewall'
import { interfaceRules } from './interfaces'
import { keepalivedRules } from './keepalived'
import { machineRules } from './machines'
import { nginxRules } from './nginx'
import { packageRules } from './packages'
import { context, gravestFirst, type Rule } from './rule'
import { vipRules } from './vip'
import { vridRules } from './vrid'

const rules: readonly Rule[] = [
  ...vipRules,
  ...interfaceRules,
  ...vridRules,
  ...keepalivedRules,
  ...packageRules,
  ...nginxRules,
  ...machineRules,
  ...firewallRules,
  ...electionRules,
]

/**
 * What the facts mean for the pair: errors first, then warnings, then notes; equal facts give equal findings in equal order. Words for
 * them are in contract/wording/findings. Nodes whose facts are not there are not judged.
 */
export function preflight(pair: Pair, facts: KnownFacts): Finding[] {
  const known = context(pair, facts)
  return rules.flatMap((rule) => rule(known)).sort(gravestFirst)
}

/** True when the pair must not be deployed. */
export const wouldRefuse = (findings: readonly Finding[]): boolean => findings.some((each) => each.severity === 'error')
