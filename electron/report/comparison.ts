import type { Language } from '../contract/language'
import { drillWords } from '../contract/wording'
import {
  comparedFigures,
  type Change,
  type ComparedFault,
  type ComparedFigure,
  type Comparison,
  type Figures,
} from '../domain/drill-comparison'
import { exactOrNot, kindText, sayIn, settingText, settingValueText, verdictText } from './words'

/** Pure: two runs side by side, in words. */

export interface ComparedRow {
  readonly what: string
  readonly before: string
  readonly after: string
  /** null: nothing can be said. */
  readonly change: Change
}
export interface ComparedPart {
  readonly title: string
  readonly rows: readonly ComparedRow[]
}

const textOf: Readonly<Record<ComparedFigure, (figures: Figures, language: Language) => string>> = {
  verdict: (figures, language) => verdictText(figures, language),
  downtime: ({ downtime, asked }, language) => exactOrNot(asked === 0 ? null : downtime, language),
  detected: ({ detected }, language) => exactOrNot(detected, language),
  takeover: ({ takeover }, language) => exactOrNot(takeover, language),
  failed: ({ failed, asked }, language) => (asked === 0 ? exactOrNot(null, language) : sayIn(language)('requests', { failed, asked })),
  bound: ({ bound }, language) => exactOrNot(bound, language),
}

export const changeText = (change: Exclude<Change, null>, language: Language): string => drillWords[language].changes[change]

/** Fault by fault. What neither run says is left out. */
export function comparedParts({ faults }: Comparison, language: Language): ComparedPart[] {
  const unknown = exactOrNot(null, language)
  const several = (fault: ComparedFault): boolean => faults.filter(({ kind }) => kind === fault.kind).length > 1
  return faults.map((fault) => ({
    title: several(fault) ? `${kindText(fault.kind, language)} ${String(fault.place + 1)}` : kindText(fault.kind, language),
    rows: comparedFigures
      .map((figure) => ({
        what: drillWords[language].figures[figure],
        before: fault.before === null ? unknown : textOf[figure](fault.before, language),
        after: fault.after === null ? unknown : textOf[figure](fault.after, language),
        change: fault.changes[figure],
      }))
      .filter(({ before, after }) => before !== unknown || after !== unknown),
  }))
}

export const comparedSettings = ({ settings }: Comparison, language: Language): ComparedRow[] =>
  settings.map(({ setting, before, after }) => ({
    what: settingText(setting, language),
    before: settingValueText(before, language),
    after: settingValueText(after, language),
    change: null,
  }))
