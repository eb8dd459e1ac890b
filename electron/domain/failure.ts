import { z } from 'zod'
import { checkResult } from './check'
import { difference } from './difference'
import { refusals, type Refusal } from './drill'
import { finding, type Finding } from './finding'
import { fault } from './journal'
import { nodeState, nodeStates } from './node-state'
import { pairIssue } from './pair-issue'
import type { Flat, Given, Shape, Values } from './shape'
import { unitChanges, unitNames, unitRefusals, type UnitRefusal } from './unit-change'

/**
 * Failures are data. What happened is `kind` with its values; `hosts` says what state they are in now.
 * Sentences are in contract/wording. Values never hold a secret.
 */

const text = z.string()
const number = z.number()
const texts = z.array(text).readonly()

/** A host's or the system's own text, where no word of ours fits. */
const other = { detail: text }

/** Why a file cannot be read or written: the system's code, or disk/regular.ts's. */
const ofFiles = {
  ENOENT: {},
  EACCES: {},
  EPERM: {},
  EISDIR: {},
  ENOTDIR: {},
  EEXIST: {},
  ENOSPC: {},
  EDQUOT: {},
  EROFS: {},
  EIO: {},
  ELOOP: {},
  EMFILE: {},
  ENAMETOOLONG: {},
  'not-regular': {},
  'too-large': {},
  other,
} as const
const fileCodes = Object.keys(ofFiles) as readonly Exclude<keyof typeof ofFiles, 'other'>[]

const host = { host: text, port: number }
const hostKey = { ...host, keyType: text, fingerprint: text }
const line = { file: text, line: number }

const none = {} as const
const ofUnit = { unit: z.enum(unitNames), change: z.enum(unitChanges) }
const ofUnitRefusals = Object.fromEntries(unitRefusals.map((reason) => [reason, none])) as Record<UnitRefusal, typeof none>
const ofRefusals = Object.fromEntries(refusals.map((reason) => [reason, none])) as Record<Refusal, typeof none>

/** What the keychain of the system lacks. */
const ofKeychain = {
  'no-library': {},
  'no-bus': {},
  'no-service': {},
  'no-collection': {},
  locked: {},
  'no-answer': {},
  other: {},
} as const
export const keychainProblems = Object.keys(ofKeychain) as readonly (keyof typeof ofKeychain)[]
export type KeychainProblem = (typeof keychainProblems)[number]

