import { lossOf, type CheckReason, type CheckResult } from '../domain/check'
import type { Language } from './language'
import { checkWords, valueWords } from './wording'
import { render } from './wording/render'

type Told = Pick<CheckResult, 'check' | 'subject' | 'from' | 'node' | 'reason' | 'values'>

const valuesOf = ({ subject, from, node, values }: Told) => ({ subject, from, node: node ?? '', ...values })

/** What a check is about. */
export const checkText = (check: Told, language: Language = 'en'): string =>
  render(checkWords[language].checks[check.check].what, valuesOf(check))

const isReason = (reason: string): reason is CheckReason => reason in checkWords.en.checkReasons

/** A reason with its values, which may be of a record: a node was lost for any kind of failure then. */
export function reasonText(reason: CheckReason, values: Readonly<Record<string, string>>, language: Language): string {
  const words = checkWords[language]
  const failure = values.failure === undefined ? {} : { failure: words.losses[lossOf(values.failure)] }
  const lists: Record<string, string> = {}
  for (const name of ['holders', 'nodes']) {
    const value = values[name]
    if (value !== undefined) lists[name] = value.replaceAll(', ', valueWords[language].list)
  }
  return render(words.checkReasons[reason], { ...values, ...failure, ...lists })
}

/** Why it is not passed; empty where it is. */
export function checkReasonText(check: Told, language: Language = 'en'): string {
  return isReason(check.reason) ? reasonText(check.reason, valuesOf(check), language) : check.reason
}
