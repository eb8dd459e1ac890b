import type { Call } from '../contract/wire'
import { HotpairError } from '../domain/failure'
import type { FactsOf, NodeFacts, PairFacts } from '../domain/node-facts'
import type { Node, Pair } from '../domain/pair'
import type { SecretRef, SecretSource } from '../domain/secret'
import { everyPart, readFacts, type Part } from '../facts/collect'
import { connect } from '../remote/connect'
import type { HostKeys } from '../remote/host-keys'
import type { Session } from '../remote/session'
import type { KeptConnections } from './kept-connections'
import type { PlanShelf } from './plans'

/** What the engine works with (assemble.ts). */
export interface Engine {
  /** The plans that were looked at. */
  readonly plans: PlanShelf
  /** Environment, keychain, prompt: whatever the face has, in its order. */
  readonly secrets: SecretSource
  /** Keeps a secret at rest; null where there is no keychain. */
  readonly keep: ((ref: SecretRef, value: string) => Promise<void>) | null
  /** Asks a person for the VRRP password of a pair, where none could be kept. */
  readonly askVrrpPassword?: (pair: string) => Promise<string | undefined>
  readonly hostKeys: (call: Call) => HostKeys
  /** One line for locks: who deploys. */
  readonly owner: string
  /** Random, for this run of the engine; never leaves its memory but for the nodes themselves. */
  readonly authSalt: string
  /** For the record of what was done; must not throw. */
  readonly record: (entry: { pair: string; what: string; result: string; details: Readonly<Record<string, unknown>> }) => Promise<void>
  /** For who looks at a pair again and again; null: every question connects anew. */
  readonly connections: KeptConnections | null
  /** The stored settings become those that are on the hosts again, after an undo. Must not throw. */
  readonly settingsBack?: (pair: string) => Promise<void>
  /** Seconds until an unheard node rolls back. */
  readonly deadMan?: number
}

/** Opens a connection to a node and tells the face. */
export async function open(engine: Engine, pair: Pair, node: Node, call: Call): Promise<Session> {
  const tell = (state: 'started' | 'done' | 'failed') => {
    call.emit({ type: 'connecting', node: node.name, address: node.address, state })
  }
  tell('started')
  try {
    const session = await connect(node, pair.name, { secrets: engine.secrets, hostKeys: engine.hostKeys(call), signal: call.signal })
    tell('done')
    return session
  } catch (error) {
    tell('failed')
    throw error
  }
}

/** Works over the node's connection that is kept, where the face keeps any, else over one of its own. */
export async function onNode<T>(
  engine: Engine,
  pair: Pair,
  node: Node,
  { call, urgent }: { readonly call: Call; readonly urgent: boolean },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const connect = () => open(engine, pair, node, call)
  if (engine.connections !== null) {
    return await engine.connections.ask({ pair: pair.name, node, open: connect, signal: call.signal, urgent }, work)
  }
  const session = await connect()
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

/** Connects to all nodes, works, and closes whatever was opened. The first failure by the pair's order is thrown. */
export async function withSessions<T>(
  engine: Engine,
  pair: Pair,
  call: Call,
  work: (sessions: Readonly<Record<string, Session>>) => Promise<T>,
): Promise<T> {
  const attempts = await Promise.allSettled(pair.nodes.map((node) => open(engine, pair, node, call)))
  const sessions = Object.fromEntries(
    pair.nodes.flatMap((node, i) => {
      const attempt = attempts[i]
      return attempt?.status === 'fulfilled' ? [[node.name, attempt.value] as const] : []
    }),
  )
  try {
    const failed = attempts.find((attempt) => attempt.status === 'rejected')
    if (failed !== undefined) throw failed.reason
    return await work(sessions)
  } finally {
    await Promise.all(Object.values(sessions).map((session) => session.close()))
  }
}

/**
 * Changes a pair's hosts, or breaks one on purpose. Connections from before tell nothing of the hosts that they are now: a firewall lets
 * them live that would not let in new ones.
 */
export async function changing<T>(engine: Engine, pair: Pair, work: () => Promise<T>): Promise<T> {
  engine.connections?.close(pair.name)
  try {
    return await work()
  } finally {
    engine.connections?.close(pair.name)
  }
}

/** Exec channels and SFTP sessions of each connection so far, tails excepted. */
export const channelsOf = (sessions: Readonly<Record<string, Session>>): Record<string, number> =>
  Object.fromEntries(Object.entries(sessions).map(([node, session]) => [node, session.channels]))

/** Facts of one node: the parts that are wanted. */
export const read = <P extends Part>(
  engine: Engine,
  pair: Pair,
  call: Call,
  session: Session,
  node: Node,
  wanted: readonly P[],
  listen = true,
): Promise<Pick<NodeFacts, P>> => readFacts(session, node, pair, wanted, { authSalt: engine.authSalt, listen, signal: call.signal })

/** The wanted parts of the facts of all nodes, side by side. */
export async function readOfAll<P extends Part>(
  engine: Engine,
  pair: Pair,
  call: Call,
  sessions: Readonly<Record<string, Session>>,
  wanted: readonly P[],
  listen = true,
): Promise<FactsOf<P>> {
  const all = await Promise.all(
    pair.nodes.map(async (node) => {
      const session = sessions[node.name]
      if (session === undefined) throw new HotpairError('bug', { node: node.name, values: { message: 'no session' } })
      return [node.name, await read(engine, pair, call, session, node, wanted, listen)] as const
    }),
  )
  return Object.fromEntries(all)
}

/** All facts of all nodes. */
export const readAll = (
  engine: Engine,
  pair: Pair,
  call: Call,
  sessions: Readonly<Record<string, Session>>,
  listen = true,
): Promise<PairFacts> => readOfAll(engine, pair, call, sessions, everyPart, listen)
