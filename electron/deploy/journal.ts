import { journalLine, nodeState, nodeStatus, type JournalLine, type NodeState, type NodeStatus } from '../domain/deployment'
import { deploymentName } from '../domain/deployment-name'
import { factUnreadable } from '../facts/unreadable'

/** Reads one line of a node's journal; undefined for anything else a host prints. */
export function parseJournalLine(line: string): JournalLine | undefined {
  const [at = '', verb = '', event = '', ...detail] = line.split('\t')
  const parsed = journalLine.safeParse({ at: Number(at), verb, event, detail: detail.join(' ').slice(0, 2000) })
  return /^\d+$/.test(at) && parsed.success ? parsed.data : undefined
}

/** Anything that is not a state we know counts as a node that a person must look at. */
export const parseState = (text: string): NodeState => nodeState.catch('rollback-failed').parse(text.trim())

/** Reads what `hotpair.sh status` prints: lines of key, tab, value. Raises fact-unreadable when a value is not what it must be. */
export function parseStatus(node: string, stdout: string): NodeStatus {
  const value = (key: string) =>
    stdout
      .split('\n')
      .find((line) => line.startsWith(`${key}\t`))
      ?.slice(key.length + 1) ?? ''
  const said = value('deployment')
  const deployment = said === 'none' ? '' : said
  const status = nodeStatus.safeParse({
    deployment,
    state: deployment === '' ? 'none' : parseState(value('state')),
    open: deployment !== '' && value('open') === 'yes',
    owner: value('owner'),
    pair: value('pair'),
    plan: value('plan'),
  })
  if (!status.success) throw factUnreadable(node, 'status', status.error)
  return status.data
}

/** Reads a lock's line: which deployment has it, and whose that is. Raises fact-unreadable. */
export function parseLock(node: string, line: string): { deployment: string; owner: string } {
  const [, target = '', owner = ''] = line.split('\t')
  const lock = nodeStatus
    .pick({ owner: true })
    .extend({ deployment: deploymentName })
    .safeParse({ deployment: target.replace(/^deployments\//, ''), owner })
  if (!lock.success) throw factUnreadable(node, 'lock', lock.error)
  return lock.data
}
