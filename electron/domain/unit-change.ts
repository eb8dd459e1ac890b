import { z } from 'zod'
import { elect, policyOf, type NodeCondition, type Situation, type VrrpPolicy } from './election'
import type { NodeHealth } from './health'
import type { Holding } from './holders'
import { instancesOf, type Instance } from './instance'
import type { UnitFact } from './node-facts'
import type { Pair } from './pair'
import { vipText } from './vip'
import { isTold, settleSeconds } from './vrrp-times'

/** nginx or keepalived of one node is started, stopped or restarted by hand: whether that may be, and what clients notice of it. */

export const unitNames = ['nginx', 'keepalived'] as const
export type UnitName = (typeof unitNames)[number]
export const unitChanges = ['start', 'stop', 'restart'] as const

export const unitChange = z.object({ node: z.string(), unit: z.enum(unitNames), change: z.enum(unitChanges) })
export type UnitChange = z.output<typeof unitChange>

/** Why nothing is done. changed: what clients would notice is no longer what was agreed to. */
export const unitRefusals = [
  'working',
  'node-unreachable',
  'deployment-open',
  'not-deployed',
  'not-installed',
  'already-running',
  'already-stopped',
  'changed',
] as const
export type UnitRefusal = (typeof unitRefusals)[number]

const vips = z.array(z.string())
/**
 * What clients of an instance's VIPs notice, by VRRP's rules (election.ts).
 * nothing · break: nginx is away for a moment · moves: they go to another node and stay there · returns:
 * they go to another node and come back · gap: nobody else can take them, the node itself has them again after some seconds · outage: nobody
 * is left · still-none: nobody answered before, nobody does afterwards · answers: nobody answered before, somebody will · unknown: who holds
 * them is not known, or is about to change
 */
const effect = z.discriminatedUnion('is', [
  z.object({ is: z.literal('nothing'), vips }),
  z.object({ is: z.literal('break'), vips }),
  z.object({ is: z.literal('moves'), vips, to: z.string() }),
  z.object({ is: z.literal('returns'), vips, to: z.string() }),
  z.object({ is: z.literal('gap'), vips, seconds: z.number() }),
  z.object({ is: z.literal('outage'), vips }),
  z.object({ is: z.literal('still-none'), vips }),
  z.object({ is: z.literal('answers'), vips, to: z.string() }),
  z.object({ is: z.literal('unknown'), vips }),
])
export type UnitEffect = z.output<typeof effect>

/**
 * started-again: keepalived's check starts nginx again by itself · no-standby-left: after it no other node could take over · unseen: a node
 * that does not answer counts as down
 */
export const unitNotes = ['started-again', 'no-standby-left', 'unseen'] as const

/** One effect for each instance of the pair, in their order. */
export const consequence = z.object({ effects: z.array(effect).min(1), notes: z.array(z.enum(unitNotes)) })
export type Consequence = z.output<typeof consequence>

export type UnitDecision = { readonly refused: UnitRefusal } | { readonly refused: null; readonly consequence: Consequence }

/** As much of a pair's status as this asks for. `missing`: units that the node does not have. */
export interface PairNow {
  /** By VIP, as the pair has it. */
  readonly holders: Readonly<Record<string, Holding>>
  readonly nodes: Readonly<Record<string, NodeHealth & { readonly missing?: readonly UnitName[] }>>
}

export const isRunning = (state: string): boolean => state === 'active' || state === 'reloading' || state === 'activating'

/** What there is to choose from for a unit in this state. */
export const offeredChanges = (state: UnitFact['active']): readonly UnitChange['change'][] =>
  isRunning(state) ? ['restart', 'stop'] : ['start']

/** Clients may be left without an answer for longer than a VIP takes to move. */
export const risksOutage = ({ effects }: Consequence): boolean =>
  effects.some(({ is }) => is === 'outage' || is === 'gap' || is === 'unknown')

export const sameConsequence = (one: Consequence, other: Consequence): boolean =>
  JSON.stringify(consequence.parse(one)) === JSON.stringify(consequence.parse(other))

/** @param working something else is being done to the pair, from wherever */
export function decideUnitChange(pair: Pair, now: PairNow, wanted: UnitChange, working: boolean): UnitDecision {
  const refused = refusalOf(now, wanted, working)
  return refused === null ? { refused, consequence: consequenceOf(pair, now, wanted) } : { refused }
}

function refusalOf({ nodes }: PairNow, { node: name, unit, change }: UnitChange, working: boolean): UnitRefusal | null {
  const node = nodes[name]
  if (working) return 'working'
  if (node?.reachable !== true) return 'node-unreachable'
  if (Object.values(nodes).some((each) => each.reachable && each.deployment.open)) return 'deployment-open'
  if (node.deployment.deployment === '') return 'not-deployed'
  if (node.missing?.includes(unit) === true) return 'not-installed'
  if (change === 'start' && isRunning(node[unit])) return 'already-running'
  if (change === 'stop' && !isRunning(node[unit])) return 'already-stopped'
  return null
}

