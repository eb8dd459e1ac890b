import type { Language } from '../contract/language'
import { drillWords } from '../contract/wording'
import type { DrillRecord } from '../domain/drill'
import { labelsOf, ticksOfRecords, timelineOf, widthOf, windowOf, type Window } from './geometry'
import { markup, type Markup } from './markup'
import { gapsOf } from '../domain/spans'
import type { Watch } from './watch'
import { clockText, exactText, labelText } from './words'

interface Drawing {
  readonly watch: Watch
  /** In the order of the pair: a lane each. */
  readonly nodes: readonly string[]
  readonly language: Language
  /** Its words, for those who do not see it. */
  readonly text: string
  /** No other picture of the document has it. */
  readonly id: string
  /** Only this part, without labels; null: all of it. */
  readonly window: Window | null
}

const full = 760
const lane = 26
const between = 6
const strip = 10
const line = 16
/** Lines of a journal in the title of one tick. */
const told = 8

/** The timeline as SVG: a lane for each node, silence hatched over all of them, the journals as ticks below each lane. */
export function picture({ watch, nodes, language, text, id, window }: Drawing): Markup {
  const gutter = Math.min(240, 14 + Math.max(...nodes.map((name) => widthOf(name)), 40))
  const width = full - gutter - 14
  const shown = window ?? windowOf(watch.told, true)
  const drawn = timelineOf(watch.spans, nodes, shown, watch.told, width)
  const hasRecords = watch.records.length > 0
  const pitch = lane + (hasRecords ? strip : 0) + between
  const labels = window === null ? labelsOf(wantedLabels(watch, drawn.xOf, language), width) : []
  const rows = labels.length === 0 ? 0 : 1 + Math.max(...labels.map(({ row }) => row))
  const top = rows * line + 8
  const bottom = top + nodes.length * pitch - between
  const gaps = labelsOf(
    gapsOf(watch.spans)
      .filter(({ from, to }) => from <= shown.to && (to ?? watch.told) >= shown.from)
      .slice(0, 60)
      .map(({ from, to }) => ({ x: Math.max(0, drawn.xOf(from) - 6), text: exactText((to ?? watch.told) - from, language) })),
    width,
  ).filter(({ row }) => row === 0)
  const below = gaps.length > 0 ? 16 : 0
  const height = bottom + below + 24
  const lanes = nodes.map((name, i) => {
    const y = top + i * pitch
    const bars = (drawn.lanes[i] ?? []).map(
      ({ x, width: long }) => markup`<rect class="node-${i % 8}" x="${x}" y="${y}" width="${long}" height="${lane}"/>\n`,
    )
    const frame = markup`<rect class="lane" x="0" y="${y}" width="${width}" height="${lane}"/>\n`
    return markup`<text class="name" x="-8" y="${y + lane / 2 + 4}">${name}</text>\n${frame}${bars}`
  })
  // Over the silence, in which most of them are.
  const ticks = nodes.flatMap((name, i) =>
    ticksOfRecords(watch.records, name, { window: shown, xOf: drawn.xOf }).map(({ x, records }) => {
      const kind = records.some(({ state }) => state !== null) ? 'tick state' : 'tick'
      const place = markup`x="${x}" y="${top + i * pitch + lane + 2}" width="2" height="${strip - 2}"`
      return markup`<rect class="${kind}" ${place}><title>${tickText(records, language)}</title></rect>\n`
    }),
  )
  const silences = drawn.silences.map(({ x, width: long }) => {
    const place = markup`x="${x}" y="${top}" width="${long}" height="${bottom - top}"`
    return markup`<rect class="silence" fill="url(#${id})" ${place}/>\n`
  })
  const axis = drawn.ticks.map(({ x, seconds }) => {
    const anchor = x > width - 16 ? 'end' : x < 8 ? 'start' : 'middle'
    const mark = markup`<line class="grid" x1="${x}" x2="${x}" y1="${top}" y2="${bottom + 4}"/>`
    return markup`${mark}<text class="axis" x="${x}" y="${height - 6}" text-anchor="${anchor}">${secondsText(seconds, language)}</text>\n`
  })
  const above = labels.map(({ x, text: said, anchor, row }) => {
    const y = top - 6 - row * line
    const lead = markup`<line class="lead" x1="${x}" x2="${x}" y1="${y - 10}" y2="${top}"/>`
    return markup`${lead}<text x="${x + (anchor === 'start' ? 5 : -5)}" y="${y}" text-anchor="${anchor}">${said}</text>\n`
  })
  const under = gaps.map(({ x, text: said, anchor }) => {
    const place = markup`x="${x + (anchor === 'start' ? 6 : -6)}" y="${bottom + 14}" text-anchor="${anchor}"`
    return markup`<text class="gap" ${place}>${said}</text>\n`
  })
  const hatch = markup`<pattern id="${id}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect class="pale" width="7" height="7"/><rect class="red" width="3" height="7"/></pattern>`
  return markup`<svg viewBox="0 0 ${full} ${height}" role="img" aria-label="${text}">
<defs>${hatch}</defs>
<g transform="translate(${gutter} 0)">
${axis}${lanes}${silences}${ticks}${under}${above}</g></svg>`
}

const secondsText = (seconds: number, language: Language): string => drillWords[language].report.seconds.replace('{count}', String(seconds))

function wantedLabels(watch: Watch, xOf: (at: number) => number, language: Language): { x: number; text: string }[] {
  const kindAt = (at: number): Watch['kind'] =>
    watch.phases.find(({ phase, from, to }) => phase === 'break' && at >= from - 1 && at <= to + 1)?.kind ?? watch.kind
  return [...watch.marks]
    .sort((a, b) => a.at - b.at)
    .flatMap((mark) => {
      const text = labelText(mark, kindAt(mark.at), language)
      return text === null ? [] : [{ x: xOf(mark.at), text }]
    })
    .slice(0, 60)
}

const tickText = (records: readonly DrillRecord[], language: Language): string =>
  records
    .slice(0, told)
    .map(({ at, unit, text }) => `${clockText(at, language)} ${drillWords[language].units[unit]}: ${text}`)
    .join(' · ')
