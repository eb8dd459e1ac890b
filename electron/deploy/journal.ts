import { journalLine, nodeState, type JournalLine, type NodeState, type NodeStatus } from '../domain/deployment'

/** Reads one line of a node's journal; undefined for anything else a host prints. */
export function parseJournalLine(line: string): JournalLine | undefined {
  // Most of what is no journal is told by its beginning, which costs nothing.
  const [, at, verb, event, detail = ''] = /^(\d{1,15})\t([^\t]{1,40})\t([a-z]{1,10})(?:\t([^]*))?$/.exec(line) ?? []
  if (at === undefined) return undefined
  return journalLine.safeParse({ at: Number(at), verb, event, detail: detail.slice(0, 2000).replaceAll('\t', ' ') }).data
}

/** Lines of a journal that was read whole: the last 2,000. */
export function parseJournal(text: string): JournalLine[] {
  let start = text.length
  for (let lines = 0; lines <= 2000 && start > 0; lines += 1) start = text.lastIndexOf('\n', start - 1)
  return text
    .slice(Math.max(0, start))
    .split('\n')
    .flatMap((line) => parseJournalLine(line) ?? [])
}

/** Anything that is not a state we know counts as a node that a person must look at. */
export const parseState = (text: string): NodeState => nodeState.catch('rollback-failed').parse(text.trim())

/** Reads what `hotpair.sh status` prints: lines of key, tab, value. */
export function parseStatus(stdout: string): NodeStatus {
  const rows = stdout.split('\n')
  const value = (key: string) =>
    rows
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
