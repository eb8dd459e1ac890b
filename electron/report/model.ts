import type { Language } from '../contract/language'
import { drillWords, valueWords } from '../contract/wording'
import type { DrillResult, DrillVerdict } from '../domain/drill'
import { endOfFault, verdictOfRun } from '../domain/drill-run'
import { drillSettings, drillSettingsOf } from '../domain/drill-settings'
import type { Pair } from '../domain/pair'
import { figuresOf, intervalOf, type FaultFigures } from './figures'
import type { Window } from './geometry'
import type { Watch } from './watch'
import {
  clockText,
  endOf,
  exactOrNot,
  exactText,
  kindText,
  markText,
  offsetText,
  outcomeText,
  sayIn,
  settingText,
  settingValueText,
  silenceText,
  storyText,
  verdictText,
} from './words'

/** Pure: what a report says, in its order and in its words; how it looks is html.ts's and markdown.ts's. */

/** What a report is made of. Nothing in it is a secret, and of the pair nothing is told that it takes to log in. */
export interface ReportInput {
  readonly pair: Pair
  readonly results: readonly DrillResult[]
  readonly language: Language
  /** ISO 8601 */
  readonly when: string
  /** Hotpair's. */
  readonly version: string
}

export interface ReportTable {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Columns whose numbers are below each other. */
  readonly numbers: readonly number[]
  /** Columns whose texts are a program's own. */
  readonly verbatim: readonly number[]
  /** Verdicts of the rows, where they have any. */
  readonly verdicts: readonly (DrillVerdict | null)[]
  readonly note: string
}

export interface FaultPart {
  readonly title: string
  readonly facts: readonly { readonly term: string; readonly hint: string; readonly text: string }[]
  /** The silence, drawn larger. */
  readonly near: { readonly window: Window; readonly text: string } | null
  readonly tables: readonly ReportTable[]
}

export interface DrillPart {
  readonly title: string
  readonly verdict: DrillVerdict
  readonly verdictText: string
  readonly lead: string
  readonly watch: Watch
  /** The picture in words. */
  readonly story: string
  readonly faults: readonly FaultPart[]
  readonly tables: readonly ReportTable[]
}

export interface Report {
  readonly language: Language
  readonly nodes: readonly string[]
  readonly title: string
  readonly made: string
  readonly verdict: DrillVerdict
  readonly verdictText: string
  readonly summary: ReportTable
  readonly settings: ReportTable
  readonly drills: readonly DrillPart[]
  readonly accuracy: string
}

const tableOf = (
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  more: Partial<ReportTable> = {},
): ReportTable => ({
  title,
  head,
  rows,
  numbers: [],
  verbatim: [],
  verdicts: rows.map(() => null),
  note: '',
  ...more,
})

/** Without the columns that say nothing in any row: versions before knew neither what should happen nor a bound. */
function saying(table: ReportTable, unknown: string): ReportTable {
  const kept = table.head.flatMap((_, i) => (table.rows.some((row) => row[i] !== unknown) ? [i] : []))
  const pick = (cells: readonly string[]): string[] => kept.map((i) => cells[i] ?? '')
  const placesOf = (columns: readonly number[]): number[] => kept.flatMap((i, place) => (columns.includes(i) ? [place] : []))
  return {
    ...table,
    head: pick(table.head),
    rows: table.rows.map(pick),
    numbers: placesOf(table.numbers),
    verbatim: placesOf(table.verbatim),
  }
}

/** "2026-11-22 16:23:48 UTC": the same for everybody who reads it. */
const momentText = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')} UTC`

export function reportOf({ pair, results, language, when, version }: ReportInput): Report {
  const say = sayIn(language)
  const verdict = verdictOfRun(results)
  const settings = drillSettingsOf(pair)
  return {
    language,
    nodes: pair.nodes.map(({ name }) => name),
    title: say('title', { pair: pair.name }),
    made: say('made', { when: momentText(when), version, vips: listText(pair.vips, language) }),
    verdict,
    verdictText: say(({ passed: 'allPassed', failed: 'someFailed', skipped: 'allSkipped' } as const)[verdict]),
    summary: summaryOf(results, language),
    settings: tableOf(
      say('settings'),
      [say('setting'), say('value')],
      drillSettings.map((name) => [settingText(name, language), settingValueText(settings[name] ?? '', language)]),
    ),
    drills: results.map((result) => drillPart(result, language)),
    accuracy: say('accuracy', { every: Math.max(...results.map(({ samples }) => intervalOf(samples)), 0) }),
  }
}

