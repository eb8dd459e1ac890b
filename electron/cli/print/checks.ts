import { checkNotesEn, checkReasonsEn, checksEn } from '../../contract/wording/checks.en'
import { render } from '../../contract/wording/render'
import type { CheckResult } from '../../domain/check'
import { visibleLine } from '../../domain/visible'

const marks: Record<CheckResult['verdict'], string> = { passed: '✓', failed: '✗', warning: '!', skipped: '–' }

/** One check in one line. */
export const checkLine = (check: CheckResult): string => {
  const values = { subject: check.subject, from: check.from, node: check.node ?? '', ...check.values }
  const words = (checkReasonsEn as Readonly<Record<string, string>>)[check.reason]
  const reason = words === undefined ? check.reason : render(words, values)
  const note = check.note === undefined ? '' : ` ${checkNotesEn[check.note]}`
  return `${marks[check.verdict]} ${render(checksEn[check.check].what, values)}${check.node === null ? '' : `: ${check.node}`}${reason === '' ? '' : `. ${reason}`}${note}`
}

/** All checks, each with the command that a person can repeat, and the output of those that are not passed. */
export function checksText(checks: readonly CheckResult[]): string {
  const lines = checks.flatMap((check) => [
    `  ${visibleLine(checkLine(check))}`,
    `      ${visibleLine(`${check.from}$ ${check.command}`)}`,
    ...(check.verdict === 'passed' || check.output === ''
      ? []
      : check.output
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
