import { checkWords } from '../../../electron/contract/wording'
import { render } from '../../../electron/contract/wording/render'
import type { DrillKind, DrillPhase, DrillReason, Mark } from '../../../electron/domain/drill'
import { clauses, language, t } from '../../i18n/i18n.svelte'
import type { Span, Watch } from './watch'

export const faultText = (kind: DrillKind | 'seed'): string => checkWords[language()].drillKinds[kind].name
export const faultHint = (kind: DrillKind | 'seed'): string => checkWords[language()].drillKinds[kind].what
export const markText = (mark: Mark): string => render(checkWords[language()].marks[mark.event], { node: mark.node ?? '' })

export const reasonText = (reason: DrillReason, node: string | null, expected: string | null): string =>
  reason === '' ? '' : render(checkWords[language()].drillReasons[reason], { node: node ?? '', expected: expected ?? '' })

/** "1.42 s", "62 ms": as exact as the probe is. */
export const exact = (ms: number): string =>
  ms < 1000 ? t('failover.milliseconds', { count: Math.round(ms) }) : t('failover.seconds', { count: (ms / 1000).toFixed(2) })

export const clockText = (ms: number): string => t('failover.seconds', { count: (ms / 1000).toFixed(2) })

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

/** The chart in words. Bounded: a node that comes and goes all the time is not told to the end. */
export function chartText(spans: readonly Span[]): string {
  const parts = spans.slice(0, 40).map((span, i) => {
    const from = clockText(span.node === null ? (spans[i - 1]?.to ?? span.from) : span.from)
    const to = clockText(span.node === null ? (spans[i + 1]?.from ?? span.to) : span.to)
    return span.node === null ? t('failover.chartNobody', { from, to }) : t('failover.chartPart', { node: span.node, from, to })
  })
  return t('failover.chartSaid', { text: spans.length > 40 ? t('parts.more', { text: clauses(parts) }) : clauses(parts) })
}

export interface Step {
  readonly key: string
  readonly text: string
  readonly state: 'todo' | 'running' | 'done' | 'failed'
}

/** The sequence with its states: break and heal the holder; in the seed's also the node that took over. */
export function stepsOf(watch: Watch, names: readonly string[]): Step[] {
  const faults = watch.marks.filter((mark) => mark.event === 'injected').map((mark) => mark.node ?? '')
  const other = names.length === 2 ? names.find((name) => name !== watch.holder) : undefined
  const second = faults[1] ?? watch.phases[0]?.after ?? other ?? null
  const nodes = watch.kind === 'seed' ? [watch.holder, second] : [watch.holder]
  const wanted = nodes.flatMap((node, i) => (['break', 'recover'] as const).map((phase) => ({ node, phase, i })))
  const failed = watch.phases.some((each) => each.verdict === 'failed')
  return wanted.map(({ node, phase, i }, place) => {
    const done: DrillPhase | undefined = watch.phases.filter((each) => each.phase === phase)[i]
    const name = node ?? t('failover.stepOther')
    const running = done === undefined && !failed && watch.phases.length === place
    return {
      key: `${phase}-${i}`,
      text: phase === 'break' ? t('failover.stepBreak', { node: name }) : t('failover.stepRecover', { node: name }),
      state: done === undefined ? (running ? 'running' : 'todo') : done.verdict === 'passed' ? 'done' : 'failed',
    }
  })
}
