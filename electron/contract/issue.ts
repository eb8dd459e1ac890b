import type { Issue, PairIssue } from '../domain/pair-issue'
import type { Language } from './language'
import { issueWords } from './wording'
import { render } from './wording/render'
import { told } from './wording/values'

/** What is wrong with a setting: the same in a file's failure and beside a form's field. */
export function issueText({ code, values }: Pick<Issue, 'code' | 'values'>, language: Language = 'en'): string {
  const words = issueWords[language]
  const worded = 'expected' in values ? { expected: words.expected[values.expected] } : {}
  return render(words.issues[code], { ...told(values, language), ...worded })
}

/** One line of a file's failure: `nodes.0.address: … (line 5)`. */
export function issueLine(issue: PairIssue, language: Language = 'en'): string {
  const words = issueWords[language]
  const field = issue.path === '' ? '' : `${issue.path}: `
  const text = issueText(issue, language)
  return issue.line === null ? `${field}${text}` : render(words.place.line, { field, text, line: String(issue.line) })
}