function consequenceOf(pair: Pair, now: PairNow, wanted: UnitChange): Consequence {
  const outcomes = instancesOf(pair).map((instance) => outcomeOf(pair, instance, now, wanted))
  return {
    effects: outcomes.map(({ effect }) => effect),
    notes: [
      ...(wanted.change === 'stop' && isHealed(pair, now, wanted) ? ['started-again' as const] : []),
      ...(outcomes.some(({ alone }) => alone) ? ['no-standby-left' as const] : []),
      ...(Object.values(now.nodes).some(({ reachable }) => !reachable) ? ['unseen' as const] : []),
    ],
  }
}

/** keepalived is told that nginx will stop, where another node's nginx answers (plan/nginx-notice.ts): it does not know whether that could take over. */
const isGivenAway = ({ vrrp }: Pair, { nodes }: PairNow, { node }: UnitChange): boolean =>
  isTold(vrrp) && Object.entries(nodes).some(([name, each]) => name !== node && each.reachable && isRunning(each.nginx))

/** The check of a keepalived that runs starts nginx again when it finds it stopped (plan/check-script.ts). */
const isHealed = ({ vrrp }: Pair, { nodes }: PairNow, { node, unit }: UnitChange): boolean =>
  unit === 'nginx' && vrrp.onNginxFailure === 'stop-keepalived' && conditionOf(nodes[node]) === 'healthy'

interface Outcome {
  readonly effect: UnitEffect
  /** The last standby is gone by it. */
  readonly alone: boolean
}

function outcomeOf(pair: Pair, instance: Instance, now: PairNow, wanted: UnitChange): Outcome {
  const { node: name, unit, change } = wanted
  const vips = instance.vips.map(vipText)
  const policy = policyOf(pair.vrrp, instance.nodes)
  const before: Situation = Object.fromEntries(instance.nodes.map((node) => [node.name, conditionOf(now.nodes[node.name])]))
  const holder = holderOf(vips, now)
  // A pair that is about to change by itself cannot be foretold from here.
  if (holder === undefined || elect(policy, before, holder) !== holder) return { effect: { is: 'unknown', vips }, alone: false }

  const node = now.nodes[name]
  const runs = node?.reachable === true && isRunning(node[unit])
  const withUnit = (up: boolean): Situation => ({
    ...before,
    [name]: node?.reachable === true ? conditionOf({ ...node, [unit]: up ? 'active' : 'inactive' }) : 'down',
  })
  const heals = isHealed(pair, now, wanted)
  const after = withUnit(change !== 'stop' || heals)
  if (!runs) return { effect: startEffect(elect(policy, after, holder), holder, vips), alone: false }
  const serves = name === holder
  if (unit === 'nginx' && serves && (heals || (change === 'restart' && !isGivenAway(pair, now, wanted))))
    return { effect: { is: 'break', vips }, alone: false }
  const taker = elect(policy, withUnit(false), holder)
  const last = change === 'stop' ? elect(policy, after, holder) : elect(policy, after, taker)
  return {
    effect: stopEffect(pair, { holder, taker, last }, change, vips),
    alone: isAlone(policy, after, last) && !isAlone(policy, before, holder),
  }
}

function startEffect(last: string | null, holder: string | null, vips: string[]): UnitEffect {
  if (last === null) return { is: 'still-none', vips }
  if (holder === null) return { is: 'answers', vips, to: last }
  return last === holder ? { is: 'nothing', vips } : { is: 'moves', vips, to: last }
}

interface Way {
  readonly holder: string | null
  /** Who has the VIPs while the unit is stopped. */
  readonly taker: string | null
  readonly last: string | null
}

function stopEffect({ vrrp }: Pair, { holder, taker, last }: Way, change: UnitChange['change'], vips: string[]): UnitEffect {
  if (holder === null) return { is: 'still-none', vips }
  if (change === 'stop') {
    if (last === null) return { is: 'outage', vips }
    return last === holder ? { is: 'nothing', vips } : { is: 'moves', vips, to: last }
  }
  if (taker === null) return { is: 'gap', vips, seconds: Math.ceil(settleSeconds(vrrp)) }
  if (taker === holder) return { is: 'nothing', vips }
  return { is: last === holder ? 'returns' : 'moves', vips, to: taker }
}

/** Without its holder nobody has the VIPs. */
const isAlone = (policy: VrrpPolicy, situation: Situation, holder: string | null): boolean =>
  holder !== null && elect(policy, { ...situation, [holder]: 'down' }, null) === null

function conditionOf(node: NodeHealth | undefined): NodeCondition {
  if (node?.reachable !== true) return 'down'
  if (!isRunning(node.keepalived)) return 'keepalived-stopped'
  return isRunning(node.nginx) ? 'healthy' : 'nginx-failed'
}

/** Who has all of these VIPs; null: nobody; undefined: that is not known, or they are with several. */
function holderOf(vips: readonly string[], { holders }: PairNow): string | null | undefined {
  const holdings = vips.map((vip) => holders[vip])
  const names = new Set(holdings.flatMap((holding) => holding?.holders ?? []))
  if (names.size > 1 || holdings.some((holding) => holding === undefined || holding.is === 'split')) return undefined
  const [name] = names
  // A VIP that is missing beside others that are held, or where somebody could not be asked, may be anywhere.
  if (name !== undefined) return holdings.every((holding) => holding?.holders[0] === name) ? name : undefined
  return holdings.some((holding) => (holding?.unseen.length ?? 0) > 0) ? undefined : null
}
