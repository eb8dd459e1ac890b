import { resolve } from 'node:path'
import type { EngineEvent } from '../contract/events'
import { ownCodes } from '../contract/failure'
import type { Call, Wire } from '../contract/wire'
import { assemble } from '../engine/assemble'
import { pairHandlers, type PairCommand } from '../handlers/pair'
import { historyHandler } from '../handlers/pairs'
import { redactDeep } from '../store/redaction'
import { dispatcher } from '../transport/dispatcher'
import { canAsk, confirm } from './prompt'
import { askVrrpPassword, commandLineSecrets } from './secrets'
import type { Voice } from './wording'

/** What the command line asks of the contract. */
export type LineCommand = PairCommand | 'pairs.history'

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean
  readonly knownHosts?: string
  readonly acceptNew?: boolean
}

export interface CommandLine {
  readonly wire: Wire<LineCommand>
  readonly call: Call
  /** Takes every known secret out of what is printed. */
  readonly redact: <T>(value: T) => T
}

/** The engine for one run of the command line. */
export async function openCommandLine(options: CommonOptions, call: Call, voice: Voice): Promise<CommandLine> {
  const deadMan = process.env['HOTPAIR_DEAD_MAN']
  const { engine, desk, redact } = await assemble({
    isRightKey: async ({ node, host, keyType, fingerprint }) =>
      options.acceptNew === true || (canAsk() && (await confirm(voice.say('ask.hostKey', { node, host, keyType, fingerprint })))),
    secrets: (kept) => commandLineSecrets(kept, process.env, voice),
    askVrrpPassword: (pair) => askVrrpPassword(pair, voice),
    ...(options.knownHosts === undefined ? {} : { knownHosts: resolve(options.knownHosts) }),
    ...(deadMan === undefined ? {} : { deadMan: Number(deadMan) }),
  })
  const clean = <T>(value: T): T => redactDeep(redact, value, ownCodes)
  const emit = (event: EngineEvent): void => {
    call.emit(clean(event))
  }
  return { wire: dispatcher({ ...pairHandlers(engine), ...historyHandler(desk) }), call: { ...call, emit }, redact: clean }
}
