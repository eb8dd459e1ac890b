import { createTwoFilesPatch } from 'diff'
import type { Output } from '../../contract/commands'
import { effectText, stageText, stepText } from '../../contract/deployment'
import { valueWords } from '../../contract/wording'
import { isEmpty, neededSteps, summaryOf, type NodeTarget, type Plan, type Stage } from '../../domain/plan'
import { asTyped, type Step } from '../../domain/step'
import { visibleLine } from '../../domain/visible'
import type { Voice } from '../wording'
import { findingsText } from './findings'

function diffText({ act, code }: Step, target: NodeTarget, voice: Voice): string[] {
  if (act.do === 'remove') return act.before === null ? [] : patch(act.path, act.before, '', false, voice)
  const after = act.do === 'write' ? target.files.find(({ path }) => path === act.path)?.content : undefined
  if (act.do !== 'write' || after === undefined || code === 'set-attributes') return []
  return patch(act.path, act.before ?? '', after, act.before === null, voice)
}

/** Lines of a file that is compared, and lines that may differ: beyond, a comparison takes long and tells nothing. */
const most = { lines: 10_000, different: 500 }

function patch(path: string, before: string, after: string, fresh: boolean, { say }: Voice): string[] {
  const [from, to] = [fresh ? '/dev/null' : `a${path}`, after === '' ? '/dev/null' : `b${path}`]
  const count = before.split('\n').length
  const options = { context: 3, maxEditLength: most.different }
  const compared = count > most.lines ? undefined : createTwoFilesPatch(from, to, before, after, '', '', options)
  const lines = compared?.split('\n').slice(1) ?? [
    `--- ${from}`,
    `+++ ${to}`,
    say('plan.differs', { most: most.different, count }),
    ...(after === '' ? [] : after.split('\n').map((line) => `+${line}`)),
  ]
  return lines.map((line) => `    ${line}`)
}

/** What will be done to how many nodes, in one sentence. */
export function planSummary(plan: Plan, { language, say }: Voice): string {
  if (isEmpty(plan)) return say('plan.nothing')
  const { packages, writes, removes, rules, services, nodes } = summaryOf(plan)
  const parts = [
    packages > 0 ? say('plan.packages', { count: packages }) : '',
    writes > 0 ? say('plan.writes', { count: writes }) : '',
    removes > 0 ? say('plan.removes', { count: removes }) : '',
    rules > 0 ? say('plan.rules', { count: rules }) : '',
    services > 0 ? say('plan.services', { count: services }) : '',
  ].filter((part) => part !== '')
  return say('plan.summary', { plan: plan.id, parts: parts.join(valueWords[language].list), nodes })
}

function stageLines(plan: Plan, stage: Stage, number: number, voice: Voice): string[] {
  const { title, lead, until } = stageText(stage, voice.language)
  const nodes = plan.nodes.filter(({ node }) => stage.nodes.includes(node))
  const steps = nodes.flatMap((node) => {
    const own = neededSteps(node).filter((step) => step.stage === stage.does)
    return own.length === 0 ? [] : [`  ${visibleLine(node.node)}`, ...own.flatMap((step) => stepLines(step, node.target, voice))]
  })
  return [visibleLine(voice.say('plan.stage', { number, title, lead })), ...steps, `  → ${visibleLine(until)}`]
}

const stepLines = (step: Step, target: NodeTarget, voice: Voice): string[] => [
  `  • ${visibleLine(stepWithEffect(step, voice))}`,
  ...(step.act.do === 'run' ? [`    $ ${visibleLine(asTyped(step.act.argv))}`] : []),
  ...diffText(step, target, voice),
]

function stepWithEffect(step: Step, { language, say }: Voice): string {
  const text = stepText(step, language)
  return step.effect === 'none' ? text : say('plan.step', { step: text, effect: effectText(step.effect, language) })
}

/** Findings, then the stages in their order with every step that is needed and a unified diff of each file. */
export function planText({ findings, plan }: Output<'pair.plan'>, voice: Voice): string {
  if (plan === null) return findingsText(findings, voice)
  const stages = isEmpty(plan) ? [] : plan.stages.map((stage, i) => stageLines(plan, stage, i + 1, voice).join('\n'))
  const shared = plan.shared.length > 0 ? [voice.say('plan.shared', { settings: visibleLine(plan.shared.join(', ')) })] : []
  return [findingsText(findings, voice), ...stages, ...shared, planSummary(plan, voice)].join('\n\n')
}
