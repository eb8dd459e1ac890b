import type { CommandName } from '../contract/commands'
import type { EngineEvent } from '../contract/events'
import { ownCodes } from '../contract/failure'
import type { Call, Handlers } from '../contract/wire'
import { HotpairError } from '../domain/failure'
import { visibleDeep } from '../domain/visible'
import type { openLog } from '../store/log'
import { redactDeep } from '../store/redaction'

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
            const { kind, ...details } = clean(error.failure)
            log.warn({ command: name, kind, node: details.node }, 'failure')
            throw new HotpairError(kind, details)
          }
        },
      ] as const,
  )
  return Object.fromEntries(entries) as unknown as Handlers
}
