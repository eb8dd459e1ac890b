import { checkReasonText, checkText } from '../../contract/check'
import { checkWords, valueWords } from '../../contract/wording'
import type { CheckResult } from '../../domain/check'
import { visibleLine } from '../../domain/visible'
import type { Voice } from '../wording'

const marks: Record<CheckResult['verdict'], string> = { passed: '✓', failed: '✗', warning: '!', skipped: '–' }

/** Who checked. */
export const checkedFrom = ({ from }: CheckResult, { language }: Voice): string =>
  from === 'operator' ? valueWords[language].operator : from

/** One check in one line. */
export function checkLine(check: CheckResult, { language, say }: Voice): string {
  const subject = checkText(check, language)
  const what = check.node === null ? subject : say('check.node', { what: subject, node: check.node })
  const note = check.note === undefined ? '' : checkWords[language].checkNotes[check.note]
  const reason = [checkReasonText(check, language), note].filter((sentence) => sentence !== '').join(say('check.sentences'))
  return `${marks[check.verdict]} ${reason === '' ? what : say('check.because', { what, reason })}`
}

/** All checks, each with the command that a person can repeat, and the output of those that are not passed. */
export function checksText(checks: readonly CheckResult[], voice: Voice): string {
  const lines = checks.flatMap((check) => [
    `  ${visibleLine(checkLine(check, voice))}`,
    `      ${visibleLine(`${checkedFrom(check, voice)}$ ${check.command}`)}`,
    ...(check.verdict === 'passed' || check.output === ''
      ? []
      : check.output
          .trimEnd()
          .split('\n')
          .slice(0, 12)
          .map((line) => `      │ ${line}`)),
  ])
  const count = (verdict: CheckResult['verdict']) => checks.filter((check) => check.verdict === verdict).length
  const counts = { passed: count('passed'), failed: count('failed') }
  const warnings = count('warning')
  return [
    ...lines,
    '',
    warnings > 0 ? voice.say('checks.countedWarnings', { ...counts, warnings }) : voice.say('checks.counted', counts),
  ].join('\n')
}
