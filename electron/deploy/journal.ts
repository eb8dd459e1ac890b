import { nodeStatus, type NodeStatus } from '../domain/deployment'
import { deploymentName } from '../domain/deployment-name'
import { doings, faults, journalLine, warnings, type JournalLine } from '../domain/journal'
import { nodeState, type NodeState } from '../domain/node-state'
import { factUnreadable } from '../facts/unreadable'

const one = <T extends string>(known: readonly T[], word: string | undefined): T | undefined => known.find((each) => each === word)

/** Longer than any line that a runner writes; a host may send what it likes. */
const longest = 8192

/**
 * Reads one line of a node's journal; undefined for anything else a host prints. Lines begin with the journal's format; those of the
 * version before formats were counted begin with the time and speak in sentences, which are shown as they are.
 */
export function parseJournalLine(line: string): JournalLine | undefined {
  // Most of what is no journal is told by its beginning, which costs nothing.
  if (!/^(2\t)?\d{1,15}\t/.test(line)) return undefined
  const columns = line.slice(0, longest).split('\t')
  const parsed = journalLine.safeParse(columns[0] === '2' ? coded(columns.slice(1)) : earlier(columns))
  return parsed.success ? parsed.data : undefined
}

/** What the columns of a line say; anything that is not known is left to the schema to refuse. */
function coded([at = '', verb, event, code, ...values]: readonly string[]): unknown {
  const [subject = '', more] = values
  const common = { at: Number(at), verb, event }
  switch (event) {
    case 'begin':
    case 'output':
      return { ...common, text: subject }
    case 'do':
    case 'unchanged':
    case 'back':
    case 'stuck':
      return { ...common, doing: code, subject, step: more === undefined || !/^\d{1,4}$/.test(more) ? null : Number(more) }
    case 'why':
      return { ...common, why: { code, subject, value: more ?? '' } }
    case 'warn':
      return { ...common, warning: { code, subject, copy: more ?? '' } }
    case 'failed':
      // step-failed names the step and what it is about
      return code === 'step-failed'
        ? { ...common, fault: { code, doing: one(doings, subject) ?? null, subject: more ?? '', why: null } }
        : { ...common, fault: { code: one(faults, code), doing: null, subject, why: null } }
    case 'end':
    case 'lost':
      return { ...common, state: parseState(code ?? '') }
    default:
      return undefined
  }
}

function earlier([at = '', verb, event, ...rest]: readonly string[]): unknown {
  const subject = rest.join(' ').slice(0, 2000)
  const common = { at: Number(at), verb, event }
  switch (event) {
    case 'begin':
    case 'output':
      return { ...common, text: subject }
    case 'step':
      return { ...common, event: 'do', doing: 'earlier', subject, step: null }
    case 'warn':
      return { ...common, warning: { code: one(warnings, 'earlier'), subject, copy: '' } }
    case 'failed':
      return { ...common, fault: { code: 'earlier', doing: null, subject, why: null } }
    case 'end':
    case 'lost':
      return { ...common, state: parseState(subject) }
    default:
      return undefined
  }
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

/** Reads what `hotpair.sh status` prints: lines of key, tab, value. Raises fact-unreadable when a value is not what it must be. */
export function parseStatus(node: string, stdout: string): NodeStatus {
  const rows = stdout.split('\n')
  const value = (key: string) => rows.find((line) => line.startsWith(`${key}\t`))?.slice(key.length + 1) ?? ''
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
