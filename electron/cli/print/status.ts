import { failureText } from '../../contract/failure'
import type { Output } from '../../contract/commands'
import { visibleLine } from '../../domain/visible'
import { table } from './table'

type Status = Output<'pair.status'>

const healthWords: Record<Status['health'], string> = {
  healthy: 'healthy',
  degraded: 'degraded: the VIP answers, but not every node is well',
  split: 'SPLIT: more than one node holds the VIP',
  down: 'down: nobody holds the VIP',
  'not-deployed': 'not deployed: nothing of Hotpair is on its hosts',
  unknown: 'unknown: not every node could be asked',
}

const decisions = {
  nothing: 'It is over on every node; nothing had to be done.',
  confirm: 'Every node held the verified configuration: it was confirmed.',
  rollback: 'No node can have been confirmed: all were put back.',
  wait: 'It was left alone: its engine may be alive, or a node could not be asked. Nodes that are not held go back by themselves; "hotpair finish --force" ends it now.',
  look: 'It cannot be decided from here; look at the states above.',
}

/** The deployment that is open on a node; null: none is. */
export const openIn = ({ nodes }: Status): string | null =>
  Object.values(nodes).flatMap((node) => (node.reachable && node.deployment.open ? [node.deployment.deployment] : []))[0] ?? null

function linesOf({ health, holders, nodes }: Status): string[] {
  const rows = Object.entries(nodes).map(([name, node]) =>
    node.reachable
      ? [
          name,
          `nginx ${node.nginx}`,
          `keepalived ${node.keepalived}`,
          node.deployment.deployment === '' ? 'no deployment' : `${node.deployment.deployment} ${node.deployment.state}`,
        ]
      : [name, failureText(node.failure).what, '', ''],
  )
  const held = Object.entries(holders).map(([vip, { is, holders: names }]) =>
    visibleLine(`  ${vip} → ${names.length > 0 ? names.join(' AND ') : is === 'unknown' ? 'unknown' : 'nobody'}`),
  )
  return [`The pair is ${healthWords[health]}.`, ...held, table(rows)]
}

export function statusText(status: Status): string {
  const open = openIn(status)
  const left = open === null ? [] : [`Deployment ${open} is open. If nobody is at work on it, run "hotpair finish".`]
  return [...linesOf(status), ...left].join('\n')
}

export function finishText({ finished, ...status }: Output<'pair.finish'>): string {
  const what = finished === null ? 'No deployment is open.' : `Open deployment ${finished.deployment}: ${decisions[finished.decision]}`
  return [...linesOf(status), what].join('\n')
}
