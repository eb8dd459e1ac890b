import type { DrillEvent, DrillKind, DrillPhase, DrillResult, Mark, Sample } from '../../../electron/domain/drill'

/** Pure: from what is told of a drill to what its chart shows. Times are ms since the drill began. */

/** Requests one after another that the same node answered (null: nobody). */
export interface Span {
  readonly node: string | null
  /** When its first and its last request were sent. */
  readonly from: number
  readonly to: number
  readonly count: number
}

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
}

/** A time in which nobody answered: from the last good answer before to the first one after. */
export interface Gap {
  readonly from: number
  /** null: it goes on. */
  readonly to: number | null
  readonly failed: number
}

/** The drills of a task, the one that runs last. Samples are kept as spans: a drill of an hour is a handful of them. */
export function afterDrillEvent(watches: readonly Watch[], event: DrillEvent): readonly Watch[] {
  if (event.type === 'begin') {
    return [...watches, { kind: event.kind, holder: event.holder, spans: [], marks: [], phases: [], asked: 0, failed: 0, told: 0 }]
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

/** Samples come in the order in which they were sent. */
export function withSamples(spans: readonly Span[], samples: readonly Sample[]): readonly Span[] {
  const all = [...spans]
  for (const { node, at } of samples) {
    const last = all.at(-1)
    if (last !== undefined && last.node === node) all[all.length - 1] = { ...last, to: at, count: last.count + 1 }
    else all.push({ node, from: at, to: at, count: 1 })
  }
  return all
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
})

export const gapsOf = (spans: readonly Span[]): Gap[] =>
  spans.flatMap((span, i) =>
    span.node === null ? [{ from: spans[i - 1]?.to ?? span.from, to: spans[i + 1]?.from ?? null, failed: span.count }] : [],
  )

/** Requests since the last one that nobody answered: all of them were answered. null: the silence goes on, or there was none. */
export function askedSince(spans: readonly Span[]): number | null {
  const last = spans.findLastIndex((span) => span.node === null)
  if (last < 0 || last === spans.length - 1) return null
  return spans.slice(last + 1).reduce((sum, span) => sum + span.count, 0)
}

/** A node that was broken, the time without an answer that came of it, and how it went on; as far as it was told. */
export interface Break {
  readonly phase: DrillPhase | null
  readonly recovery: DrillPhase | null
  readonly kind: DrillKind | null
  readonly node: string
  readonly injected: number
  readonly gap: Gap | null
  /** Who answers now. */
  readonly after: string | null
  /** Requests since, all answered, until the next fault; null: nobody answers yet. */
  readonly since: number | null
}

/** What happened, fault by fault. */
export function breaksOf(watch: Watch): Break[] {
  const faults = watch.marks.filter((mark) => mark.event === 'injected').sort((a, b) => a.at - b.at)
  return faults.map((fault, i) => {
    const until = faults[i + 1]?.at ?? Infinity
    const within = watch.spans.filter((span) => span.to >= fault.at && span.from < until)
    const gaps = gapsOf(watch.spans).filter((gap) => (gap.to ?? Infinity) > fault.at && gap.from < until)
    const gap = gaps.reduce<Gap | null>((longest, each) => (longest === null || lengthOf(each) > lengthOf(longest) ? each : longest), null)
    const phase = watch.phases.filter((each) => each.phase === 'break')[i] ?? null
    return {
      phase,
      recovery: watch.phases.filter((each) => each.phase === 'recover')[i] ?? null,
      kind: phase?.kind ?? (watch.kind === 'seed' ? 'nginx-unrestartable' : watch.kind),
      node: fault.node ?? '',
      injected: fault.at,
      gap,
      after: within.at(-1)?.node ?? null,
      since: gap === null ? null : askedSince(within),
    }
  })
}

const lengthOf = (gap: Gap): number => (gap.to ?? Infinity) - gap.from
