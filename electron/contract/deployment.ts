import type { Look } from '../domain/failure'
import type { Doing, Fault, JournalLine, Warning, Why } from '../domain/journal'
import { nodeState } from '../domain/node-state'
import type { Stage } from '../domain/plan'
import type { Step } from '../domain/step'
import type { Language } from './language'
import { deploymentWords, valueWords } from './wording'
import { render } from './wording/render'

/** A deployment in words: every face says the same of its stages, steps and journals. */

const doingText = (doing: Doing, subject: string, language: Language): string =>
  render(deploymentWords[language].doings[doing], { subject })

/** One step: what it does to what. */
export const stepText = ({ code, subjects }: Pick<Step, 'code' | 'subjects'>, language: Language = 'en'): string =>
  doingText(code, subjects.join(valueWords[language].list), language)

export const effectText = (effect: Step['effect'], language: Language = 'en'): string => deploymentWords[language].effects[effect]

/** What a step's program found wrong. */
const whyText = ({ code, subject, value }: Why, language: Language): string =>
  render(deploymentWords[language].whys[code], { subject, value })

/** Why a verb failed on a node. */
export function faultText({ code, doing, subject, why }: Fault, language: Language = 'en'): string {
  const words = deploymentWords[language]
  const fault = render(words.faults[code], { subject, doing: doing === null ? subject : doingText(doing, subject, language) })
  return why === null ? fault : render(words.because, { fault, why: whyText(why, language) })
}

export const warningText = ({ code, subject, copy }: Warning, language: Language = 'en'): string =>
  render(deploymentWords[language].warnings[code], { subject, copy })

export const standingText = (state: Look['state'], language: Language = 'en'): string => deploymentWords[language].standings[state]

/** Nodes that need a look, each with where it stands and why. */
export const lookText = (look: readonly Look[], language: Language = 'en'): string =>
  look
    .map(({ node, state, fault }) => `${node}: ${standingText(state, language)}${fault === null ? '' : ` (${faultText(fault, language)})`}`)
    .join(valueWords[language].clauses)

/** A verb of hotpair.sh; one that is not known is shown as it is. */
export const verbText = (verb: string, language: Language = 'en'): string =>
  new Map<string, string>(Object.entries(deploymentWords[language].verbs)).get(verb) ?? verb

/** What a verb began with: who deploys or which deployment, the seconds of its dead man, or the state that it found. */
function beginningText({ verb, text }: { readonly verb: string; readonly text: string }, language: Language): string {
  const { beginnings } = deploymentWords[language]
  if (verb === 'commit' && /^\d+$/.test(text)) return render(beginnings.commit, { text })
  const found = nodeState.safeParse(text)
  return found.success ? render(beginnings.found, { text: standingText(found.data, language) }) : text
}

/** One line of a node's journal. */
export function journalText(line: JournalLine, language: Language = 'en'): string {
  const template = deploymentWords[language].journalEvents[line.event]
  switch (line.event) {
    case 'begin':
      return render(template, { text: beginningText(line, language) })
    case 'output':
      return render(template, { text: line.text })
    case 'do':
    case 'unchanged':
    case 'back':
    case 'stuck':
      return render(template, { doing: doingText(line.doing, line.subject, language) })
    case 'why':
      return render(template, { why: whyText(line.why, language) })
    case 'warn':
      return render(template, { warning: warningText(line.warning, language) })
    case 'failed':
      return render(template, { fault: faultText(line.fault, language) })
    case 'end':
    case 'lost':
      return render(template, { state: standingText(line.state, language) })
    default:
      return line satisfies never
  }
}

/** A stage of a plan: what it is, what to know of it, and when the next one begins. */
export function stageText({ does, nodes, until }: Stage, language: Language = 'en'): { title: string; lead: string; until: string } {
  const { stages, conditions } = deploymentWords[language]
  const { title, lead } = stages[does]
  return {
    title: render(title, { nodes: nodes.join(valueWords[language].list) }),
    lead,
    until: render(conditions[until.is], { node: until.is === 'sole-holder' ? until.node : '' }),
  }
}
