import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeSSH } from 'node-ssh'
import type { Client } from 'ssh2'
import { HotpairError } from '../domain/failure'
import type { Node } from '../domain/pair'
import { execute, NoChannel } from './exec'
import type { Exec } from './exec'
import type { RunOptions, RunResult, Session } from './session'
import type { Sh } from './sh'
import { Slots } from './slots'
import { greetingPattern, plainCommand, sudoCommand, SudoDialogue } from './sudo'

/** sshd allows 10 channels per connection (MaxSessions); some are left to tails and to what the user runs by hand. */
const channelsAtOnce = 4
/** So often a channel is asked for again when none of ours is open: for 1 s in all. */
const refusalsAlone = 4

/** Asks for sudo's password; raises secret-missing when there is none to be had. */
export type SudoPassword = () => Promise<string>

export class SshSession implements Session {
  readonly node: string
  reachedAt: string | null = null
  readonly #user: string
  readonly #sudo: Node['sudo']
  readonly #ssh: NodeSSH
  readonly #client: Client
  readonly #sudoPassword: SudoPassword
  readonly #slots = new Slots(channelsAtOnce)
  readonly #tails = new Slots(channelsAtOnce)
  // Until a password is known to be right only one command tries it: several at once could lock the account.
  readonly #firstSudo = new Slots(1)
  #password: string | undefined
  #proven = false
  readonly #refused = new Set<string>()
  #greeted = false
  #channels = 0
  #closed = false

  /** The connection must be ready; `sudoPassword` is called when sudo asks for the first time. */
  constructor(node: Node, ssh: NodeSSH, client: Client, sudoPassword: SudoPassword) {
    this.node = node.name
    this.#user = node.user
    this.#sudo = node.sudo
    this.#ssh = ssh
    this.#client = client
    this.#sudoPassword = sudoPassword
    client.once('close', () => {
      this.#closed = true
    })
    // Channels tell of a lost connection themselves; without a listener this event would end the process.
    client.on('error', () => undefined)
  }

  get channels(): number {
    return this.#channels
  }

  run(command: Sh, options: RunOptions = {}): Promise<RunResult> {
    return options.root === true && this.#user !== 'root' ? this.#throughSudo(command, options) : this.#direct(command, options)
  }

  forward = (address: string, port: number): Promise<Duplex> =>
    new Promise((resolve, reject) => {
      this.#client.forwardOut('127.0.0.1', 0, address, port, (error, stream) => {
        if (error) reject(error)
        else resolve(stream)
      })
    })

  async close(): Promise<void> {
    if (this.#closed) return
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => {
        this.#client.destroy()
        resolve()
      }, 2000)
      this.#client.once('close', () => {
        clearTimeout(force)
        resolve()
      })
      this.#ssh.dispose()
    })
    this.#closed = true
  }

  #direct(command: Sh, options: RunOptions): Promise<RunResult> {
    return this.#queued(options, command, () => ({ text: plainCommand(command, !this.#greeted).text, sudo: undefined }))
  }

  async #throughSudo(command: Sh, options: RunOptions): Promise<RunResult> {
    let release: () => void = () => undefined
    if (!this.#proven) {
      release = await this.#enter(this.#firstSudo, options, command)
      // Another command may have proven it while this one waited.
      if (this.#isProven()) release()
    }
    const started = (): void => {
      this.#proven = true
      release()
    }
    try {
      return await this.#queued(options, command, () => {
        const mark = randomBytes(16).toString('hex')
        return {
          text: sudoCommand(command, mark, this.#sudo !== 'nopassword', !this.#greeted).text,
          sudo: { dialogue: new SudoDialogue(mark), user: this.#user, password: () => this.#askPassword(), started },
        }
      })
    } catch (error) {
      if (error instanceof HotpairError && error.failure.kind === 'sudo-password' && this.#password !== undefined) {
        this.#refused.add(this.#password)
        this.#password = undefined
        this.#proven = false
      }
      throw error
    } finally {
      release()
    }
  }

  #isProven(): boolean {
    return this.#proven
  }

  async #askPassword(): Promise<string> {
    this.#password ??= await this.#sudoPassword()
    // The same wrong password again would only bring the account nearer to a lock.
    if (this.#refused.has(this.#password) || /[\n\0]/.test(this.#password)) {
      throw new HotpairError('sudo-password', { node: this.node, values: { user: this.#user, reason: 'wrong' } })
    }
    return this.#password
  }

  async #queued(options: RunOptions, command: Sh, make: () => Pick<Exec, 'text' | 'sudo'>): Promise<RunResult> {
    const slots = options.tail ? this.#tails : this.#slots
    for (let refusedAlone = 0; ;) {
      const release = await this.#enter(slots, options, command)
      try {
        if (this.#closed) throw new HotpairError('connection-lost', { node: this.node, values: { command: shown(command) } })
        if (!options.tail) this.#channels += 1
        return await execute(this.#client, {
          ...make(),
          node: this.node,
          shown: shown(command),
          input: options.input,
          timeout: options.timeout ?? 30_000,
          signal: options.signal,
          onLine: options.onLine,
          collect: options.tail !== true,
          greeting: this.#greeted ? undefined : (line) => this.#greet(line),
          alive: () => !this.#closed,
        })
      } catch (error) {
        if (!(error instanceof NoChannel)) throw error
        if (!options.tail) this.#channels -= 1
        // The server allows fewer: wait for one of ours to end. Alone there is none, but it may not have counted those out yet that have just ended.
        if (this.#slots.used + this.#tails.used > 1) {
          slots.shrink(slots.used - 1)
          continue
        }
        refusedAlone += 1
        if (refusedAlone > refusalsAlone) {
          throw new HotpairError('command-failed', {
            node: this.node,
            values: { command: shown(command), output: '', reason: 'no-channel' },
            cause: error,
          })
        }
        await this.#pause(100 * refusedAlone, options, command)
      } finally {
        release()
      }
    }
  }

  #greet(line: string): boolean {
    const said = greetingPattern.exec(line)
    if (!said) return false
    this.#greeted = true
    this.reachedAt = said[3] ?? null
    return true
  }

  async #pause(ms: number, options: RunOptions, command: Sh): Promise<void> {
    await sleep(ms, undefined, { signal: options.signal }).catch((error: unknown) => {
      throw new HotpairError('cancelled', { node: this.node, values: { command: shown(command) }, cause: error })
    })
  }

  async #enter(slots: Slots, options: RunOptions, command: Sh): Promise<() => void> {
    try {
      return await slots.enter(options.signal)
    } catch (error) {
      throw new HotpairError('cancelled', { node: this.node, values: { command: shown(command) }, cause: error })
    }
  }
}

/** Enough of a command to recognise it. It holds no secret: secrets go over stdin only. */
const shown = (command: Sh): string => command.text.replace(/\s+/g, ' ').slice(0, 200)
