import { randomBytes } from 'node:crypto'
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import type { EngineEvent } from '../contract/events'
import { ownCodes } from '../contract/failure'
import type { Call, Wire } from '../contract/wire'
import { ownerLine } from '../deploy/resume'
import { pairHandlers, type PairCommand } from '../handlers/pair'
import { PlanShelf } from '../engine/plans'
import { recordWith } from '../engine/record'
import { openHostKeys, systemKnownHosts } from '../remote/host-keys'
import { openRecords } from '../store/audit'
import { configFolder, storePaths } from '../store/folder'
import { openKeychain } from '../store/keychain'
import { redactDeep, redactor, remembering } from '../store/redaction'
import { dispatcher } from '../transport/dispatcher'
import { canAsk, confirm } from './prompt'
import { askVrrpPassword, commandLineSecrets } from './secrets'

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean
  readonly knownHosts?: string
  readonly acceptNew?: boolean
}

export interface CommandLine {
  readonly wire: Wire<PairCommand>
  readonly call: Call
  /** Takes every known secret out of what is printed. */
  readonly redact: <T>(value: T) => T
}

/** The engine for one run of the command line. */
export async function openCommandLine(options: CommonOptions, call: Call): Promise<CommandLine> {
  const keychain = await openKeychain()
  const seen = new Set<string>()
  const redact = redactor(seen)
  const folder = configFolder()
  const records = openRecords(folder, redact)
  const secrets = remembering(commandLineSecrets(keychain, process.env), seen)
  const own = options.knownHosts === undefined ? storePaths(folder).knownHosts : resolve(options.knownHosts)
  const clean = <T>(value: T): T => redactDeep(redact, value, ownCodes)
  const handlers = pairHandlers({
    plans: new PlanShelf(),
    secrets,
    keep: keychain.available
      ? async (ref, value) => {
          seen.add(value)
          await keychain.set(ref, value)
        }
      : null,
    askVrrpPassword: async (pair) => {
      const value = await askVrrpPassword(pair)
      if (value !== undefined) seen.add(value)
      return value
    },
    hostKeys: ({ emit }) =>
      openHostKeys({
        read: options.knownHosts === undefined ? systemKnownHosts() : [],
        write: own,
        onUnknown: async ({ node, host, keyType, fingerprint }) => {
          const accepted =
            options.acceptNew === true ||
            (canAsk() && (await confirm(`${node} (${host}) shows the host key ${keyType} ${fingerprint}. Is it the right one?`)))
          emit({ type: 'host-key', node, keyType, fingerprint, accepted })
          return accepted
        },
      }),
    owner: ownerLine(userInfo().username, process.pid),
    authSalt: randomBytes(16).toString('hex'),
    record: recordWith(records),
    ...(process.env['HOTPAIR_DEAD_MAN'] === undefined ? {} : { deadMan: Number(process.env['HOTPAIR_DEAD_MAN']) }),
  })
  const emit = (event: EngineEvent): void => {
    call.emit(clean(event))
  }
  return { wire: dispatcher(handlers), call: { ...call, emit }, redact: clean }
}
