import { gapsOf, withSamples, type Gap, type Span } from '../domain/spans'
import { verdictOfRun } from '../domain/drill-run'
import type { ClockOffset } from '../domain/node-record'
import type { DrillEvent, DrillKind, DrillPhase, DrillReason, DrillRecord, DrillResult, DrillVerdict, Mark } from '../domain/drill'

/** Pure: from what is told of a drill to what its chart shows. Times are ms since the drill began. */

/** One drill as far as it was told. */
export interface Watch {
  readonly kind: DrillKind | 'seed'
  /** Who held the VIP when it began. */
  readonly holder: string
  readonly spans: readonly Span[]
  readonly marks: readonly Mark[]
  readonly phases: readonly DrillPhase[]
  readonly asked: number
  readonly failed: number
  /** The latest time that was told. */
  readonly told: number
  /** The rest is known when it is over. */
  readonly records: readonly DrillRecord[]
  readonly clocks: Readonly<Record<string, ClockOffset>>
  readonly end: { readonly verdict: DrillVerdict; readonly reason: DrillReason; readonly node: string | null } | null
}

/** As far as it was told; null: nothing of it is over. */
export const verdictOf = ({ end, phases }: Watch): DrillVerdict | null =>
  end?.verdict ?? (phases.length === 0 ? null : verdictOfRun(phases))

/** The drills of a task, the one that runs last. Samples are kept as spans: a drill of an hour is a handful of them. */
export function afterDrillEvent(watches: readonly Watch[], event: DrillEvent): readonly Watch[] {
  if (event.type === 'begin') {
    const begun = { spans: [], marks: [], phases: [], asked: 0, failed: 0, told: 0, records: [], clocks: {}, end: null }
    return [...watches, { kind: event.kind, holder: event.holder, ...begun }]
  }
  const last = watches.at(-1)
  return last === undefined ? watches : [...watches.slice(0, -1), withEvent(last, event)]
}

function withEvent(watch: Watch, event: Exclude<DrillEvent, { type: 'begin' }>): Watch {
  switch (event.type) {
    case 'sample': {
      const { samples } = event
      return {
        ...watch,
        spans: withSamples(watch.spans, samples),
        asked: watch.asked + samples.length,
        failed: watch.failed + samples.filter((sample) => sample.node === null).length,
        told: Math.max(watch.told, samples.at(-1)?.at ?? 0),
      }
    }
    case 'mark':
      return { ...watch, marks: [...watch.marks, event.mark], told: Math.max(watch.told, event.mark.at) }
    case 'phase':
      return { ...watch, phases: [...watch.phases, event.phase], told: Math.max(watch.told, event.phase.to) }
    default:
      return event satisfies never
  }
}

/** The whole of a drill that is over, from its result. */
export const watchOf = (result: DrillResult): Watch => ({
  kind: result.kind,
  holder: result.phases[0]?.before ?? result.samples[0]?.node ?? '',
  spans: withSamples([], result.samples),
  marks: result.marks,
  phases: result.phases,
  asked: result.samples.length,
  failed: result.samples.filter((sample) => sample.node === null).length,
  told: result.took,
  records: result.records,
  clocks: result.clocks,
  end: { verdict: result.verdict, reason: result.reason, node: result.node },
})

/** Requests since the last one that nobody answered: all of them were answered. null: the silence goes on, or there was none. */
export function askedSince(spans: readonly Span[]): number | null {
  const last = spans.findLastIndex((span) => span.node === null)
  if (last < 0 || last === spans.length - 1) return null
  return spans.slice(last + 1).reduce((sum, span) => sum + span.count, 0)
}

/** Nodes that were broken at once, the time without an answer that came of it, and how it went on; as far as it was told. */
export interface Break {
  readonly phase: DrillPhase | null
  readonly recovery: DrillPhase | null
  readonly kind: DrillKind | null
  /** The first of them is who held the VIP. */
  readonly nodes: readonly [string, ...string[]]
  /** ms on the drill's clock. */
  readonly injected: number
  readonly gap: Gap | null
  /** Who answers now. */
  readonly after: string | null
  /** Requests since, all answered, until the next fault; null: nobody answers yet. */
  readonly since: number | null
}

interface Fault {
  readonly phase: DrillPhase | null
  readonly recovery: DrillPhase | null
  readonly nodes: readonly [string, ...string[]]
  readonly injected: number
}

/** One for each phase in which something is broken, and one for what is broken now. */
function faultsOf({ phases, marks, holder }: Watch): Fault[] {
  const injected = marks.filter(({ event }) => event === 'injected').sort((a, b) => a.at - b.at)
  const over = phases.flatMap((phase, i): Fault[] => {
    if (phase.phase !== 'break') return []
    const following = phases[i + 1]
    // Ends of a phase are whole milliseconds.
    const mark = injected.find(({ at }) => at >= phase.from - 1 && at <= phase.to + 1)
    const nodes = [...new Set([phase.node, ...phase.nodes])] as [string, ...string[]]
    return [{ phase, recovery: following?.phase === 'recover' ? following : null, nodes, injected: mark?.at ?? phase.from }]
  })
  const until = Math.max(-1, ...phases.map(({ to }) => to + 1))
  const [first, ...others] = injected.filter(({ at }) => at > until)
  if (first === undefined) return over
  const nodes = [...new Set([first, ...others].map(({ node }) => node ?? holder))] as [string, ...string[]]
  return [...over, { phase: null, recovery: null, nodes, injected: first.at }]
}

/** What happened, fault by fault. */
export function breaksOf(watch: Watch): Break[] {
  const faults = faultsOf(watch)
  const gaps = gapsOf(watch.spans)
  return faults.map((fault, i) => {
    const until = faults[i + 1]?.injected ?? Infinity
    const within = watch.spans.filter((span) => span.to >= fault.injected && span.from < until)
    // What comes after the recovery is not the fault's.
    const last = Math.min(until, fault.phase?.to ?? Infinity)
    const own = gaps.filter((gap) => (gap.to ?? Infinity) > fault.injected && gap.from < last)
    const gap = own.reduce<Gap | null>((longest, each) => (longest === null || lengthOf(each) > lengthOf(longest) ? each : longest), null)
    return {
      ...fault,
      kind: fault.phase?.kind ?? (watch.kind === 'seed' ? 'nginx-unrestartable' : watch.kind),
      gap,
      after: within.at(-1)?.node ?? null,
      since: gap === null ? null : askedSince(within),
    }
  })
}

const lengthOf = (gap: Gap): number => (gap.to ?? Infinity) - gap.from