/** Per kind: its values and, where it has them, its reasons with what only they know. */
export const failureTable = {
  // the pair file and what is typed
  'pair-invalid': { values: { file: text, issues: z.array(pairIssue).readonly(), more: number } },
  'pair-unreadable': {
    values: { file: text },
    reasons: { ...ofFiles, syntax: { detail: text, line: number }, aliases: {}, version: { version: text, latest: number }, name: {} },
  },
  /** `variable`: the environment variable that would have had it. */
  'secret-missing': { values: { variable: text }, reasons: { password: {}, sudo: {}, 'vrrp-unusable': {}, 'no-keychain': {} } },
  /** What `pair` keeps is for another machine or user than this one. */
  'secret-elsewhere': { values: { ...host, pair: text, user: text } },
  'key-unreadable': { values: { file: text }, reasons: ofFiles },
  'key-passphrase': { values: { file: text, variable: text }, reasons: { missing: {}, wrong: {} } },
  'key-unsupported': {
    values: { file: text },
    reasons: { chacha20: {}, 'public-key': {}, pkcs8: {}, 'security-key': {}, damaged: {}, format: {} },
  },
  usage: {
    values: {},
    reasons: {
      'not-a-plan': { given: text },
      'deploy-without-yes': {},
      'unit-without-yes': {},
      'not-one-of': { given: text, allowed: texts },
      'not-days': { given: text, most: z.int() },
      'no-such-drill': { given: text, file: text },
      'which-drill': {},
      'not-within': { given: text, option: text, least: z.int(), most: z.int() },
      'report-format': { given: text },
      'which-runs': {},
      'no-such-run': { given: text, file: text },
      'runs-differ': {},
      'file-is-there': { file: text },
      'language-unknown': { given: text },
      'option-unknown': { given: text },
      'option-without-value': { given: text },
      'option-missing': { given: text },
      'argument-missing': { given: text },
      'argument-too-many': {},
      'command-unknown': { given: text },
    },
  },
  // connecting
  'name-not-found': { values: { host: text }, reasons: { ENOTFOUND: {}, EAI_AGAIN: {}, 'no-answer': {}, other } },
  unreachable: { values: host, reasons: { 'no-answer': {}, EHOSTUNREACH: {}, ENETUNREACH: {}, EHOSTDOWN: {}, EACCES: {}, other } },
  'port-refused': { values: host },
  'not-ssh': { values: host, reasons: { closed: {}, reset: {}, 'other-protocol': {} } },
  'no-common-algorithm': {
    values: host,
    reasons: { 'key-exchange': {}, 'host-key': {}, cipher: {}, mac: {}, compression: {}, other },
  },
  /** `allowed`: methods, as the server names them; `key`, `file`: what was offered. */
  'auth-refused': {
    values: {
      host: text,
      user: text,
      method: z.enum(['password', 'key', 'agent']),
      allowed: texts,
      key: text.optional(),
      file: text.optional(),
    },
    reasons: { refused: {}, 'password-expired': {} },
  },
  'agent-missing': { values: { user: text }, reasons: { 'not-running': {}, 'no-answer': {}, 'no-keys': {}, 'no-signature': {} } },
  'host-key-unknown': { values: hostKey },
  'host-key-changed': { values: { ...hostKey, ...line, expected: text } },
  'host-key-revoked': { values: { ...hostKey, ...line } },
  'known-hosts-unreadable': { values: { file: text }, reasons: { ...ofFiles, 'cert-authority': { line: number } } },
  'connection-lost': { values: { command: text.optional() } },
  'no-sudo': { values: { user: text }, reasons: { 'not-allowed': {}, requiretty: {}, silent: {}, other } },
  'sudo-password': { values: { user: text }, reasons: { wrong: {}, required: {} } },
  'sudo-missing': { values: { user: text } },
  // working
  /** `detail`: what was expected, for who looks into it. */
  'fact-unreadable': {
    values: { fact: text, output: text, detail: text.optional() },
    reasons: { failed: { status: number }, silent: {}, slow: { seconds: number }, unexpected: {}, 'no-address': {} },
  },
  'preflight-refused': { values: { findings: z.array(finding).readonly() } },
  'plan-outdated': {
    values: {},
    reasons: {
      changed: { differences: z.array(difference).readonly() },
      forgotten: { plan: text },
      'other-settings': { plan: text },
      'other-plan': { wanted: text, plan: text },
    },
  },
  /** `settings`: keywords of keepalived.conf. */
  'shared-change': { values: { settings: texts } },
  locked: { values: { deployment: text, owner: text } },
  busy: { values: { task: z.enum(['pair.deploy', 'pair.undo', 'pair.drill', 'pair.verify', 'pair.unit']) } },
  'task-unknown': { values: { task: text } },
  'prepare-failed': { values: { fault, state: nodeState, output: text } },
  'commit-failed': { values: { fault, state: nodeState, output: text } },
  'not-the-holder': { values: { vips: texts }, reasons: { nobody: {}, somebody: { holder: text } } },
  'verify-failed': {
    values: {
      checks: z.array(checkResult.pick({ check: true, subject: true, from: true, node: true, reason: true, values: true })).readonly(),
      command: text,
      output: text,
    },
  },
  'hold-failed': { values: { state: nodeState } },
  'rollback-failed': { values: {} },
  unfinished: { values: {} },
  'nothing-to-undo': { values: { pair: text }, reasons: { nowhere: {}, 'not-everywhere': {}, 'different-deployments': {} } },
  'undo-failed': { values: {} },
  'drill-refused': { values: { detail: text }, reasons: ofRefusals },
  'drill-failed': { values: { output: text }, reasons: { 'not-armed': {}, 'not-healed': { seconds: number } } },
  'unit-refused': { values: ofUnit, reasons: ofUnitRefusals },
  /** `state`: what the unit is now, in systemd's word. */
  'unit-failed': {
    values: { ...ofUnit, state: text, output: text },
    reasons: { status: { status: number }, state: { seconds: number }, configuration: {} },
  },
  'command-failed': {
    values: { command: text, output: text },
    reasons: {
      status: { status: number },
      'no-shell': {},
      'output-too-large': { limit: number },
      'no-channel': {},
      'exec-refused': {},
      'not-found': {},
      EACCES: {},
      other,
    },
  },
  timeout: { values: { seconds: number, command: text.optional(), phase: z.enum(['handshake', 'auth']).optional() } },
  cancelled: { values: { command: text.optional() } },
  'export-failed': { values: { folder: text }, reasons: { ...ofFiles, foreign: { found: text }, link: {}, 'not-a-folder': {} } },
  'store-failed': { values: { file: text }, reasons: ofFiles },
  keychain: { values: {}, reasons: ofKeychain },
  'engine-lost': { values: {} },
  bug: { values: { message: text } },
  /** A record of a version before kinds had typed values. */
  earlier: { values: { kind: text } },
} as const satisfies Readonly<Record<string, { readonly values: Shape; readonly reasons?: Readonly<Record<string, Shape>> }>>

