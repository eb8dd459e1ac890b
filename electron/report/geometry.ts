import type { DrillRecord } from '../domain/drill'
import { gapsOf, type Span } from '../domain/spans'

/** Pure: where things are in the timeline, in its own units (about a pixel each). */

export interface Bar {
  readonly x: number
  readonly width: number
}
export interface Label {
  readonly x: number
  readonly text: string
  /** Which side of `x` the text is on. */
  readonly anchor: 'start' | 'end'
  /** 0 is nearest to the lanes. */
  readonly row: number
}
export interface Timeline {
  readonly lanes: readonly (readonly Bar[])[]
  /** Nobody answers, over all lanes. */
  readonly silences: readonly Bar[]
  readonly ticks: readonly { readonly x: number; readonly seconds: number }[]
  readonly end: number
  readonly xOf: (at: number) => number
}

/** Ends of the axis in s: it grows by steps, so that what is drawn does not move all the time. */
const ends = [10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1200, 1800, 3600]
const endFor = (seconds: number): number => ends.find((end) => end >= seconds) ?? Math.ceil(seconds / 3600) * 3600

const steps = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600]

export interface Window {
  /** ms */
  readonly from: number
  readonly to: number
}

/** The time that the axis shows: all of it while it grows, exactly what was when it is over. */
export const windowOf = (now: number, over: boolean): Window => ({ from: 0, to: over ? Math.max(now, 1000) : endFor(now / 1000) * 1000 })

/**
 * @param nodes in the order of the lanes
 * @param now until when it is known what is, ms: the last answer goes on until then
 */
export function timelineOf(spans: readonly Span[], nodes: readonly string[], window: Window, now: number, width: number): Timeline {
  const xOf = (at: number): number => (width * (Math.min(Math.max(at, window.from), window.to) - window.from)) / (window.to - window.from)
  const within = (from: number, to: number): boolean => to >= window.from && from <= window.to
  const lanes = nodes.map((node) => {
    const bars: Bar[] = []
    spans.forEach((span, i) => {
      if (span.node !== node) return
      const following = spans[i + 1]
      // Until the next one answers; where nobody does, its last answer was the end.
      const to = following === undefined ? Math.max(now, span.to) : following.node === null ? span.to : following.from
      if (within(span.from, to)) add(bars, xOf(span.from), xOf(to))
    })
    return bars
  })
  const silences: Bar[] = []
  for (const gap of gapsOf(spans)) {
    const to = gap.to ?? Math.max(now, gap.from)
    // Never too thin to be seen: it is what the drill is about.
    if (within(gap.from, to)) add(silences, xOf(gap.from), Math.max(xOf(to), xOf(gap.from) + 2))
  }
  return { lanes, silences, ticks: ticksOf(window, xOf, width), end: window.to, xOf }
}

/** Bars that would share a pixel become one: there are never more than the chart has pixels. */
function add(bars: Bar[], from: number, to: number): void {
  const last = bars.at(-1)
  if (last !== undefined && from - (last.x + last.width) < 0.5) {
    bars[bars.length - 1] = { x: last.x, width: Math.max(last.width, to - last.x) }
  } else bars.push({ x: from, width: Math.max(to - from, 0.5) })
}

function ticksOf(window: Window, xOf: (at: number) => number, width: number): { x: number; seconds: number }[] {
  const seconds = (window.to - window.from) / 1000
  const step = steps.find((each) => (width * each) / seconds >= 64) ?? 3600
  const first = Math.ceil(window.from / 1000 / step - 1e-9)
  const last = Math.floor(window.to / 1000 / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
    const at = Number(((first + i) * step).toFixed(3))
    return { x: xOf(at * 1000), seconds: at }
  })
}

/** About how wide a text of 12 px is; Chinese characters are twice as wide. */
export function widthOf(text: string): number {
  const wide = (text.match(/[\u2e80-\uffff]/g) ?? []).length
  return 12.5 * wide + 6.9 * (text.length - wide)
}

/** Rows of labels above the lanes; what finds no place in them is in the table only. */
const labelRows = 6

/**
 * Places labels so that none covers another and no label's line goes through a text. Those that find no place are left out.
 * @param wanted by time
 */
export function labelsOf(wanted: readonly { readonly x: number; readonly text: string }[], width: number): Label[] {
  const placed: (Label & Extent)[] = []
  // From the right: a label's text reaches over the lines of those after it, so it goes above them.
  for (const { x, text } of [...wanted].reverse()) {
    const long = widthOf(text)
    const options: readonly Label['anchor'][] = x + 6 + long <= width ? ['start', 'end'] : ['end', 'start']
    const rows = Array.from({ length: labelRows }, (_, row) => row)
    const found = options
      .flatMap((anchor) => rows.map((row) => ({ x, text, row, anchor, ...extent(x, long, anchor) })))
      .find((each) => each.from >= 0 && each.to <= width && placed.every((other) => !covers(each, other)))
    if (found !== undefined) placed.push(found)
  }
  return placed.map(({ x, text, anchor, row }) => ({ x, text, anchor, row })).reverse()
}

interface Extent {
  readonly from: number
  readonly to: number
}
const extent = (x: number, long: number, anchor: Label['anchor']): Extent =>
  anchor === 'start' ? { from: x, to: x + 6 + long } : { from: x - 6 - long, to: x }

const room = 6
function covers(a: Label & Extent, b: Label & Extent): boolean {
  if (a.row === b.row) return a.from < b.to + room && b.from < a.to + room
  // The line of the higher one goes down past the lower one.
  const [high, low] = a.row > b.row ? [a, b] : [b, a]
  return high.x > low.from - 2 && high.x < low.to + 2
}

/** Lines of a node's journal that share a place in the chart. */
export interface Tick {
  readonly x: number
  readonly records: readonly DrillRecord[]
}

/** Units that a tick takes, so that it can be pointed at. */
export const tickWidth = 8

/** The journals in a node's lane: lines that are too near to be told apart are one tick, of which there are never more than fit. */
export function ticksOfRecords(
  records: readonly DrillRecord[],
  node: string,
  { window, xOf }: Pick<Timeline, 'xOf'> & { window: Window },
): Tick[] {
  const ticks: { x: number; records: DrillRecord[] }[] = []
  for (const record of records) {
    if (record.node !== node || record.at < window.from || record.at > window.to) continue
    const x = xOf(record.at)
    const last = ticks.at(-1)
    if (last !== undefined && x - last.x < tickWidth) last.records.push(record)
    else ticks.push({ x, records: [record] })
  }
  return ticks
}
