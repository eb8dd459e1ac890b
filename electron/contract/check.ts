import type { CheckResult } from '../domain/check'
import type { Language } from './language'
import { checkWords } from './wording'
import { render } from './wording/render'

type Told = Pick<CheckResult, 'check' | 'subject' | 'from' | 'node' | 'reason' | 'values'>

const valuesOf = ({ subject, from, node, values }: Told) => ({ subject, from, node: node ?? '', ...values })

/** What a check is about. */
export const checkText = (check: Told, language: Language = 'en'): string =>
  render(checkWords[language].checks[check.check].what, valuesOf(check))

/** Why it is not passed; empty where it is. */
export function checkReasonText(check: Told, language: Language = 'en'): string {
  const words: Readonly<Record<string, string>> = checkWords[language].checkReasons
  const template = words[check.reason]
  return template === undefined ? check.reason : render(template, valuesOf(check))
}
