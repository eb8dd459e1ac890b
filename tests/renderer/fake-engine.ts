import type { CommandName, Output, Sent } from '../../electron/contract/commands'
import type { EngineEvent } from '../../electron/contract/events'
import { HotpairError } from '../../electron/domain/failure'
import type { Connection, EngineClient, RequestOptions } from '../../renderer/engine/client'

type Answer<C extends CommandName> = Output<C> | ((input: Sent<C>, emit: (event: EngineEvent) => void) => Output<C> | Promise<Output<C>>)
export type Answers = { readonly [C in CommandName]?: Answer<C> }

export interface FakeEngine extends EngineClient {
  /** Every request so far, in order. */
  readonly asked: { command: CommandName; input: unknown }[]
  /** Inputs of one command so far. */
  inputs<C extends CommandName>(command: C): Sent<C>[]
  become(connection: Connection): void
  /** What was said each time that it was told to try again: whether it takes over. */
  readonly reconnected: boolean[]
}

const usual: Answers = {
  'app.start': {
    version: '0.1.0',
    face: 'browser',
    locale: 'en-GB',
    platform: 'linux',
    settings: { language: 'en', theme: 'system' },
    keychain: { available: false, problem: 'no-bus' },
    lab: null,
    home: '/home/me',
  },
  'app.settings': {},
  'pairs.list': { pairs: [], problems: [] },
  'task.list': { tasks: [] },
  'pairs.changed': { changed: null },
  'draft.list': { drafts: [] },
  'draft.save': {},
  'draft.remove': {},
  'secret.set': {},
  'secret.state': { secrets: [] },
  'secret.reuse': { secrets: [] },
  'secret.forget': {},
  'secret.rename': {},
  'ssh.suggestions': { hosts: [], keys: [], agent: true },
  'host-key.accept': {},
  'vip.check': { state: 'free', mac: '', asked: '2026-11-01T00:00:00.000Z' },
}

/** An engine that answers as it is told; what it was not told raises bug. */
export function fakeEngine(answers: Answers = {}): FakeEngine {
  const asked: { command: CommandName; input: unknown }[] = []
  const told: Readonly<Partial<Record<CommandName, unknown>>> = { ...usual, ...answers }
  const reconnected: boolean[] = []
  const listeners = new Set<(connection: Connection) => void>()
  let connection: Connection = { state: 'open', refusal: null }

  async function request<C extends CommandName>(command: C, input: Sent<C>, options: RequestOptions = {}): Promise<Output<C>> {
    // As over a wire: no reactive object gets through, and the answer comes later.
    asked.push({ command, input: JSON.parse(JSON.stringify(input)) as unknown })
    await Promise.resolve()
    const answer = told[command] as Answer<C> | undefined
    if (answer === undefined) throw new HotpairError('bug', { values: { message: `${command} was not expected` } })
    return typeof answer === 'function' ? await answer(input, (event) => options.onEvent?.(event)) : answer
  }

  return {
    asked,
    inputs: <C extends CommandName>(command: C) => asked.filter((each) => each.command === command).map((each) => each.input as Sent<C>),
    become(next) {
      connection = next
      for (const listener of listeners) listener(next)
    },
    request,
    get connection() {
      return connection
    },
    onConnection(callback) {
      listeners.add(callback)
      callback(connection)
      return () => listeners.delete(callback)
    },
    reconnected,
    reconnect: (take = false) => void reconnected.push(take),
    close: () => undefined,
  }
}
