import type { Finding, FindingRule } from '../domain/finding'
import type { KnownFacts } from '../domain/node-facts'
import type { Pair } from '../domain/pair'
import { firewallRules } from './firewall'
import { keepalivedRules } from './keepalived'
import { machineRules } from './machines'
import { nginxRules } from './nginx'
import { context, gravestFirst, type Rule } from './rule'
import { vipRules } from './vip'

/** Settings that one chooses, and the rules that judge each: the same on the form, before anything is planned, and in preflight. */
const judgedBy = {
  vip: { rules: vipRules, names: ['vip-not-in-subnet', 'vip-prefix', 'vip-reserved', 'vip-is-node-address'] },
  mode: { rules: [...keepalivedRules, ...machineRules], names: ['keepalived-too-old-for-unicast', 'cloud-multicast'] },
  speed: {
    rules: [...keepalivedRules, ...machineRules],
    names: ['snapshot-advice', 'keepalived-too-old-for-down-timer', 'timer-expired-left-out'],
  },
  content: {
    rules: nginxRules,
    names: ['default-site-replaced', 'other-default-server', 'port-taken', 'nothing-to-keep', 'selinux-proxy'],
  },
  firewall: {
    rules: firewallRules,
    names: ['firewall-foreign', 'firewall-foreign-left', 'firewall-leave-blocks', 'firewall-leave-blocks-web'],
  },
} as const satisfies Record<string, { rules: readonly Rule[]; names: readonly FindingRule[] }>

export type Setting = keyof typeof judgedBy
/** What may be found wrong or unwise about a setting. */
export type RuleOf<S extends Setting> = (typeof judgedBy)[S]['names'][number]

/** What is found about one setting of a pair on these hosts, the gravest first; nothing on hosts that are not known. */
export function unwise<S extends Setting>(setting: S, pair: Pair, facts: KnownFacts): (Finding & { readonly rule: RuleOf<S> })[] {
  const { rules, names } = judgedBy[setting]
  const wanted: readonly string[] = names
  const known = context(pair, facts)
  return rules
    .flatMap((rule: Rule) => rule(known))
    .filter((each): each is Finding & { readonly rule: RuleOf<S> } => wanted.includes(each.rule))
    .sort(gravestFirst)
}
