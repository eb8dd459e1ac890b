import type { NodeStatus } from '../domain/deployment'
import { doings, faults, journalLine, warnings, type JournalLine } from '../domain/journal'
import { nodeState, type NodeState } from '../domain/node-state'

const one = <T extends string>(known: readonly T[], word: string | undefined): T | undefined => known.find((each) => each === word)

/** Longer than any line that a runner writes; a host may send what it likes. */
const longest = 8192

/**
 * Reads one line of a node's journal; undefined for anything else a host prints. Lines begin with the journal's format; those of the
 * version before formats were counted begin with the time and speak in sentences, which are shown as they are.
 */
export function parseJournalLine(line: string): JournalLine | undefined {
  const columns = line.slice(0, longest).split('\t')
  const parsed = journalLine.safeParse(columns[0] === '2' ? coded(columns.slice(1)) : earlier(columns))
  return parsed.success ? parsed.data : undefined
}

/** What the columns of a line say; anything that is not known is left to the schema to refuse. */
function coded([at = '', verb, event, code, ...values]: readonly string[]): unknown {
  if (!/^\d{1,15}$/.test(at)) return undefined
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
  if (!/^\d{1,15}$/.test(at)) return undefined
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
