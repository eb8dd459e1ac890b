import { journalLine, nodeState, type JournalLine, type NodeState, type NodeStatus } from '../domain/deployment'

/** Reads one line of a node's journal; undefined for anything else a host prints. */
export function parseJournalLine(line: string): JournalLine | undefined {
  const [at = '', verb = '', event = '', ...detail] = line.split('\t')
  const parsed = journalLine.safeParse({ at: Number(at), verb, event, detail: detail.join(' ').slice(0, 2000) })
  return /^\d+$/.test(at) && parsed.success ? parsed.data : undefined
}

/** Anything that is not a state we know counts as a node that a person must look at. */
export const parseState = (text: string): NodeState => nodeState.catch('rollback-failed').parse(text.trim())

/** Reads what `hotpair.sh status` prints: lines of key, tab, value. */
export function parseStatus(stdout: string): NodeStatus {
  const value = (key: string) =>
    stdout
      .split('\n')
      .find((line) => line.startsWith(`${key}\t`))
      ?.slice(key.length + 1)
      .slice(0, 500) ?? ''
  const deployment = value('deployment')
  return {
    deployment: deployment === 'none' ? '' : deployment,
    state: deployment === 'none' || deployment === '' ? 'none' : parseState(value('state')),
    open: value('open') === 'yes',
    owner: value('owner'),
    pair: value('pair'),
    plan: value('plan'),
  }
}
