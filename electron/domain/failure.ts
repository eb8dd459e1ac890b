import { z } from 'zod'
import { fault } from './journal'
import { nodeStates } from './node-state'

/**
 * Failures are data. What happened is `kind` with its values; `hosts` says what state they are in now.
 * Sentences are in contract/wording. Values never hold a secret.
 */
export const failureKinds = [
  // the pair file and what is typed
  'pair-invalid',
  'pair-unreadable',
  'secret-missing',
  'key-unreadable',
  'key-passphrase',
  'key-unsupported',
  'usage',
  // connecting
  'name-not-found',
  'unreachable',
  'port-refused',
  'not-ssh',
  'no-common-algorithm',
  'auth-refused',
  'agent-missing',
  'host-key-unknown',
  'host-key-changed',
  'host-key-revoked',
  'known-hosts-unreadable',
  'connection-lost',
  'no-sudo',
  'sudo-password',
  'sudo-missing',
  // working
  'fact-unreadable',
  'preflight-refused',
  'plan-outdated',
  'shared-change',
  'locked',
  'prepare-failed',
  'commit-failed',
  'not-the-holder',
  'verify-failed',
  'hold-failed',
  'rollback-failed',
  'unfinished',
  'nothing-to-undo',
  'undo-failed',
  'drill-refused',
  'drill-failed',
  'command-failed',
  'timeout',
  'cancelled',
  'export-failed',
  'keychain',
  'engine-lost',
  'bug',
] as const

/** A host that a person must look at: where it stands (sick: its services may not run), and why when it said so. */
export const look = z.object({ node: z.string(), state: z.enum([...nodeStates, 'unreachable', 'sick']), fault: fault.nullable() })
export type Look = z.output<typeof look>

export const failureSchema = z.object({
  kind: z.enum(failureKinds),
  node: z.string().optional(),
  values: z.record(z.string(), z.string()),
  /** unchanged: nothing was done · as-before: it was undone · changed: done and meant · look: a person must look at what `look` names */
  hosts: z.enum(['unchanged', 'as-before', 'changed', 'look']),
  /** With `hosts: look`. */
  look: z.array(look).optional(),
  /** Why a node failed, where the node said so. */
  fault: fault.optional(),
})
export type Failure = z.output<typeof failureSchema>
export type FailureKind = Failure['kind']

/** The one error class of the engine; everything else that is thrown is a bug. */
export class HotpairError extends Error {
  readonly failure: Failure
  constructor(kind: FailureKind, details: Partial<Omit<Failure, 'kind'>> & { cause?: unknown } = {}) {
    super(details.node === undefined ? kind : `${kind} on ${details.node}`, { cause: details.cause })
    this.name = 'HotpairError'
    this.failure = {
      kind,
      ...(details.node === undefined ? {} : { node: details.node }),
      values: details.values ?? {},
      hosts: details.hosts ?? (details.look === undefined || details.look.length === 0 ? 'unchanged' : 'look'),
      ...(details.look === undefined ? {} : { look: details.look }),
      ...(details.fault === undefined ? {} : { fault: details.fault }),
    }
  }
}
