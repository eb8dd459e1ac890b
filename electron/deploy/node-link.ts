import type { DeploymentEvent, NodeStatus, Phase } from '../domain/deployment'
import type { DeploymentName } from '../domain/deployment-name'
import type { Fault, JournalLine, Warning } from '../domain/journal'
import type { NodeState } from '../domain/node-state'
import { HotpairError } from '../domain/failure'
import type { Node } from '../domain/pair'
import { stateFolder } from '../domain/paths'
import type { RunOptions, RunResult, Session } from '../remote/session'
import { sh, type Sh } from '../remote/sh'
import { parseJournalLine, parseLock, parseStatus } from './journal'
import { runnerOf } from './install'

/** What a verb ended with: the node's state, and why when it failed. */
export interface VerbEnd {
  readonly state: NodeState
  /** Null when nothing went wrong. */
  readonly fault: Fault | null
  /** The failed program's last lines. */
  readonly output: string
  /** What it warned of on the way. */
  readonly warnings: readonly Warning[]
}

/**
 * What a node's journal may hold of one verb, over all connections on which it is followed: lines, and their characters. A thousand packages
 * installed fill a tenth of it; a host that says more says it for ever.
 */
const mostLines = 50_000
const mostCharacters = 8 * 1024 * 1024

export type Connect = (node: Node) => Promise<Session>
export type Report = (event: DeploymentEvent) => void

/** Failures after which the node may still be working: its journal can be followed on a new connection. */
const connectionKinds: readonly string[] = ['connection-lost', 'unreachable', 'port-refused', 'timeout', 'not-ssh']
export const isConnectionFailure = (error: unknown): boolean =>
  error instanceof HotpairError && connectionKinds.includes(error.failure.kind)

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

/**
 * One node during a deployment. Verbs run on the node by themselves; losing the connection loses nothing but the view, and the link
 * comes back to follow the same journal.
 */
export class NodeLink {
  readonly node: Node
  readonly #connect: Connect
  readonly #report: Report
  #session: Session | null = null
  #closed = 0
  /** Lines of the journal seen so far. */
  #lines = 0

  constructor(node: Node, connect: Connect, report: Report) {
    this.node = node
    this.#connect = connect
    this.#report = report
  }

  /** Exec channels and SFTP sessions over all connections, tails excepted. */
  get channels(): number {
    return this.#closed + (this.#session?.channels ?? 0)
  }

  async session(): Promise<Session> {
    this.#session ??= await this.#connect(this.node)
    return this.#session
  }

  /** Closes the connection and opens a new one: what the new firewall lets in is what counts. */
  async fresh(): Promise<Session> {
    await this.close()
    return await this.session()
  }

  async close(): Promise<void> {
    const session = this.#session
    this.#session = null
    if (session === null) return
    this.#closed += session.channels
    await session.close()
  }

  async run(command: Sh, options: RunOptions = {}): Promise<RunResult> {
    const session = await this.session()
    try {
      return await session.run(command, { root: true, ...options })
    } catch (error) {
      // a connection that failed is not used again
      if (isConnectionFailure(error)) await this.close()
      throw error
    }
  }

  phase(phase: Phase, state: 'started' | 'done' | 'failed' | 'waiting', seconds?: number): void {
    this.#report({ type: 'phase', phase, node: this.node.name, state, ...(seconds === undefined ? {} : { seconds }) })
  }

  /** Where the node stands with a deployment; with null with the open one, else the last. Raises fact-unreadable. */
  async status(deployment: DeploymentName | null): Promise<NodeStatus> {
    // the runner of any deployment can tell; without one there is nothing
    const runners = [
      ...(deployment === null ? [] : [runnerOf(deployment)]),
      ...['open', 'last'].map((link) => `${stateFolder}/${link}/bundle/hotpair.sh`),
    ]
    const { stdout } = await this.run(
      sh`for f in ${runners}; do
        [ -e "$f" ] || continue
        exec sh "$f" status ${deployment ?? ''}
      done
      printf 'deployment\tnone\n'`,
    )
    return parseStatus(this.node.name, stdout)
  }