function summaryOf(results: readonly DrillResult[], language: Language): ReportTable {
  const say = sayIn(language)
  const none = say('none')
  const unknown = say('unknown')
  const all = results.flatMap((result) => {
    const faults = result.phases.filter(({ phase }) => phase === 'break')
    if (faults.length === 0) {
      const cells = [kindText(result.kind, language), result.node ?? unknown, ...Array.from({ length: 6 }, () => unknown)]
      return [{ verdict: result.verdict, cells: [...cells, verdictText(endOf(result), language)] }]
    }
    return faults.map((phase) => {
      const end = endOfFault(result, phase)
      return {
        verdict: end.verdict,
        cells: [
          kindText(phase.kind, language),
          listText(phase.nodes.length > 0 ? phase.nodes : [phase.node], language),
          outcomeText(phase, language) || unknown,
          phase.before ?? none,
          phase.after ?? none,
          exactText(phase.downtime, language),
          exactOrNot(phase.bound, language),
          say('requests', { failed: phase.failed, asked: phase.asked }),
          verdictText(end, language),
        ],
      }
    })
  })
  const head = (['fault', 'node', 'expected', 'before', 'after', 'downtime', 'bound', 'failed', 'verdict'] as const).map((key) => say(key))
  return saying(
    tableOf(
      say('summary'),
      head,
      all.map(({ cells }) => cells),
      { numbers: [5, 6, 7], verdicts: all.map((each) => each.verdict) },
    ),
    unknown,
  )
}

const listText = (items: readonly string[], language: Language): string => items.join(valueWords[language].list)

function drillPart(result: DrillResult, language: Language): DrillPart {
  const say = sayIn(language)
  const { watch, faults } = figuresOf(result)
  const marks = [...result.marks].sort((a, b) => a.at - b.at).slice(0, 100)
  const clocks = Object.entries(result.clocks)
  const phases = saying(
    tableOf(
      '',
      (['phase', 'node', 'expected', 'before', 'after', 'downtime', 'bound', 'failed', 'verdict'] as const).map((key) => say(key)),
      result.phases.map((phase) => [
        drillWords[language].phases[phase.phase],
        phase.node,
        outcomeText(phase, language) || say('unknown'),
        phase.before ?? say('none'),
        phase.after ?? say('none'),
        exactText(phase.downtime, language),
        exactOrNot(phase.bound, language),
        say('requests', { failed: phase.failed, asked: phase.asked }),
        verdictText(phase, language),
      ]),
      { numbers: [5, 6, 7], verdicts: result.phases.map(({ verdict }) => verdict) },
    ),
    say('unknown'),
  )
  return {
    title: kindText(result.kind, language),
    verdict: result.verdict,
    verdictText: verdictText(endOf(result), language),
    lead: say('started', { when: momentText(result.started), time: exactText(result.took, language) }),
    watch,
    story: say('chart', { text: storyText(watch.spans, language) }),
    faults: faults.map((fault) => faultPart(fault, language)),
    tables: [
      ...(result.phases.length === 0 ? [] : [phases]),
      ...(marks.length === 0
        ? []
        : [
            tableOf(
              say('marks'),
              [say('when'), say('what')],
              marks.map((mark) => [clockText(mark.at, language), markText(mark, language)]),
              { numbers: [0] },
            ),
          ]),
      ...(clocks.length === 0
        ? []
        : [
            tableOf(
              say('clocks'),
              [say('node'), say('what')],
              clocks.map(([node, clock]) => [node, offsetText(node, clock, language)]),
              { note: say('clockLead') },
            ),
          ]),
    ],
  }
}

function faultPart({ fault, detected, takeover, errors, latency, near, records }: FaultFigures, language: Language): FaultPart {
  const say = sayIn(language)
  const { phase, gap } = fault
  const bound = phase?.bound ?? null
  const until = gap?.to ?? null
  const fact = (term: string, text: string, hint = '') => ({ term, hint, text })
  return {
    title: say('ofNode', { node: listText(fault.nodes, language), text: fault.kind === null ? '' : kindText(fault.kind, language) }),
    facts: [
      ...(phase === null || phase.expects === null ? [] : [fact(say('expected'), outcomeText(phase, language))]),
      fact(say('downtime'), exactOrNot(phase?.downtime ?? null, language)),
      ...(bound === null ? [] : [fact(say('bound'), exactText(bound, language))]),
      ...(detected === null ? [] : [fact(say('detected'), exactText(detected, language), say('detectedHint'))]),
      ...(takeover === null ? [] : [fact(say('takeover'), exactText(takeover, language), say('takeoverHint'))]),
      ...(phase === null ? [] : [fact(say('failed'), say('requests', { failed: phase.failed, asked: phase.asked }))]),
      ...(latency === null
        ? []
        : [
            fact(say('latency'), say('latencyOf', { median: exactText(latency.median, language), slow: exactText(latency.p99, language) })),
          ]),
    ],
    near: near === null || until === null ? null : { window: near, text: silenceText(gap?.from ?? 0, until, language) },
    tables: [
      ...(errors.length === 0
        ? []
        : [
            tableOf(
              say('errors'),
              [say('error'), say('count')],
              errors.map(({ error, count }) => [error ?? say('otherErrors'), String(count)]),
              { numbers: [1], verbatim: [0] },
            ),
          ]),
      ...(records.shown.length === 0
        ? []
        : [
            tableOf(
              say('records'),
              [say('when'), say('node'), say('unit'), say('line')],
              records.shown.map(({ at, node, unit, text }) => [clockText(at, language), node, drillWords[language].units[unit], text]),
              { numbers: [0], verbatim: [3], note: records.more > 0 ? say('recordsMore', { count: records.more }) : '' },
            ),
          ]),
    ],
  }
}
