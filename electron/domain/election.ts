import { compareAddresses, isIPv4 } from './address'
import { instancesOf, type Member } from './instance'
import type { Pair } from './pair'

/**
 * Who holds the VIPs, computed from the settings alone, by VRRP's rules (RFC 9568 §6.4; keepalived.conf(5) for weights,
 * nopreempt and FAULT). All VIPs of an instance have one holder.
 */

/**
 * healthy: up, nginx answers · nginx-failed: up, nginx does not answer · keepalived-stopped: nginx answers, keepalived
 * does not run · down: no power or no link.
 */
export const nodeConditions = ['healthy', 'nginx-failed', 'keepalived-stopped', 'down'] as const
export type NodeCondition = (typeof nodeConditions)[number]
/** Condition of every node by its name; a node that is not named is healthy. */
export type Situation = Readonly<Record<string, NodeCondition>>

export interface VrrpPolicy {
  /** `address` is the VRRP source address; only equal priorities need it. */
  readonly nodes: readonly { readonly name: string; readonly priority: number; readonly address?: string }[]
  readonly nopreempt: boolean
  /**
   * What a failing health check does: `fault` releases the VIP (a vrrp_script without weight), `weight` changes the
   * priority (positive: added while healthy; negative: subtracted while failing; 0 is the same as `fault`),
   * `stop-keepalived` is the seed's `killall`, `nothing` is a check that never runs.
   */
  readonly onNginxFailure: 'fault' | { readonly weight: number } | 'stop-keepalived' | 'nothing'
}

export const policyOf = (
  { preempt, onNginxFailure }: Pick<Pair['vrrp'], 'preempt' | 'onNginxFailure'>,
  nodes: readonly Pick<Member, 'name' | 'priority'>[],
): VrrpPolicy => ({
  nodes: nodes.map(({ name, priority }) => ({ name, priority })),
  nopreempt: !preempt,
  onNginxFailure: onNginxFailure === 'release' ? 'fault' : 'stop-keepalived',
})

/** The policy of each instance, in their order. */
export const policiesOf = (pair: Pair): [VrrpPolicy, ...VrrpPolicy[]] => {
  const [first, ...others] = instancesOf(pair)
  return [policyOf(pair.vrrp, first.nodes), ...others.map(({ nodes }) => policyOf(pair.vrrp, nodes))]
}

/** Priority that the node sends in its adverts, 1 to 254 (255 stays 255), or null when it takes no part. */
export function effectivePriority(policy: VrrpPolicy, name: string, state: NodeCondition): number | null {
  const base = policy.nodes.find((node) => node.name === name)?.priority
  if (base === undefined || state === 'down' || state === 'keepalived-stopped') return null
  // The address owner's priority never changes and it never leaves MASTER for a script (keepalived.conf(5)).
  if (base === 255) return policy.onNginxFailure === 'stop-keepalived' && state === 'nginx-failed' ? null : 255
  const reaction = policy.onNginxFailure
  if (typeof reaction === 'object' && reaction.weight !== 0) {
    const change = reaction.weight > 0 ? (state === 'healthy' ? reaction.weight : 0) : state === 'healthy' ? 0 : reaction.weight
    return Math.min(254, Math.max(1, base + change))
  }
  return state === 'healthy' || reaction === 'nothing' ? base : null
}

/**
 * The holder in `situation`, once VRRP has settled, or null when no node takes part.
 * @param previous the node that held the VIP before; null when none did (all start together)
 */
