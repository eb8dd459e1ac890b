import { createTwoFilesPatch } from 'diff'
import type { Output } from '../../contract/commands'
import { effectText, stageText, stepText } from '../../contract/deployment'
import { isEmpty, neededSteps, summaryOf, type NodeTarget, type Plan, type Stage } from '../../domain/plan'
import { asTyped, type Step } from '../../domain/step'
import { visibleLine } from '../../domain/visible'
import { findingsText } from './findings'

function diffText({ act, code }: Step, target: NodeTarget): string[] {
  if (act.do === 'remove') return act.before === null ? [] : patch(act.path, act.before, '', false)
  const after = act.do === 'write' ? target.files.find(({ path }) => path === act.path)?.content : undefined
  if (act.do !== 'write' || after === undefined || code === 'set-attributes') return []
  return patch(act.path, act.before ?? '', after, act.before === null)
}

/** Lines of a file that is compared, and lines that may differ: beyond, a comparison takes long and tells nothing. */
const most = { lines: 10_000, different: 500 }

function patch(path: string, before: string, after: string, fresh: boolean): string[] {
  const [from, to] = [fresh ? '/dev/null' : `a${path}`, after === '' ? '/dev/null' : `b${path}`]
  const count = before.split('\n').length
  const options = { context: 3, maxEditLength: most.different }
  const compared = count > most.lines ? undefined : createTwoFilesPatch(from, to, before, after, '', '', options)
  const lines = compared?.split('\n').slice(1) ?? [
    `--- ${from}`,
    `+++ ${to}`,
    `(differs in more than ${String(most.different)} lines; now it has ${String(count)})`,
    ...(after === '' ? [] : after.split('\n').map((line) => `+${line}`)),
  ]
  return lines.map((line) => `    ${line}`)
}

/** What will be done to how many nodes, in one sentence. */
export function planSummary(plan: Plan): string {
  if (isEmpty(plan)) return 'Nothing to change: the nodes are as the pair file wants them.'
  const { packages, writes, removes, rules, services, nodes } = summaryOf(plan)
  const parts = [
    packages > 0 ? `installs ${String(packages)} packages` : '',
    writes > 0 ? `writes ${String(writes)} files` : '',
    removes > 0 ? `removes ${String(removes)} files` : '',
    rules > 0 ? `changes ${String(rules)} firewall rules` : '',
    services > 0 ? `starts or reloads ${String(services)} services` : '',
  ].filter((part) => part !== '')
  return `Plan ${plan.id}: ${parts.join(', ')} on ${String(nodes)} nodes.`
}

function stageLines(plan: Plan, stage: Stage): string[] {
  const { title, lead, until } = stageText(stage)
  const nodes = plan.nodes.filter(({ node }) => stage.nodes.includes(node))
  const steps = nodes.flatMap((node) => {
    const own = neededSteps(node).filter((step) => step.stage === stage.does)
    return own.length === 0 ? [] : [`  ${visibleLine(node.node)}`, ...own.flatMap((step) => stepLines(step, node.target))]
  })
  return [`${visibleLine(title)}. ${lead}`, ...steps, `  → ${visibleLine(until)}`]
}

const stepLines = (step: Step, target: NodeTarget): string[] => [
  `  • ${visibleLine(stepText(step))}${step.effect === 'none' ? '' : ` (${effectText(step.effect)})`}`,
  ...(step.act.do === 'run' ? [`    $ ${visibleLine(asTyped(step.act.argv))}`] : []),
  ...diffText(step, target),
]

/** Findings, then the stages in their order with every step that is needed and a unified diff of each file. */
export function planText({ findings, plan }: Output<'pair.plan'>): string {
  if (plan === null) return findingsText(findings)
  const stages = isEmpty(plan) ? [] : plan.stages.map((stage, i) => `${String(i + 1)}. ${stageLines(plan, stage).join('\n')}`)
  const shared =
    plan.shared.length > 0 ? [`This would change ${visibleLine(plan.shared.join(', '))} on a live pair; deploy refuses that for now.`] : []
  return [findingsText(findings), ...stages, ...shared, planSummary(plan)].join('\n\n')
}
