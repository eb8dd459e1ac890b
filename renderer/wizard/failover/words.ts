import { checkWords, drillWords } from '../../../electron/contract/wording'
import type { DrillKind, DrillPhase, DrillRecord, DrillResult, DrillVerdict, Mark } from '../../../electron/domain/drill'
import type { DrillGroup } from '../../../electron/domain/drill-groups'
import type { Span } from '../../../electron/domain/spans'
import { breaksOf, type Watch } from '../../../electron/report/watch'
import * as words from '../../../electron/report/words'
import { language, list, t } from '../../i18n/i18n.svelte'

/** What is said of drills, in the language spoken now; the report says the same (electron/report/words.ts). */

export const faultText = (kind: DrillResult['kind']): string => words.kindText(kind, language())
export const faultHint = (kind: DrillKind | 'seed'): string => checkWords[language()].drillKinds[kind].what
export const groupText = (group: DrillGroup): string => drillWords[language()].groups[group]
export const unitText = (unit: DrillRecord['unit']): string => drillWords[language()].units[unit]
export const markText = (mark: Mark): string => words.markText(mark, language())
export const exact = (ms: number): string => words.exactText(ms, language())
export const exactOrNot = (ms: number | null): string => words.exactOrNot(ms, language())
export const clockText = (ms: number): string => words.clockText(ms, language())
export const silenceText = (from: number, to: number): string => words.silenceText(from, to, language())
export const outcomeText = (phase: DrillPhase): string => words.outcomeText(phase, language())
export const verdictWord = (verdict: DrillVerdict): string => drillWords[language()].verdicts[verdict]
export const reasonText = (ended: Parameters<typeof words.reasonText>[0]): string => words.reasonText(ended, language())

/** How a verdict looks. */
export const verdictTones = { passed: 'good', failed: 'bad', skipped: 'warn' } as const satisfies Record<DrillVerdict, string>

/** The chart in words. */
export const chartText = (spans: readonly Span[]): string => t('failover.chartSaid', { text: words.storyText(spans, language()) })

/** What happens now, in one sentence: told whenever it changes. */
export function nowText(watch: Watch | undefined): string {
  const last = watch?.marks.at(-1)
  if (watch === undefined || last === undefined) return t('failover.nowReady')
  const node = last.node ?? ''
  switch (last.event) {
    case 'armed':
      return t('failover.nowArmed', { node })
    case 'injected':
      return t('failover.nowInjected', { node })
    case 'silent':
      return t('failover.nowSilent')
    case 'answering':
      return t('failover.nowAnswering', { node })
    case 'recovered':
      return t('failover.nowRecovered', { node })
    case 'healed':
      return t('failover.nowHealed', { node })
    case 'nobody':
      return t('failover.nowNobody')
    case 'several':
      return t('failover.nowSeveral')
    case 'watched':
      return t('failover.nowWatched')
    default:
      return last.event satisfies never
  }
}

export interface Step {
  readonly key: string
  readonly text: string
  readonly state: 'todo' | 'running' | 'done' | 'failed' | 'skipped'
}

const stateOf = { passed: 'done', failed: 'failed', skipped: 'skipped' } as const satisfies Record<DrillVerdict, Step['state']>

/** The sequence with its states: break and heal the holder; in the seed's also the node that took over. */
export function stepsOf(watch: Watch, names: readonly string[]): Step[] {
  const faults = breaksOf(watch)
  const other = names.length === 2 ? names.find((name) => name !== watch.holder) : undefined
  const second = watch.phases[0]?.after ?? other
  const planned = watch.kind === 'seed' ? [[watch.holder], second === undefined ? [] : [second]] : [[watch.holder]]
  const nodes = planned.map((expected, i) => faults[i]?.nodes ?? expected)
  const wanted = nodes.flatMap((broken, i) => (['break', 'recover'] as const).map((phase) => ({ broken, phase, i })))
  const failed = watch.phases.some((each) => each.verdict === 'failed') || watch.end !== null
  return wanted.map(({ broken, phase, i }, place) => {
    const done: DrillPhase | undefined = watch.phases.filter((each) => each.phase === phase)[i]
    const node = broken.length === 0 ? t('failover.stepOther') : list(broken)
    const running = done === undefined && !failed && watch.phases.length === place
    return {
      key: `${phase}-${i}`,
      text: phase === 'break' ? t('failover.stepBreak', { node }) : t('failover.stepRecover', { node }),
      state: done === undefined ? (running ? 'running' : 'todo') : stateOf[done.verdict],
    }
  })
}
