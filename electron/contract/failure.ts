import { z } from 'zod'
import { failureKinds, failureTable, HotpairError, type Failure } from '../domain/failure'
import { findingRules } from '../domain/finding'
import { issueCodes } from '../domain/pair-issue'
import { visible } from '../domain/visible'
import { checkReasonText, checkText } from './check'
import { faultText, lookText, standingText } from './deployment'
import { differenceText } from './difference'
import { findingText } from './finding'
import { issueLine } from './issue'
import type { Language } from './language'
import { deploymentWords, failureWords, issueWords, valueWords, whyWords } from './wording'
import { render } from './wording/render'
import { told } from './wording/values'

export interface FailureText {
  readonly what: string
  /** In what state the hosts are. */
  readonly hosts: string
  readonly next: string
}

/** Every code that has words of its own; other texts are a host's or the system's. */
export const ownCodes: ReadonlySet<string> = new Set([
  ...failureKinds.flatMap((kind) => {
    const entry = failureTable[kind]
    return 'reasons' in entry ? Object.keys(entry.reasons) : []
  }),
  ...findingRules,
  ...issueCodes,
  ...Object.values(valueWords.en).flatMap((words) => (typeof words === 'string' ? [] : Object.keys(words))),
  ...Object.values(deploymentWords.en).flatMap((words) => (typeof words === 'string' ? [] : Object.keys(words))),
  ...Object.values(whyWords.en).flatMap((words) => Object.keys(words)),
])

/** The sentences of a failure: what happened, what state the hosts are in, what to do next. */
export function failureText(failure: Failure, language: Language = 'en'): FailureText {
  const words: { readonly what: string; readonly next: string; readonly reasons?: Readonly<Record<string, string>> } =
    failureWords[language].failures[failure.kind]
  const node = failure.node ?? valueWords[language].thePair
  const values = { node, ...told(failure.values, language), ...worded(failure, language) }
  const template = 'reason' in failure.values ? words.reasons?.[failure.values.reason] : undefined
  const given = { ...values, ...(template === undefined ? {} : { reason: render(template, values) }) }
  const look = lookText(failure.look ?? [], language)
  return {
    what: render(words.what, given).trim(),
    hosts: render(failureWords[language].hosts[failure.hosts], { look }).trim(),
    next: render(words.next, given).trim(),
  }
}

/** Values that are codes of ours, or made of such. */
function worded(failure: Failure, language: Language): Record<string, string> {
  const words = valueWords[language]
  switch (failure.kind) {
    case 'pair-invalid': {
      const { issues, more } = failure.values
      const rest = more === 0 ? [] : [render(issueWords[language].place.more, { more: String(more) })]
      return { issues: [...issues.map((issue) => issueLine(issue, language)), ...rest].join('\n') }
    }
    case 'auth-refused':
      return { method: words.method[failure.values.method] }
    case 'preflight-refused': {
      const facts = failure.values.findings.map(
        (each) => `${each.node === undefined ? '' : `${each.node}: `}${findingText(each, language).fact}`,
      )
      return { findings: facts.join(' ') }
    }
    case 'plan-outdated':
      return failure.values.reason === 'changed'
        ? { differences: failure.values.differences.map((each) => differenceText(each, language)).join(words.clauses) }
        : {}
    case 'busy':
      return { task: words.task[failure.values.task] }
    case 'prepare-failed':
    case 'commit-failed':
      return { fault: faultText(failure.values.fault, language), state: standingText(failure.values.state, language) }
    case 'hold-failed':
      return { state: standingText(failure.values.state, language) }
    case 'verify-failed': {
      const checks = failure.values.checks.map((check) =>
        render(words.check, {
          what: checkText(check, language),
          from: check.from === 'operator' ? words.operator : check.from,
          reason: checkReasonText(check, language),
        }),
      )
      return { checks: checks.join(words.clauses) }
    }
    default:
      return {}
  }
}

/** What a transport sends for anything that was thrown: what is no HotpairError is a mistake of ours and says so, without its stack. */
export function failureOf(error: unknown): Failure {
  if (error instanceof HotpairError) return error.failure
  const message = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error)
  return new HotpairError('bug', { values: { message: visible(message.slice(0, 500)) } }).failure
}
