import { z } from 'zod'
import { instancesOf, type Instance } from './instance'
import type { Pair } from './pair'
import { changesOf, reignsOf, type Change, type Reign, type Told } from './reigns'
import type { PairNow } from './unit-change'
import { vipText } from './vip'
import { causeOfEnd, causeOfOverlap, causeOfStart, drillTimes } from './why-cause'
import { whyReason, type WhyReason } from './why-reason'

/** Who held an instance's VIPs when, and why that changed; pure. */

const nodes = z.array(z.string())

const transition = z.object({
  /** ms since 1970, on the operator's clock. */
  at: z.number(),
  /** Nodes that were holders before, and afterwards; two: both at once. */
  from: nodes,
  to: nodes,
  /** False: the records of another node do not reach there, so it may have been one, too. */
  known: z.boolean(),
  reason: whyReason,
  /** A failover test of Hotpair was going on. */
  drill: z.boolean(),
})
export type Transition = z.output<typeof transition>

/**
 * Why a node is not the holder now. also: it is one, besides another · fault: its check fails, or its interface is down ·
 * lower-priority: it stands by · stays: it has the higher priority, but the pair leaves the VIP where it is (nopreempt) · about-to-take: it
 * can and should take it
 */
const whyNot = [
  ...(['unreachable', 'not-deployed', 'keepalived-stopped', 'nginx-stopped', 'fault'] as const),
  ...(['lower-priority', 'stays', 'about-to-take'] as const),
] as const
export type WhyNot = (typeof whyNot)[number]

const present = z.object({
  /** Nodes that were seen with any of the VIPs. */
  holders: nodes,
  /** The transition that made them it; null: there was none in the time that the records cover. */
  since: transition.nullable(),
  others: z.array(z.object({ node: z.string(), why: z.enum(whyNot) })),
})
export type Present = z.output<typeof present>

export const whyOfInstance = z.object({
  instance: z.string(),
  vips: z.array(z.string()),
  present,
  /** The newest first, not more than 200. */
  transitions: z.array(transition),
})
export type WhyOfInstance = z.output<typeof whyOfInstance>

const most = 200

/** How far back nodes are asked, and may be. */
export const usualDays = 7
export const mostDays = 90

/** From when on the records of a node are complete, ms since 1970; one that is not in it has none. */
export type Since = Readonly<Record<string, number>>

/** @param told each node's records on one clock, the oldest first */
export const whyOf = (pair: Pair, told: Told, since: Since, now: PairNow): WhyOfInstance[] =>
  instancesOf(pair).map((instance) => {
    const holders = [...new Set(instance.vips.flatMap((vip) => now.holders[vipText(vip)]?.holders ?? []))]
    const transitions = transitionsOf(pair, instance, { told, since }, holders).reverse()
    return {
      instance: instance.name,
      vips: instance.vips.map(vipText),
      present: presentOf(pair, instance, told, { holders, nodes: now.nodes, last: transitions[0] ?? null }),
      transitions,
    }
  })

/**
 * Who was holder when, oldest first: the newest 200 changes.
 * @param holding nodes that were seen with the VIPs now
 */
export function transitionsOf(
  pair: Pair,
  instance: Instance,
  { told, since }: { readonly told: Told; readonly since: Since },
  holding: readonly string[],
): Transition[] {
  const names = instance.nodes.map(({ name }) => name)
  // a standby that hears nobody waits for three adverts and less than a fourth (RFC 9568 §6.1)
  const patience = { follows: 4000 * pair.vrrp.advertInterval + 1500, overlap: 1500 }
  const reigns = names.flatMap((name) => reignsOf(name, instance.name, told[name] ?? [], holding.includes(name)))
  const drills = drillTimes(told)
  const inDrill = (at: number, concerned: readonly string[]): boolean =>
    drills.some((drill) => at >= drill.from && at <= drill.to && concerned.includes(drill.node))
  const { before: first, changes } = changesOf(reigns, patience)
  let holders: readonly Reign[] = first
  return changes.flatMap((change, i) => {
    const before = holders
    holders = [...before.filter((each) => !change.ended.includes(each)), ...change.begun.filter((each) => !change.ended.includes(each))]
    if (i < changes.length - most) return []
    const { reason, of } = reasonOf(change, before, holders)
    const from = of ?? before.map(({ node }) => node)
    const to = holders.map(({ node }) => node)
    return [{ at: change.at, from, to, known: areKnown(names, change.at), reason, drill: inDrill(change.at, [...from, ...to]) }]
  })

  /** Whether their records tell of what was just before. */
  function areKnown(of: readonly string[], at: number): boolean {
    return of.every((name) => (since[name] ?? Infinity) <= at - patience.follows)
  }

  /** `of`: who had it before, where only this tells it. */
  function reasonOf(change: Change, before: readonly Reign[], after: readonly Reign[]): { reason: WhyReason; of?: string[] } {
    const [end] = change.ended
    const [begin] = change.begun
    if (end !== undefined) {
      const heir = begin ?? after[0]
      // it heard a better one
      if (end.by?.what === 'backup' && heir !== undefined)
        return { reason: { is: begin ? 'higher-priority' : 'split-ended', node: heir.node } }
      return { reason: causeOfEnd(pair, told, end) }
    }
    if (begin === undefined) return { reason: { is: 'unknown' } }
    const [former] = before
    if (former !== undefined) return { reason: causeOfOverlap(told, { node: begin.node, at: change.at }, former, patience.follows) }
    const others = names.filter((name) => name !== begin.node)
    const known = areKnown(others, change.at)
    const reason = causeOfStart(pair, told, { node: begin.node, at: change.at }, { names: others, known }, patience.follows)
    return { reason, ...('node' in reason && reason.node !== begin.node ? { of: [reason.node] } : {}) }
  }
}

interface Seen {
  readonly holders: readonly string[]
  readonly nodes: PairNow['nodes']
  readonly last: Transition | null
}

function presentOf(pair: Pair, instance: Instance, told: Told, { holders, nodes: now, last }: Seen): Present {
  const best = Math.max(...instance.nodes.flatMap(({ name, priority }) => (holders.includes(name) ? [priority] : [])))
  const others = instance.nodes.filter(({ name }) => !holders.includes(name))
  return {
    holders: [...holders],
    since: last !== null && sameNodes(last.to, holders) ? last : null,
    others: others.map(({ name, priority }) => ({ node: name, why: whyNotOf(name, priority) })),
  }

  function whyNotOf(name: string, priority: number): WhyNot {
    const node = now[name]
    if (node?.reachable !== true) return 'unreachable'
    if (node.deployment.deployment === '') return 'not-deployed'
    if (node.keepalived !== 'active') return 'keepalived-stopped'
    if (node.nginx !== 'active') return 'nginx-stopped'
    const state = told[name]?.findLast(
      (record) => (record.what === 'master' || record.what === 'backup' || record.what === 'fault') && record.instance === instance.name,
    )
    if (state?.what === 'fault') return 'fault'
    if (priority < best) return 'lower-priority'
    return holders.length > 0 && !pair.vrrp.preempt ? 'stays' : 'about-to-take'
  }
}

const sameNodes = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((each) => others.includes(each))