export function elect(policy: VrrpPolicy, situation: Situation, previous: string | null): string | null {
  const candidates = policy.nodes.flatMap((node) => {
    const priority = effectivePriority(policy, node.name, situation[node.name] ?? 'healthy')
    return priority === null ? [] : [{ ...node, priority }]
  })
  const keeper = candidates.find((node) => node.name === previous)
  if (keeper && policy.nopreempt) return keeper.name

  const highest = Math.max(...candidates.map((node) => node.priority))
  const best = candidates.filter((node) => node.priority === highest)
  // A backup does not take over from a master of its own priority: it resets its timer (RFC 9568 §6.4.2).
  if (keeper && best.includes(keeper)) return keeper.name
  // Two masters of equal priority: the greater address stays (RFC 9568 §6.4.3).
  best.sort((a, b) => (a.address && b.address && isIPv4(a.address) && isIPv4(b.address) ? compareAddresses(b.address, a.address) : 0))
  return best[0]?.name ?? null
}

/** What follows from a row; keys of contract/wording. */
export const afterwards = [
  /** When all are healthy again, the VIP moves to the preferred node. */
  'goes-back',
  /** When all are healthy again, the VIP stays where it is. */
  'stays',
  /** keepalived was stopped on a node and nothing starts it again. */
  'redundancy-gone-until-keepalived-is-started',
  /** No other node could take over now. */
  'no-standby-left',
  'nobody-answers',
  /** The holder's nginx has failed although another node is healthy. */
  'failed-node-keeps-vip',
] as const
export type Afterwards = (typeof afterwards)[number]

export interface ElectionRow {
  readonly situation: Situation
  /** Number of nodes that are not healthy. */
  readonly faults: number
  readonly previous: string | null
  readonly holder: string | null
  /** Holder after every node has recovered, keepalived started again where it was stopped. */
  readonly returned: string | null
  readonly afterwards: readonly Afterwards[]
}

/**
 * Every combination of healthy, nginx-failed and down with every previous holder (null: none yet). With more than four
 * nodes only those with at most two faults at a time: 129 situations for eight nodes instead of 6,561.
 */
export function electionTable(policy: VrrpPolicy): ElectionRow[] {
  const names = policy.nodes.map((node) => node.name)
  const previous = [null, ...names]
  return situations(names, names.length > 4 ? 2 : names.length).flatMap((situation) =>
    previous.map((before) => row(policy, situation, before)),
  )
}

function situations(names: readonly string[], maxFaults: number): Situation[] {
  const [name, ...rest] = names
  if (name === undefined) return [{}]
  const states = maxFaults > 0 ? (['healthy', 'nginx-failed', 'down'] as const) : (['healthy'] as const)
  return states.flatMap((state) =>
    situations(rest, state === 'healthy' ? maxFaults : maxFaults - 1).map((others) => ({ [name]: state, ...others })),
  )
}

function row(policy: VrrpPolicy, situation: Situation, previous: string | null): ElectionRow {
  const states = Object.entries(situation)
  const faults = states.filter(([, state]) => state !== 'healthy').length
  const holder = elect(policy, situation, previous)
  const returned = elect(policy, {}, holder)
  const notes: Afterwards[] = []
  if (holder === null) notes.push('nobody-answers')
  else if (faults > 0) {
    notes.push(returned === holder ? 'stays' : 'goes-back')
    if (elect(policy, { ...situation, [holder]: 'down' }, holder) === null) notes.push('no-standby-left')
  }
  if (policy.onNginxFailure === 'stop-keepalived' && states.some(([, state]) => state === 'nginx-failed'))
    notes.push('redundancy-gone-until-keepalived-is-started')
  if (isFault(situation, holder)) notes.push('failed-node-keeps-vip')
  return { situation, faults, previous, holder, returned, afterwards: notes }
}

const isFault = (situation: Situation, holder: string | null): boolean =>
  holder !== null && situation[holder] === 'nginx-failed' && Object.values(situation).includes('healthy')

/** Rows in which a node with failed nginx keeps the VIP while a healthy node is there. A pair with any is refused. */
export const electionFaults = (policy: VrrpPolicy): { node: string; situation: Situation }[] =>
  electionTable(policy).flatMap(({ holder, situation }) =>
    holder !== null && isFault(situation, holder) ? [{ node: holder, situation }] : [],
  )
