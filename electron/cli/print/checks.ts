import type { CheckResult } from '../../domain/check'
import { harmless } from './table'

const marks: Record<CheckResult['verdict'], string> = { passed: '✓', failed: '✗', warning: '!', skipped: '–' }

/** One check in one line. */
export const checkLine = (check: CheckResult): string => {
  const about =
    check.check === 'one-holder'
      ? `${check.subject} has exactly one holder`
      : check.check === 'vip-answers'
        ? `${check.subject} answers`
        : `${check.subject} answers by its own address`
  const who = check.node === null ? '' : `: ${check.node}`
  return `${marks[check.verdict]} ${about}${who}${check.reason === '' ? '' : ` (${check.reason} ${Object.values(check.values).join(' ')})`}`
}

/** All checks, each with the command that a person can repeat, and the output of those that are not passed. */
export function checksText(checks: readonly CheckResult[]): string {
  const lines = checks.flatMap((check) => [
    `  ${checkLine(check)}`,
    `      ${check.from}$ ${harmless(check.command)}`,
    ...(check.verdict === 'passed' || check.output === ''
      ? []
      : harmless(check.output)
          .trimEnd()
          .split('\n')
          .slice(0, 12)
          .map((line) => `      │ ${line}`)),
  ])
  const count = (verdict: CheckResult['verdict']) => checks.filter((check) => check.verdict === verdict).length
  const warnings = count('warning')
  return [
    ...lines,
    '',
    `${String(count('passed'))} passed, ${String(count('failed'))} failed${warnings > 0 ? `, ${String(warnings)} with a warning` : ''}`,
  ].join('\n')
}