  /**
   * Starts a verb that goes on by itself and follows it to its end, over as many connections as it takes.
   * @param start command that starts it and follows its journal; by default `detach`
   * @param deadline ms since 1970 until which a lost node is waited for
   * @throws HotpairError of the connection when the node stays away, `cancelled` on abort (the verb goes on), `locked`, `command-failed`
   *   (output-too-large) when the node says more than a journal can hold
   */
  async verb(
    deployment: DeploymentName,
    verb: 'prepare' | 'commit' | 'rollback' | 'undo',
    options: { start?: { command: Sh; input: Uint8Array }; seconds?: number; deadline: number; signal?: AbortSignal },
  ): Promise<VerbEnd> {
    const lines: JournalLine[] = []
    let lock: string | undefined
    let told = 0
    let characters = 0
    const onLine = (text: string): void => {
      characters += text.length
      if (++told > mostLines || characters > mostCharacters) {
        throw new HotpairError('command-failed', {
          node: this.node.name,
          values: { reason: 'output-too-large', command: verb, output: '', limit: mostCharacters },
        })
      }
      if (text.startsWith('locked\t')) lock ??= text
      const line = parseJournalLine(text)
      if (line === undefined) return
      this.#lines++
      lines.push(line)
      this.#report({ type: 'journal', node: this.node.name, line })
    }
    const follow = (): Promise<RunResult> =>
      this.run(sh`sh ${runnerOf(deployment)} follow ${deployment} ${verb} ${this.#lines + 1}`, { ...common, tail: true })
    const common: RunOptions = { onLine, timeout: 1_200_000, ...(options.signal ? { signal: options.signal } : {}) }
    const start = options.start ?? {
      command: sh`sh ${runnerOf(deployment)} detach ${deployment} ${verb} ${options.seconds ?? ''}`,
      input: new Uint8Array(),
    }
    let result: RunResult | null = null
    try {
      result = await this.run(start.command, { ...common, input: start.input })
    } catch (error) {
      if (!isConnectionFailure(error)) throw error
      // When the answer was lost it is not known whether the verb began: only an existing journal can be followed.
      while (result === null) {
        if (Date.now() >= options.deadline || options.signal?.aborted === true) throw error
        await pause(500)
        result = await follow().catch((again: unknown) => {
          if (!isConnectionFailure(again)) throw again
          return null
        })
      }
    }
    if (lock !== undefined) throw new HotpairError('locked', { node: this.node.name, values: parseLock(this.node.name, lock) })
    const own = lines.filter((line) => line.verb === verb)
    const last = own.findLast((line) => line.event === 'end' || line.event === 'lost')
    if (last === undefined) {
      const output = result.stderr.trim().slice(-1000)
      return {
        state: (await this.status(deployment)).state,
        fault: { code: 'not-started', doing: null, subject: '', why: null },
        output,
        warnings: [],
      }
    }
    const failed = lines.findLast((line) => line.event === 'failed')
    const why = lines.findLast((line) => line.event === 'why')?.why ?? null
    return {
      state: last.state,
      fault:
        failed !== undefined ? { ...failed.fault, why } : last.event === 'lost' ? { code: 'killed', doing: null, subject: '', why } : null,
      output: lines
        .flatMap((line) => (line.event === 'output' ? [line.text] : []))
        .slice(-20)
        .join('\n'),
      warnings: lines.flatMap((line) => (line.event === 'warn' ? [line.warning] : [])),
    }
  }

  /** hold and confirm: short, so they are not detached. Resolves with the node's state afterwards. */
  async decide(deployment: DeploymentName, verb: 'hold' | 'confirm'): Promise<NodeState> {
    let state: NodeState | undefined
    const onLine = (text: string): void => {
      const line = parseJournalLine(text)
      if (line?.event === 'end') state = line.state
    }
    await this.run(sh`sh ${runnerOf(deployment)} ${verb} ${deployment}`, { onLine, timeout: 60_000 })
    return state ?? (await this.status(deployment)).state
  }
}
