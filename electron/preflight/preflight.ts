import type { Finding } from '../domain/finding'
import type { PairFacts } from '../domain/node-facts'
import type { Pair } from '../domain/pair'
import { electionRules } from './election'
import { firewallRules } from './firewall'
import { interfaceRules } from './interfaces'
import { keepalivedRules } from './keepalived'
import { machineRules } from './machines'
import { nginxRules } from './nginx'
import { packageRules } from './packages'
import { context, type Rule } from './rule'
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

const order = { error: 0, warning: 1, info: 2 } as const
const key = (each: Finding): string => `${String(order[each.severity])} ${each.rule} ${each.node ?? ''} ${JSON.stringify(each.values)}`

/**
 * What the facts mean for the pair: errors first, then warnings, then notes; equal facts give equal findings in equal order. Words for
 * them are in contract/wording/findings. Nodes whose facts are not there are not judged.
 */
export const preflight = (pair: Pair, facts: PairFacts): Finding[] =>
  rules.flatMap((rule) => rule(context(pair, facts))).sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))

/** True when the pair must not be deployed. */
export const wouldRefuse = (findings: readonly Finding[]): boolean => findings.some((each) => each.severity === 'error')
