import { z } from 'zod'

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

export const failureSchema = z.object({
  kind: z.enum(failureKinds),
  node: z.string().optional(),
  values: z.record(z.string(), z.string()),
  /** unchanged: nothing was done · as-before: it was undone · changed: done and meant · look: a person must look, `values.look` says where */
  hosts: z.enum(['unchanged', 'as-before', 'changed', 'look']),
})
export type Failure = z.output<typeof failureSchema>
export type FailureKind = Failure['kind']

/** The one error class of the engine; everything else that is thrown is a bug. */
export class HotpairError extends Error {
  readonly failure: Failure
  constructor(
    kind: FailureKind,
    details: { node?: string; values?: Record<string, string>; hosts?: Failure['hosts']; cause?: unknown } = {},
  ) {
    super(details.node === undefined ? kind : `${kind} on ${details.node}`, { cause: details.cause })
    this.name = 'HotpairError'
    this.failure = {
      kind,
      ...(details.node === undefined ? {} : { node: details.node }),
      values: details.values ?? {},
      hosts: details.hosts ?? 'unchanged',
    }
  }
}
