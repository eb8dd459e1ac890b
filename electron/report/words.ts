import type { Language } from '../contract/language'
import { checkWords, drillWords, valueWords, type ReportWords } from '../contract/wording'
import type { NamesIn } from '../contract/wording/catalogue'
import { render } from '../contract/wording/render'
import type { ClockOffset } from '../domain/node-record'
import type { DrillPhase, DrillReason, DrillResult, DrillVerdict, Mark } from '../domain/drill'
import type { DrillSetting, SettingValue } from '../domain/drill-settings'
import type { Span } from '../domain/spans'

/** Pure: what of a drill is said in the same words on the screen and in the report. */

type Key = keyof ReportWords
type Arguments<K extends Key> = [NamesIn<ReportWords[K]>] extends [never]
  ? []
  : [values: Readonly<Record<NamesIn<ReportWords[K]>, string | number>>]

/** A sentence of the report. */
export type Say = <K extends Key>(key: K, ...values: Arguments<K>) => string
export const sayIn =
  (language: Language): Say =>
  (key, ...[values]) =>
    render(drillWords[language].report[key], Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, String(value)])))

/** "1.42 s", "62 ms": as exact as the probe is. */
export const exactText = (ms: number, language: Language): string =>
  ms < 1000 ? sayIn(language)('milliseconds', { count: Math.round(ms) }) : sayIn(language)('seconds', { count: (ms / 1000).toFixed(2) })

/** A time that may not be known. */
export const exactOrNot = (ms: number | null, language: Language): string =>
  ms === null ? sayIn(language)('unknown') : exactText(ms, language)

/** A moment on the drill's clock. */
export const clockText = (ms: number, language: Language): string => sayIn(language)('seconds', { count: (ms / 1000).toFixed(2) })

export const kindText = (kind: DrillResult['kind'], language: Language): string => checkWords[language].drillKinds[kind].name

/** What should come of a phase; empty in records of versions before. */
export function outcomeText(
  { expects, expected, before }: Pick<DrillPhase, 'expects' | 'expected' | 'before'>,
  language: Language,
): string {
  if (expects === null) return ''
  const words = drillWords[language].outcomes[expects]
  const node = expects === 'stays' ? (before ?? expected) : expected
  return node === null ? words.plain : render(words.named, { node })
}

interface Ended {
  readonly verdict: DrillVerdict
  readonly reason: DrillReason
  readonly node: string | null
  readonly expected?: string | null
}

export const reasonText = ({ reason, node, expected = null }: Omit<Ended, 'verdict'>, language: Language): string =>
  reason === '' ? '' : render(checkWords[language].drillReasons[reason], { node: node ?? '', expected: expected ?? '' })

/** Passed; or failed or skipped, and why. */
export function verdictText(ended: Ended, language: Language): string {
  const verdict = drillWords[language].verdicts[ended.verdict]
  const reason = reasonText(ended, language)
  return reason === '' ? verdict : sayIn(language)('because', { verdict, reason })
}

/** How a drill ended: of a fault that failed, who should have answered is its own. */
export const endOf = ({ verdict, reason, node, phases }: Pick<DrillResult, 'verdict' | 'reason' | 'node' | 'phases'>): Ended => ({
  verdict,
  reason,
  node,
  expected: phases.find((phase) => phase.reason === reason)?.expected ?? null,
})

export const markText = (mark: Mark, language: Language): string =>
  render(checkWords[language].marks[mark.event], { node: mark.node ?? '' })

export const silenceText = (from: number, to: number, language: Language): string =>
  sayIn(language)('chartNobody', { from: clockText(from, language), to: clockText(to, language) })

/** The chart in words. Bounded: a node that comes and goes all the time is not told to the end. */
export function storyText(spans: readonly Span[], language: Language): string {
  const say = sayIn(language)
  if (spans.length === 0) return say('chartNothing')
  const parts = spans.slice(0, 40).map((span, i) => {
    if (span.node === null) return silenceText(spans[i - 1]?.to ?? span.from, spans[i + 1]?.from ?? span.to, language)
    return say('chartPart', { node: span.node, from: clockText(span.from, language), to: clockText(span.to, language) })
  })
  const text = parts.join(valueWords[language].clauses)
  return spans.length > 40 ? say('chartMore', { text }) : text
}

/** The label of a mark in the chart; null: it has none. @param kind of the fault that was injected then */
export function labelText({ event, node }: Mark, kind: DrillResult['kind'], language: Language): string | null {
  const say = sayIn(language)
  const name = node ?? ''
  if (event === 'injected') return say('labelFault', { node: name, fault: kindText(kind, language) })
  if (event === 'answering') return say('labelAnswers', { node: name })
  return event === 'healed' ? say('labelHealed', { node: name }) : null
}

/** Clocks are measured to less than a millisecond. */
const fineText = (ms: number, language: Language): string =>
  ms < 100 ? sayIn(language)('milliseconds', { count: Number(ms.toFixed(1)) }) : exactText(ms, language)

/** How far a node's clock is from the operator's. */
export function offsetText(node: string, { offset, error }: ClockOffset, language: Language): string {
  const values = { node, offset: fineText(Math.abs(offset), language), error: fineText(error, language) }
  return sayIn(language)(offset < 0 ? 'clockBehind' : 'clockOf', values)
}

export const settingText = (setting: DrillSetting, language: Language): string => drillWords[language].settings[setting]
export const settingValueText = (value: SettingValue, language: Language): string =>
  drillWords[language].settingValues[String(value)] ?? String(value)
