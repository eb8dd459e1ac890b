import type { Finding } from '../domain/finding'
import { standingText } from './deployment'
import type { Language } from './language'
import { checkWords, findingWords, valueWords } from './wording'
import type { FindingWords } from './wording/catalogue'
import { render } from './wording/render'
import { told } from './wording/values'

/** What is so, what would come of it, what to do. */
export function findingText(finding: Finding, language: Language = 'en'): FindingWords {
  const { fact, consequence, remedy } = findingWords[language][finding.rule]
  const values = { node: finding.node ?? '', ...told(finding.values, language), ...worded(finding, language) }
  return { fact: render(fact, values), consequence: render(consequence, values), remedy: render(remedy, values) }
}

/** Values that are codes of ours. */
function worded(finding: Finding, language: Language): Record<string, string> {
  const words = valueWords[language]
  switch (finding.rule) {
    case 'interface-down':
      return { what: words.what[finding.values.what] }
    case 'vip-stays-on-failed-node': {
      const { nodeStates } = checkWords[language]
      return { situation: finding.values.situation.map(({ node, state }) => `${node} ${nodeStates[state]}`).join(words.list) }
    }
    case 'open-deployment': {
      const { state, owner } = finding.values
      return { state: state === null ? words.unknown : standingText(state, language), owner: owner || words.unknown }
    }
    case 'port-taken':
    case 'health-port-taken':
      return { process: finding.values.process || words.unknown }
    default:
      return {}
  }
}
