import { z } from 'zod'
import { HotpairError, type Failure } from '../domain/failure'
import { finding } from '../domain/finding'
import { findingText } from './finding'
import type { Language } from './language'
import { failureWords } from './wording'
import { render } from './wording/render'

export interface FailureText {
  readonly what: string
  /** In what state the hosts are. */
  readonly hosts: string
  readonly next: string
}

/** Every `values.reason` that has words of its own; others are a host's or the system's text. */
export const reasonCodes: ReadonlySet<string> = new Set(Object.keys(failureWords.en.reasons).map((key) => key.slice(key.indexOf('.') + 1)))

/** The sentences of a failure: what happened, what state the hosts are in, what to do next. */
export function failureText(failure: Failure, language: Language = 'en'): FailureText {
  const words = failureWords[language]
  const given = { node: failure.node ?? words.thePair, ...failure.values }
  const reason = failure.values['reason'] ?? ''
  const { findings } = failure.values
  const refusing = z.array(finding).safeParse(findings === undefined ? [] : jsonOf(findings)).data ?? []
  const facts = refusing.map((each) => `${each.node === undefined ? '' : `${each.node}: `}${findingText(each, language).fact}`)
  // Only words of ours have places for values: a host's reason is put in as it is.
  const worded = words.reasons[`${failure.kind}.${reason}`]
  const values = {
    ...given,
    ...(facts.length > 0 ? { rules: facts.join(' ') } : {}),
    reason: worded === undefined ? reason : render(worded, given),
  }
  const { what, next } = words.failures[failure.kind]
  // a value that is not known leaves no hole in the sentence
  const sentence = (template: string) =>
    render(template, values)
      .replace(/ ?\{[a-zA-Z]+\}/g, '')
      .trim()
  return { what: sentence(what), hosts: sentence(words.hosts[failure.hosts]), next: sentence(next) }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** What a transport sends for anything that was thrown: what is no HotpairError is a mistake of ours and says so, without its stack. */
export function failureOf(error: unknown): Failure {
  if (error instanceof HotpairError) return error.failure
  const message = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error)
  return new HotpairError('bug', { values: { message: message.slice(0, 500) } }).failure
}
