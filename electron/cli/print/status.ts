import { standingText } from '../../contract/deployment'
import { failureText } from '../../contract/failure'
import type { Output } from '../../contract/commands'
import { valueWords } from '../../contract/wording'
import { visibleLine } from '../../domain/visible'
import type { Voice } from '../wording'
import { table } from './table'

type Status = Output<'pair.status'>

/** The deployment that is open on a node; null: none is. */
export const openIn = ({ nodes }: Status): string | null =>
  Object.values(nodes).flatMap((node) => (node.reachable && node.deployment.open ? [node.deployment.deployment] : []))[0] ?? null

function nodeRow(name: string, node: Status['nodes'][string], { language, say }: Voice): string[] {
  if (!node.reachable) return [name, failureText(node.failure, language).what, '', '']
  const { deployment, state } = node.deployment
  return [
    name,
    say('status.service', { name: 'nginx', state: node.nginx }),
    say('status.service', { name: 'keepalived', state: node.keepalived }),
    deployment === '' ? say('status.noDeployment') : say('status.deployment', { deployment, state: standingText(state, language) }),
  ]
}

function linesOf({ health, holders, nodes }: Status, voice: Voice): string[] {
  const { language, say } = voice
  const held = Object.entries(holders).map(([vip, { is, holders: names }]) => {
    const nobody = is === 'unknown' ? valueWords[language].unknown : say('status.nobody')
    return visibleLine(`  ${say('status.vip', { vip, holder: names.length > 0 ? names.join(say('status.several')) : nobody })}`)
  })
  return [
    say(health === 'not-deployed' ? 'status.notDeployed' : `status.${health}`),
    ...held,
    table(Object.entries(nodes).map(([name, node]) => nodeRow(name, node, voice))),
  ]
}

export function statusText(status: Status, voice: Voice): string {
  const open = openIn(status)
  return [...linesOf(status, voice), ...(open === null ? [] : [voice.say('status.open', { deployment: open })])].join('\n')
}

export function finishText({ finished, ...status }: Output<'pair.finish'>, voice: Voice): string {
  const { say } = voice
  const what =
    finished === null
      ? say('finish.none')
      : say('finish.open', { deployment: finished.deployment, decision: say(`finish.${finished.decision}`) })
  return [...linesOf(status, voice), what].join('\n')
}
