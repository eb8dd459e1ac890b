import type { DrillPhase, Mark, Sample } from '../domain/drill'

/** Pure: from samples and marks to what a chart and a report show. All times are ms since the drill began. */

/** A time without good answers: from the last good one sent before it to the first good one sent after it. */
export interface Gap {
  readonly from: number
  readonly to: number
  /** When the first request without a good answer was sent. */
  readonly first: number
  /** Requests that got no good answer. */
  readonly failed: number
}

/** A time in which one node answered, or (node: null) nobody. */
export interface Segment {
  readonly node: string | null
  readonly from: number
  readonly to: number
}

export interface Timeline {
  /** One after another, over the whole time; silence is a segment too. */
  readonly segments: readonly Segment[]
  readonly gaps: readonly Gap[]
  readonly marks: readonly Mark[]
  readonly phases: readonly DrillPhase[]
  /** The longest gap. */
  readonly downtime: number
  readonly failed: number
  readonly asked: number
  readonly took: number
}

const byTime = (samples: readonly Sample[]): Sample[] => [...samples].sort((a, b) => a.at - b.at)

/** Gaps that begin or end outside the good answers reach to the first or last sample. */
export function gapsOf(samples: readonly Sample[]): Gap[] {
  const sorted = byTime(samples)
  const gaps: Gap[] = []
  let good: Sample | undefined
  let bad: Sample[] = []
  const close = (to: number): void => {
    const [first] = bad
    if (first) gaps.push({ from: good?.at ?? first.at, to, first: first.at, failed: bad.length })
    bad = []
  }
  for (const one of sorted) {
    if (one.node === null) bad.push(one)
    else {
      close(one.at)
      good = one
    }
  }
  close(sorted.at(-1)?.at ?? 0)
  return gaps
}

/**
 * Downtime and counts of the requests sent in [from, to). A gap belongs to the time in which its first request failed, and counts
 * in full; of one that began earlier, what lies after `from` counts, too. The send times are one interval of the probe apart, so a downtime is right to ± that interval (10 ms).
 */
export function measure(samples: readonly Sample[], from: number, to: number): { downtime: number; failed: number; asked: number } {
  const within = samples.filter((one) => one.at >= from && one.at < to)
  const gaps = gapsOf(samples).filter((gap) => gap.to > from && gap.first < to)
  return {
    downtime: Math.round(Math.max(0, ...gaps.map((gap) => gap.to - (gap.first < from ? from : gap.from)))),
    failed: within.filter((one) => one.node === null).length,
    asked: within.length,
  }
}

function segmentsOf(samples: readonly Sample[], took: number): Segment[] {
  const segments: { node: string | null; from: number; to: number }[] = []
  for (const { at, node } of byTime(samples)) {
    const last = segments.at(-1)
    if (last) last.to = at
    if (!last || last.node !== node) segments.push({ node, from: at, to: at })
  }
  const last = segments.at(-1)
  if (last) last.to = Math.max(last.to, took)
  return segments
}

/** @param took length of the drill in ms */
export function timeline(result: {
  samples: readonly Sample[]
  marks: readonly Mark[]
  phases: readonly DrillPhase[]
  took: number
}): Timeline {
  const { samples, marks, phases, took } = result
  const gaps = gapsOf(samples)
  return {
    segments: segmentsOf(samples, took),
    gaps,
    marks: [...marks].sort((a, b) => a.at - b.at),
    phases,
    downtime: Math.max(0, ...gaps.map((gap) => gap.to - gap.from)),
    failed: samples.filter((one) => one.node === null).length,
    asked: samples.length,
    took,
  }
}

/** The segments of one node: its lane in a chart; null is the lane of silence. */
export const lane = (of: Timeline, node: string | null): Segment[] => of.segments.filter((segment) => segment.node === node)

/** Marks that follow from the samples: where silence begins, and where a node begins to answer. `last` is the sample before these. */
export function marksOf(samples: readonly Sample[], last: Sample | undefined): Mark[] {
  let before = last
  return byTime(samples).flatMap((one): Mark[] => {
    const changed = before !== undefined && before.node !== one.node
    before = one
    if (!changed) return []
    return [{ at: one.at, event: one.node === null ? 'silent' : 'answering', node: one.node }]
  })
}
