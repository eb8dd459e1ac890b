import type { Socket } from 'node:net'
import { NodeSSH } from 'node-ssh'
import type { Client, ServerHostKeyAlgorithm } from 'ssh2'
import { HotpairError, type ReasonOf } from '../domain/failure'
import type { Node } from '../domain/pair'
import type { SecretSource } from '../domain/secret'
import { credentialsOf, sudoPasswordOf } from './credentials'
import type { Credentials } from './credentials'
import { dial } from './dial'
import type { HostKeys } from './host-keys'
import { fingerprintOf, keyTypeOf } from './known-hosts'
import type { Session } from './session'
import { SshSession } from './ssh-session'

export interface ConnectOptions {
  readonly secrets: SecretSource
  readonly hostKeys: HostKeys
  /** Ends the attempt with failure `cancelled`. It does not end the session afterwards. */
  readonly signal?: AbortSignal
  /** ms for each of: name and TCP, key exchange, proving who we are; by default 10,000. What a person is asked does not count. */
  readonly timeout?: number
}

/**
 * Opens an SSH connection to a node. Host keys are always checked. Raises name-not-found, unreachable, port-refused, not-ssh,
 * no-common-algorithm, auth-refused, agent-missing, key-unreadable, key-passphrase, key-unsupported, secret-missing,
 * host-key-unknown, host-key-changed, host-key-revoked, known-hosts-unreadable, connection-lost, timeout, cancelled. Runs nothing on
 * the node: whether the account gives a usable shell is found out by the first command.
 */
export async function connect(node: Node, pairName: string, options: ConnectOptions): Promise<Session> {
  const { secrets, hostKeys, signal } = options
  const credentials = await cancellable(() => credentialsOf(node, pairName, secrets), node, signal)
  let outcome = await handshake(node, credentials, options)
  if (outcome.unknown) {
    // No connection is open while a person decides, however long: sshd would close it (LoginGraceTime).
    const { unknown } = outcome
    await cancellable(() => hostKeys.decide(node.name, node.address, node.port, unknown), node, signal)
    outcome = await handshake(node, credentials, options)
  }
  if (outcome.ssh) return new SshSession(node, outcome.ssh, clientOf(outcome.ssh), () => sudoPasswordOf(node, pairName, secrets))
  // One key was accepted and the next connection showed another: by now this is a changed key.
  await hostKeys.decide(node.name, node.address, node.port, outcome.unknown)
  const key = outcome.unknown
  throw new HotpairError('host-key-unknown', {
    node: node.name,
    values: { host: node.address, port: node.port, keyType: keyTypeOf(key), fingerprint: fingerprintOf(key) },
  })
}

type Outcome = { readonly ssh: NodeSSH; readonly unknown?: never } | { readonly ssh?: never; readonly unknown: Buffer }

/** Resolves with a ready connection, or with a host key that is not known. */
async function handshake(node: Node, credentials: Credentials, options: ConnectOptions): Promise<Outcome> {
  const { hostKeys, signal } = options
  const timeout = options.timeout ?? 10_000
  const serverHostKey = (await hostKeys.algorithms(node.address, node.port)) as ServerHostKeyAlgorithm[]
  const socket = await dial({ node: node.name, host: node.address, port: node.port, timeout, signal })
  const ssh = new NodeSSH()
  const watch = new Watch(node, socket, timeout, signal)
  let accepted: Buffer | undefined
  let refused: Buffer | undefined
  let allowedLast: readonly string[] = []
  let shaken = false
  const verifier = (key: Buffer, verify: (valid: boolean) => void): void => {
    // Asked again at each new key exchange of a long connection.
    if (accepted !== undefined) {
      verify(accepted.equals(key))
      return
    }
    hostKeys.judge(node.address, node.port, key).then(
      (verdict) => {
        if (verdict.state === 'known') accepted = key
        else refused = key
        verify(verdict.state === 'known')
      },
      (error: unknown) => {
        watch.fail(error)
        verify(false)
      },
    )
  }
  try {
    const ready = ssh.connect({
      host: node.address,
      sock: socket,
      username: node.user,
      readyTimeout: 0, // ours, in phases
      keepaliveInterval: 1000,
      keepaliveCountMax: 2,
      algorithms: { serverHostKey },
      hostVerifier: verifier,
      authHandler: (allowed: readonly string[] | null, partial: boolean | null, next) => {
        // `none` first: sshd does not count it, and answers with what it allows.
        if (allowed === null) {
          next({ type: 'none', username: node.user })
          return
        }
        allowedLast = allowed
        const method = credentials.next(allowed, partial === true)
        // ssh2 takes false for "no more"; its types do not know that.
        next(method ?? (false as unknown as 'none'))
      },
    })
    const client = clientOf(ssh)
    // node-ssh takes its listener away when it is ready; an error without a listener ends the process.
    client.on('error', () => undefined)
    client.once('change password', () => {
      watch.fail(
        new HotpairError('auth-refused', {
          node: node.name,
          values: { host: node.address, ...credentials.shown, allowed: allowedLast, reason: 'password-expired' },
        }),
      )
    })
    client.once('handshake', () => {
      shaken = true
      watch.phase('auth', node.auth === 'agent' ? Math.max(timeout, 60_000) : timeout)
    })
    await Promise.race([ready, watch.ended])
    return { ssh }
  } catch (error) {
    socket.destroy()
    if (refused) return { unknown: refused }
    throw failureOf(error, node, { ...credentials.shown, allowed: allowedLast }, shaken)
  } finally {
    watch.stop()
  }
}

