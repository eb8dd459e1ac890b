import type { Finding } from '../domain/finding'
import type { Language } from './language'
import { findingWords } from './wording'
import type { FindingWords } from './wording/findings.en'
import { render } from './wording/render'

/** What is so, what would come of it, what to do; a rule without words (of a newer engine) is shown by its name. */
export function findingText(finding: Finding, language: Language = 'en'): FindingWords {
  const words = findingWords[language][finding.rule]
  if (words === undefined) return { fact: finding.rule, consequence: '', remedy: '' }
  const { fact, consequence, remedy } = words
  const values = { node: finding.node ?? '', ...finding.values }
  return { fact: render(fact, values), consequence: render(consequence, values), remedy: render(remedy, values) }
}