type Table = typeof failureTable
export type FailureKind = keyof Table
export const failureKinds = Object.keys(failureTable) as readonly FailureKind[]

type ReasonsOf<K extends FailureKind> = Table[K] extends { readonly reasons: infer R extends Readonly<Record<string, Shape>> } ? R : never
/** The reasons of a kind; never: it has none. */
export type ReasonOf<K extends FailureKind> = [ReasonsOf<K>] extends [never] ? never : keyof ReasonsOf<K> & string
/** Values that a sentence of a kind, and of one of its reasons, may name. */
export type NamesOf<K extends FailureKind> = Given<Table[K]['values']>
export type NamesOfReason<K extends FailureKind, R extends ReasonOf<K>> = Given<ReasonsOf<K>[R]>

export type ValuesOf<K extends FailureKind> = K extends FailureKind
  ? [ReasonOf<K>] extends [never]
    ? Flat<Values<Table[K]['values']>>
    : { [R in ReasonOf<K>]: Flat<{ readonly reason: R } & Values<Table[K]['values']> & Values<ReasonsOf<K>[R]>> }[ReasonOf<K>]
  : never

/** A host that a person must look at: where it stands (sick: its services may not run), and why when it said so. */
export const look = z.object({ node: z.string(), state: z.enum([...nodeStates, 'unreachable', 'sick']), fault: fault.nullable() })
export type Look = z.output<typeof look>

const common = z.object({
  node: z.string().optional(),
  /** unchanged: nothing was done · as-before: it was undone · changed: done and meant · look: a person must look at what `look` names */
  hosts: z.enum(['unchanged', 'as-before', 'changed', 'look']),
  /** With `hosts: look`. */
  look: z.array(look).readonly().optional(),
})
type Common = Readonly<z.output<typeof common>>

export type FailureOf<K extends FailureKind> = K extends FailureKind
  ? Flat<{ readonly kind: K; readonly values: ValuesOf<K> } & Common>
  : never
/** What happened, discriminated by `kind`; `values`, where it has reasons, by `reason`. */
export type Failure = FailureOf<FailureKind>

