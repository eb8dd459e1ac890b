import type { Mark, Sample } from '../domain/drill'
import { gapsOf, withSamples } from '../domain/spans'

/** Pure: what the samples of a drill say. All times are ms since it began. */

/**
 * Downtime and counts of the requests sent in [from, to). A gap belongs to the time in which its first request failed, and counts
 * in full; of one that began earlier, what lies after `from` counts, too.
 * The send times are one interval of the probe apart, so a downtime is right to ± that interval (10 ms).
 * @param samples in the order in which they were sent
 */
export function measure(samples: readonly Sample[], from: number, to: number): { downtime: number; failed: number; asked: number } {
  const within = samples.filter((one) => one.at >= from && one.at < to)
  const last = samples.at(-1)?.at ?? 0
  const times = gapsOf(withSamples([], samples))
    .map((gap) => ({ ...gap, to: gap.to ?? last }))
    .flatMap((gap) => (gap.to > from && gap.first < to ? [gap.to - (gap.first < from ? from : gap.from)] : []))
  return {
    downtime: Math.round(Math.max(0, ...times)),
    failed: within.filter((one) => one.node === null).length,
    asked: within.length,
  }
}

/** Marks that follow from the samples: where silence begins, and where a node begins to answer. `last` is the sample before these. */
export function marksOf(samples: readonly Sample[], last: Sample | undefined): Mark[] {
  let before = last
  return samples.flatMap((one): Mark[] => {
    const changed = before !== undefined && before.node !== one.node
    before = one
    if (!changed) return []
    return [{ at: one.at, event: one.node === null ? 'silent' : 'answering', node: one.node }]
  })
}