/** Timeout and cancellation of one attempt. */
class Watch {
  readonly ended: Promise<never>
  #reject: (reason: unknown) => void = () => undefined
  #timer: NodeJS.Timeout | undefined
  readonly #node: Node
  readonly #signal: AbortSignal | undefined
  readonly #abort = (): void => {
    this.fail(new HotpairError('cancelled', { node: this.#node.name }))
  }
  constructor(node: Node, socket: Socket, timeout: number, signal: AbortSignal | undefined) {
    this.#node = node
    this.#signal = signal
    this.ended = new Promise((_, reject) => {
      this.#reject = reject
    })
    this.ended.catch(() => {
      socket.destroy()
    })
    if (signal?.aborted) this.#abort()
    signal?.addEventListener('abort', this.#abort, { once: true })
    this.phase('handshake', timeout)
  }
  phase(name: 'handshake' | 'auth', ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.fail(new HotpairError('timeout', { node: this.#node.name, values: { phase: name, seconds: ms / 1000 } }))
    }, ms)
  }
  fail(reason: unknown): void {
    this.#reject(reason)
  }
  stop(): void {
    clearTimeout(this.#timer)
    this.#signal?.removeEventListener('abort', this.#abort)
  }
}

type Auth = Credentials['shown'] & { readonly allowed: readonly string[] }

/** What ssh2 and node-ssh say, as a failure. Their messages carry no kind, only texts and levels. `shaken`: keys were exchanged. */
function failureOf(error: unknown, { name: node, address: host, port }: Node, auth: Auth, shaken: boolean): HotpairError {
  if (error instanceof HotpairError) return error
  const message = error instanceof Error ? error.message : String(error)
  const level = error instanceof Error && 'level' in error ? String(error.level) : ''
  const notSsh = (reason: ReasonOf<'not-ssh'>) => new HotpairError('not-ssh', { node, values: { host, port, reason }, cause: error })
  const algorithm = /no matching (.+?)(?: algorithm)?$/i.exec(message)
  if (algorithm)
    return new HotpairError('no-common-algorithm', { node, values: { host, port, ...missingIn(algorithm[1] ?? '') }, cause: error })
  if (level === 'client-authentication' || /too many authentication failures/i.test(message))
    return new HotpairError('auth-refused', { node, values: { host, ...auth, reason: 'refused' }, cause: error })
  if (level === 'agent')
    return new HotpairError('agent-missing', { node, values: { reason: 'no-signature', user: auth.user }, cause: error })
  if (/Connection lost before handshake/.test(message)) return notSsh('closed')
  const code = level === 'client-socket' && error instanceof Error && 'code' in error ? String(error.code) : ''
  // As a firewall or fail2ban does, or a service of another kind.
  if (!shaken && code === 'ECONNRESET') return notSsh('reset')
  if (!shaken && /identification string|greeting|header|packet length/i.test(message)) return notSsh('other-protocol')
  return new HotpairError('connection-lost', { node, cause: error })
}

/** What no algorithm was found for, from ssh2's words for it ("C->S cipher"). */
function missingIn(said: string): { reason: Exclude<ReasonOf<'no-common-algorithm'>, 'other'> } | { reason: 'other'; detail: string } {
  const words = [
    [/key exchange/i, 'key-exchange'],
    [/host key/i, 'host-key'],
    [/cipher/i, 'cipher'],
    [/\bMAC\b/i, 'mac'],
    [/compression/i, 'compression'],
  ] as const
  const found = words.find(([pattern]) => pattern.test(said))
  return found === undefined ? { reason: 'other', detail: said } : { reason: found[1] }
}

function clientOf(ssh: NodeSSH): Client {
  if (ssh.connection === null) throw new Error('node-ssh has no connection')
  return ssh.connection
}

/** What a person is asked cannot be taken back, but nobody waits for the answer any more. */
async function cancellable<T>(ask: () => Promise<T>, node: Node, signal: AbortSignal | undefined): Promise<T> {
  const failure = new HotpairError('cancelled', { node: node.name })
  if (signal?.aborted) throw failure
  let abort: () => void = () => undefined
  const cancelled = new Promise<never>((_, reject) => {
    abort = () => {
      reject(failure)
    }
    signal?.addEventListener('abort', abort, { once: true })
  })
  try {
    return await Promise.race([ask(), cancelled])
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
