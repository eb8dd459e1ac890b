import type { Sample } from './drill'

/** Pure: who answered when, from the requests of a drill. Times are ms since it began. */

/** Requests one after another that the same node answered (null: nobody). */
export interface Span {
  readonly node: string | null
  /** When its first and its last request were sent. */
  readonly from: number
  readonly to: number
  readonly count: number
}

/** A time in which nobody answered: from the last good answer before to the first one after. */
export interface Gap {
  readonly from: number
  /** When the first request was sent that failed. */
  readonly first: number
  /** null: it goes on. */
  readonly to: number | null
  /** Requests that got no good answer. */
  readonly failed: number
}

/** @param samples in the order in which they were sent; so are spans */
export function withSamples(spans: readonly Span[], samples: readonly Sample[]): readonly Span[] {
  const all = [...spans]
  for (const { node, at } of samples) {
    const last = all.at(-1)
    if (last !== undefined && last.node === node) all[all.length - 1] = { ...last, to: at, count: last.count + 1 }
    else all.push({ node, from: at, to: at, count: 1 })
  }
  return all
}

/** One that begins before the first good answer begins with the first request. */
export const gapsOf = (spans: readonly Span[]): Gap[] =>
  spans.flatMap((span, i) =>
    span.node === null
      ? [{ from: spans[i - 1]?.to ?? span.from, first: span.from, to: spans[i + 1]?.from ?? null, failed: span.count }]
      : [],
  )
