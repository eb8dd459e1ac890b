import type { Output } from '../../contract/commands'
import type { Comparison } from '../../domain/drill-comparison'
import { drillOf, longestOf, runsOf, verdictOfRun, type DrillRun } from '../../domain/drill-run'
import { outcomeOf } from '../../domain/outcome'
import { changeText, comparedParts, comparedSettings, type ComparedRow } from '../../report/comparison'
import { exactText, kindText } from '../../report/words'
import { visibleLine } from '../../domain/visible'
import { drillWords, valueWords } from '../../contract/wording'
import type { Voice } from '../wording'
import { table } from './table'

type Entry = Output<'pairs.history'>['entries'][number]

/** "2026-12-01 03:10:22Z" */
const when = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')}Z`

/** Faults that a line names; more are counted. */
const named = 3

function whatOf({ drills }: DrillRun, { language, say }: Voice): string {
  const kinds = drills.map(({ kind }) => kindText(kind, language))
  return kinds.length > named ? say('history.faults', { count: kinds.length }) : kinds.join(valueWords[language].list)
}

/** What was done, newest first; drills that were asked for together are one line, with what they are compared by. */
export function historyText(entries: readonly Entry[], voice: Voice): string {
  const { language, say } = voice
  if (entries.length === 0) return say('history.nothing')
  const runs = new Map(runsOf(entries).map((run) => [run.id, run]))
  const rows = entries.flatMap((entry) => {
    const id = drillOf(entry)?.run
    const run = id === undefined ? undefined : runs.get(id)
    if (id === undefined || run === undefined) {
      return id === undefined
        ? [[when(entry.time), say(`history.${entry.kind}`), say(`history.is.${outcomeOf(entry.result)}`), '', entry.id]]
        : []
    }
    // Its other drills are in this line.
    runs.delete(id)
    const downtime = exactText(longestOf(run.drills.flatMap(({ phases }) => phases)), language)
    return [[when(run.time), whatOf(run, voice), drillWords[language].verdicts[verdictOfRun(run.drills)], downtime, run.id]]
  })
  return table([[say('history.when'), say('history.what'), say('history.result'), say('drill.downtime'), say('history.id')], ...rows])
}

/** Two runs side by side. */
export function comparisonText(comparison: Comparison, voice: Voice): string {
  const { language, say } = voice
  const { before, after } = comparison
  const line = ({ what, before: old, after: now, change }: ComparedRow): string[] => [
    what,
    old,
    now,
    change === null ? '' : changeText(change, language),
  ]
  const head = (title: string): string[] => [title, say('history.before'), say('history.after'), say('history.change')]
  const settings = comparedSettings(comparison, language)
  const parts = comparedParts(comparison, language).map(({ title, rows }) => table([head(title), ...rows.map(line)]))
  return [
    visibleLine(say('history.compared', { one: before.id, first: when(before.time), other: after.id, second: when(after.time) })),
    ...parts,
    settings.length === 0
      ? say('history.sameSettings')
      : table([head(say('history.settings')).slice(0, 3), ...settings.map((row) => line(row).slice(0, 3))]),
  ].join('\n\n')
}
