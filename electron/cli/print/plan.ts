import { createTwoFilesPatch } from 'diff'
import type { Output } from '../../contract/commands'
import type { Plan, Step } from '../../domain/plan'
import { findingsText } from './findings'
import { harmless } from './table'

/** One step in plain words. */
function stepText(step: Step): string {
  switch (step.kind) {
    case 'install':
      return `install ${step.packages.join(', ')}`
    case 'write':
      return step.attributes ? `set owner and mode of ${step.path}` : `${step.before === null ? 'write' : 'change'} ${step.path}`
    case 'remove':
      return `remove ${step.path}`
    case 'vrrp-password':
      return `write the VRRP password to ${step.path} (not shown)`
    case 'firewall':
      return `open in firewalld, zone ${step.rule.zone}: ${step.rule.value}`
    case 'disable-firewall':
      return `switch off ${step.unit}`
    case 'enable':
      return `enable ${step.unit} at boot`
    case 'start':
      return `start ${step.unit}`
    case 'reload':
      return `reload ${step.unit}`
  }
}

function diffText(step: Step): string[] {
  if (step.kind === 'write' && !step.attributes) return patch(step.path, step.before ?? '', step.after, step.before === null)
  if (step.kind === 'remove' && step.before !== null) return patch(step.path, step.before, '', false)
  return []
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
  return lines.map((line) => `    ${harmless(line)}`)
}

/** What will be done to how many nodes, in one sentence. */
export function planSummary(plan: Plan): string {
  const steps = plan.nodes.flatMap((node) => node.steps)
  if (steps.length === 0) return 'Nothing to change: the nodes are as the pair file wants them.'
  const count = (kind: Step['kind']) => steps.filter((step) => step.kind === kind).length
  const packages = steps.reduce((sum, step) => sum + (step.kind === 'install' ? step.packages.length : 0), 0)
  const parts = [
    packages > 0 ? `installs ${String(packages)} packages` : '',
    count('write') + count('vrrp-password') > 0 ? `writes ${String(count('write') + count('vrrp-password'))} files` : '',
    count('remove') > 0 ? `removes ${String(count('remove'))} files` : '',
    count('firewall') > 0 ? `opens ${String(count('firewall'))} firewall rules` : '',
    count('start') + count('reload') > 0 ? `starts or reloads ${String(count('start') + count('reload'))} services` : '',
  ].filter((part) => part !== '')
  return `Plan ${plan.id}: ${parts.join(', ')} on ${String(plan.nodes.filter((node) => node.steps.length > 0).length)} nodes.`
}

/** Findings, then every step of every node with a unified diff of each file. */
export function planText({ findings, plan }: Output<'pair.plan'>): string {
  if (plan === null) return findingsText(findings)
  const nodes = plan.nodes
    .filter((node) => node.steps.length > 0)
    .map((node) => [node.node, ...node.steps.flatMap((step) => [`  • ${stepText(step)}`, ...diffText(step)])].join('\n'))
  const shared = plan.shared.length > 0 ? [`This would change ${plan.shared.join(', ')} on a live pair; deploy refuses that for now.`] : []
  return [findingsText(findings), ...nodes, ...shared, planSummary(plan)].join('\n\n')
}
