import { randomBytes } from 'node:crypto'
import { homedir, userInfo } from 'node:os'
import { z } from 'zod'
import { version } from '../../package.json'
import { commands, type CommandName } from '../contract/commands'
import type { EngineEvent } from '../contract/events'
import { ownCodes } from '../contract/failure'
import type { Call, Handlers } from '../contract/wire'
import { ownerLine } from '../deploy/resume'
import { journalOf } from '../deploy/journal-of'
import { NodeLink } from '../deploy/node-link'
import { HotpairError } from '../domain/failure'
import { visibleDeep } from '../domain/visible'
import { openHostKeys, systemKnownHosts } from '../remote/host-keys'
import { openRecords } from '../store/audit'
import { openDrafts, openSettings } from '../store/documents'
import { configFolder, storePaths } from '../store/folder'
import { openKeychain } from '../store/keychain'
import { openLog } from '../store/log'
import { openPairs } from '../store/pairs'
import { redactDeep, redactor } from '../store/redaction'
import { open, type Engine } from '../engine/connections'
import { hostHandlers } from './hosts'
import { pairHandlers } from './pair'
import { pairsHandlers } from './pairs'
import { PlanShelf } from '../engine/plans'
import { readPracticeLab } from '../engine/practice-lab'
import { recordWith } from '../engine/record'
import { secretHandlers, Secrets } from './secrets'
import { taskHandlers, Tasks } from './tasks'

/** What a face brings. */
export interface Face {
  readonly face: 'desktop' | 'browser'
  /** BCP 47 tag of the system. */
  readonly locale: string
  readonly pickFolder: () => Promise<string | null>
  readonly pickFile: () => Promise<string | null>
  /** File with the practice lab's credentials, when the engine runs in one. */
  readonly practiceLab?: string
}

export interface Wizard {
  readonly handlers: Handlers
  /** True while something changes hosts: closing now must be warned of. */
  readonly busy: () => boolean
  /** Cancels what runs, with its undo, and waits for its end. */
  readonly endAll: () => Promise<void>
}

/** The whole engine for one window or page: handlers of the whole contract over one store, keychain and set of tasks. */
export async function createWizard(face: Face): Promise<Wizard> {
  const folder = configFolder()
  const keychain = await openKeychain()
  const seen = new Set<string>()
  const redact = redactor(seen)
  const log = openLog(storePaths(folder).log, redact)
  const records = openRecords(folder, redact)
  const secrets = new Secrets(keychain, seen)
  const pairs = openPairs(folder)
  const settings = openSettings(folder)
  const lab = face.practiceLab === undefined ? null : await readPracticeLab(face.practiceLab)
  for (const { ref, value } of lab?.secrets ?? []) await secrets.set(ref, value, false)

  const accepted = new Set<string>()
  const keyOf = (host: string, port: number, fingerprint: string) => `${host} ${String(port)} ${fingerprint}`
  const engine: Engine = {
    plans: new PlanShelf(),
    secrets: secrets.source,
    keep: (ref, value) => secrets.set(ref, value, true),
    hostKeys: ({ emit }) =>
      openHostKeys({
        read: [...systemKnownHosts(), ...(lab === null ? [] : [lab.knownHosts])],
        write: storePaths(folder).knownHosts,
        onUnknown: ({ node, host, port, keyType, fingerprint }) => {
          const yes = accepted.has(keyOf(host, port, fingerprint))
          emit({ type: 'host-key', node, keyType, fingerprint, accepted: yes })
          return Promise.resolve(yes)
        },
      }),
    owner: ownerLine(userInfo().username, process.pid),
    authSalt: randomBytes(16).toString('hex'),
    record: recordWith(records),
  }
  const tasks = new Tasks()
  const main = pairHandlers(engine)

  const handlers: Handlers = {
    ...main,
    ...hostHandlers(engine),
    ...secretHandlers(secrets),
    ...pairsHandlers(pairs, openDrafts(folder), records, secrets, lab === null ? [] : [lab.pair.name]),
    ...taskHandlers(tasks, (command, input, call) => runTask(main, command, input, call)),

    'plan.bundles': ({ plan }) => {
      const { bundles } = engine.plans.take(plan)
      return Promise.resolve({
        bundles: Object.fromEntries(
          Object.entries(bundles).map(([node, entries]) => [node, entries.map(({ path, content }) => ({ path, content }))]),
        ),
      })
    },
    'host-key.accept': ({ host, port, fingerprint }) => {
      accepted.add(keyOf(host, port, fingerprint))
      return Promise.resolve({})
    },
    'deployment.journal': async ({ pair, deployment }, call) => {
      const links = pair.nodes.map(
        (node) =>
          new NodeLink(
            node,
            (each) => open(engine, pair, each, call),
            () => undefined,
          ),
      )
      return { nodes: await journalOf(links, deployment) }
    },

    'app.start': async () => ({
      version,
      face: face.face,
      locale: face.locale,
      platform: process.platform,
      settings: (await settings.read()) ?? { language: 'system', theme: 'system' },
      keychain: { available: keychain.available, problem: keychain.problem },
      lab: lab === null ? null : { pair: z.json().parse(lab.pair) },
      home: homedir(),
    }),
    'app.settings': async (wanted) => {
      await settings.write(wanted)
      return {}
    },
    'app.pick-folder': async () => ({ path: await face.pickFolder() }),
    'app.pick-file': async () => ({ path: await face.pickFile() }),
  }
  return { handlers: watched(handlers, redact, log), busy: () => tasks.busy(), endAll: () => tasks.endAll() }
}

/** A task is started with what came over the wire: parsed here, like every request. */
async function runTask(
  main: ReturnType<typeof pairHandlers>,
  command: Parameters<Parameters<typeof taskHandlers>[1]>[0],
  input: unknown,
  call: Call,
): Promise<unknown> {
  const handler = main[command] as (input: unknown, call: Call) => Promise<unknown>
  return commands[command].output.parse(await handler(commands[command].input.parse(input), call))
}

/** Answers without a host's text: what was typed comes back as it was typed. */
const own = new Set<CommandName>([
  'pairs.list',
  'pairs.read',
  'pairs.parse',
  'pairs.format',
  'draft.list',
  'app.start',
  'app.pick-folder',
  'app.pick-file',
  'ssh.suggestions',
])

/**
 * Every handler with its events, answers, failures and log redacted, and with what a page would obey or not show made visible: no secret
 * and no change of direction passes here, whatever a host prints.
 */
export function watched(
  handlers: Handlers,
  redact: (text: string) => string,
  log: Pick<ReturnType<typeof openLog>, 'error' | 'warn'>,
): Handlers {
  // a secret is looked for in what was said, so that comes first
  const clean = <T>(value: T): T => visibleDeep(redactDeep(redact, value, ownCodes))
  const entries = (Object.entries(handlers) as [CommandName, (input: unknown, call: Call) => Promise<unknown>][]).map(
    ([name, handler]) =>
      [
        name,
        async (input: unknown, call: Call): Promise<unknown> => {
          const emit = (event: EngineEvent): void => {
            call.emit(clean(event))
          }
          try {
            const answer = await handler(input, { ...call, emit })
            return own.has(name) ? answer : clean(answer)
          } catch (error) {
            if (!(error instanceof HotpairError)) {
              log.error({ command: name, err: error }, 'bug')
              throw error
            }
            const failure = clean(error.failure)
            log.warn({ command: name, kind: failure.kind, node: failure.node }, 'failure')
            throw HotpairError.of(failure)
          }
        },
      ] as const,
  )
  return Object.fromEntries(entries) as unknown as Handlers
}
