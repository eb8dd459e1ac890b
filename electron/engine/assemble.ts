import { randomBytes } from 'node:crypto'
import { userInfo } from 'node:os'
import { ownerLine } from '../deploy/resume'
import type { SecretSource } from '../domain/secret'
import { openHostKeys, systemKnownHosts, type UnknownHostKey } from '../remote/host-keys'
import { openRecords } from '../store/audit'
import { openDrafts, openSettings } from '../store/documents'
import { configFolder, storePaths } from '../store/folder'
import { openKeychain, type Keychain } from '../store/keychain'
import { openPairs } from '../store/pairs'
import { redactor, remembering, type Redact } from '../store/redaction'
import type { Engine } from './connections'
import { Desk } from './desk'
import { KeptConnections } from './kept-connections'
import { PlanShelf } from './plans'
import { readPracticeLab, type PracticeLab } from './practice-lab'
import { recordWith } from './record'
import { Secrets } from './secrets'

/** In what faces differ: what they ask a person, and what they were started with. */
export interface Asking {
  /** Whether a host key that no file knows is the right one. */
  readonly isRightKey: (key: UnknownHostKey) => boolean | Promise<boolean>
  /** Adds the face's own sources of secrets to what is kept here; without it there are none. */
  readonly secrets?: (kept: SecretSource) => SecretSource
  /** Asks for the VRRP password of a pair where there is no keychain. Without it a generated one lasts until the program ends. */
  readonly askVrrpPassword?: (pair: string) => Promise<string | undefined>
  /** Host keys from this file alone; accepted ones are added to it. */
  readonly knownHosts?: string
  /** File with the practice lab's credentials, when the engine runs in one. */
  readonly practiceLab?: string
  /** Seconds until an unheard node rolls back. */
  readonly deadMan?: number
  /** True: a pair is asked again and again how it is, over connections that are kept. */
  readonly asksOften?: boolean
}

export interface Assembled {
  readonly engine: Engine
  readonly desk: Desk
  readonly keychain: Pick<Keychain, 'available' | 'problem'>
  /** The practice lab's pair, when the engine runs in it. */
  readonly lab: PracticeLab | null
  /** Takes every known secret out of a text. */
  readonly redact: Redact
  /** The log's file. */
  readonly log: string
}

/** Puts the engine together: the one place where that is done, for the command line, the window and the browser. */
export async function assemble(asking: Asking): Promise<Assembled> {
  const folder = configFolder()
  const paths = storePaths(folder)
  const keychain = await openKeychain()
  const seen = new Set<string>()
  const redact = redactor(seen)
  const records = openRecords(folder, redact)
  const secrets = new Secrets(keychain, seen)
  const lab = asking.practiceLab === undefined ? null : await readPracticeLab(asking.practiceLab)
  for (const { ref, value } of lab?.secrets ?? []) await secrets.set(ref, value, false)

  const { askVrrpPassword, knownHosts } = asking
  const known = [...(knownHosts === undefined ? systemKnownHosts() : []), ...(lab === null ? [] : [lab.knownHosts])]
  const connections = asking.asksOften === true ? new KeptConnections() : null
  const engine: Engine = {
    plans: new PlanShelf(),
    secrets: remembering(asking.secrets?.(secrets.source) ?? secrets.source, seen),
    keep: keychain.available || askVrrpPassword === undefined ? (ref, value) => secrets.set(ref, value, true) : null,
    ...(askVrrpPassword === undefined
      ? {}
      : {
          askVrrpPassword: async (pair) => {
            const value = await askVrrpPassword(pair)
            if (value !== undefined) seen.add(value)
            return value
          },
        }),
    hostKeys: ({ emit }) =>
      openHostKeys({
        read: known,
        write: knownHosts ?? paths.knownHosts,
        onUnknown: async (key) => {
          const accepted = await asking.isRightKey(key)
          emit({ type: 'host-key', node: key.node, keyType: key.keyType, fingerprint: key.fingerprint, accepted })
          return accepted
        },
      }),
    owner: ownerLine(userInfo().username, process.pid),
    authSalt: randomBytes(16).toString('hex'),
    record: recordWith(records),
    settingsBack: (pair) => desk.settingsBack(pair).catch(() => undefined),
    connections,
    ...(asking.deadMan === undefined ? {} : { deadMan: asking.deadMan }),
  }
  const desk = new Desk({
    pairs: openPairs(folder),
    drafts: openDrafts(folder),
    settings: openSettings(folder),
    records,
    secrets,
    connections,
    keptPairs: lab === null ? [] : [lab.pair.name],
  })
  return { engine, desk, keychain, lab, redact, log: paths.log }
}