function schemaOf(kind: FailureKind) {
  const { values, reasons }: { readonly values: Shape; readonly reasons?: Readonly<Record<string, Shape>> } = failureTable[kind]
  const each = Object.entries(reasons ?? {}).map(([reason, own]) => z.object({ reason: z.literal(reason), ...values, ...own }))
  const [first, ...rest] = each
  return common.extend({
    kind: z.literal(kind),
    values: first === undefined ? z.object(values) : z.discriminatedUnion('reason', [first, ...rest]),
  })
}
const [first, ...rest] = failureKinds.map(schemaOf)
if (first === undefined) throw new TypeError('no failures')
// Built from the table, so that its type is the table's, which the compiler cannot follow through the loop.
export const failureSchema = z.discriminatedUnion('kind', [first, ...rest]) as unknown as z.ZodType<Failure, Failure>

/** It was cancelled, and nobody needs to look at a host: no failure to a person. */
export const wasCancelled = ({ kind, hosts }: Failure): boolean => kind === 'cancelled' && hosts !== 'look'

/** What a thrown error is among `codes`, by its `code`; of several errors the first in the order of `codes`. `other` shows what it says. */
export function systemReason<C extends string>(error: unknown, codes: readonly C[]): { reason: C } | { reason: 'other'; detail: string } {
  const all: unknown[] = error instanceof AggregateError ? [error, ...(error.errors as unknown[])] : [error]
  const own = all.map((each) => (each instanceof Error && 'code' in each ? each.code : undefined))
  const found = codes.find((code) => own.includes(code))
  if (found !== undefined) return { reason: found }
  return { reason: 'other', detail: error instanceof Error ? error.message : String(error) }
}
/** The same for a file. */
export const fileReason = (error: unknown) => systemReason(error, fileCodes)

type Details<K extends FailureKind> = Partial<Common> & { readonly cause?: unknown } & (typeof none extends ValuesOf<K>
    ? { readonly values?: ValuesOf<K> }
    : { readonly values: ValuesOf<K> })

/** The one error of the engine; everything else that is thrown is a bug. */
export interface HotpairError extends Error {
  readonly failure: Failure
}

class Raised extends Error implements HotpairError {
  readonly failure: Failure
  constructor(kind: FailureKind, details: Partial<Common> & { readonly values?: object; readonly cause?: unknown } = {}) {
    super(details.node === undefined ? kind : `${kind} on ${details.node}`, { cause: details.cause })
    this.name = 'HotpairError'
    this.failure = {
      kind,
      ...(details.node === undefined ? {} : { node: details.node }),
      values: details.values ?? {},
      hosts: details.hosts ?? (details.look === undefined || details.look.length === 0 ? 'unchanged' : 'look'),
      ...(details.look === undefined ? {} : { look: details.look }),
      // the public constructor has seen to it that these are the kind's values
    } as Failure
  }

  /** The same failure, for another to catch. */
  static of(failure: Failure, cause?: unknown): HotpairError {
    return new Raised(failure.kind, { ...failure, cause })
  }
}

/** `values` are those of the kind, and may be left out only where it needs none. */
export const HotpairError = Raised as {
  new <K extends FailureKind>(
    kind: K,
    ...details: typeof none extends ValuesOf<K> ? [details?: Details<K>] : [details: Details<K>]
  ): HotpairError
  readonly prototype: HotpairError
  of(failure: Failure, cause?: unknown): HotpairError
}

/** Failure preflight-refused, with the findings that refuse. */
export const refusedBy = (findings: readonly Finding[]): HotpairError =>
  new HotpairError('preflight-refused', { values: { findings: findings.filter(({ severity }) => severity === 'error') } })

/** Failures that are solved where credentials and host keys are: of hosts that cannot be reached as they are described. */
const ofHosts: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'secret-missing',
  'secret-elsewhere',
  'auth-refused',
  'key-unreadable',
  'key-passphrase',
  'key-unsupported',
  'agent-missing',
  'host-key-unknown',
  'host-key-changed',
  'host-key-revoked',
  'sudo-password',
  'sudo-missing',
  'no-sudo',
  'name-not-found',
  'port-refused',
  'not-ssh',
])
export const isOfHosts = (kind: FailureKind): boolean => ofHosts.has(kind)
