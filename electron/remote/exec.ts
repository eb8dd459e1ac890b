import type { Client, ClientChannel } from 'ssh2'
import { HotpairError } from '../domain/failure'
import { printable } from '../domain/printable'
import { Gathered } from './gathered'
import { LineSplitter } from './line-splitter'
import type { RunResult } from './session'
import { sudoRefusal } from './sudo'
import type { SudoDialogue } from './sudo'

/** One exec channel: its input, its bounded output, its end. It knows no node and no queue. */

/** Bytes of stdout, kept or only cut into lines, and of stderr; more ends the command. */
export const outputLimit = 8 * 1024 * 1024
/** Bytes of stderr that are kept. */
const stderrLimit = 1024 * 1024
/** Lines of what is followed. */
const mostLines = 100_000

/** The server has no room for another channel (MaxSessions, sshd_config(5)); the caller may try again. */
export class NoChannel extends Error {}

export interface Exec {
  readonly node: string
  /** What the login shell gets. */
  readonly text: string
  /** What failures show of it. */
  readonly shown: string
  readonly input: string | Uint8Array | undefined
  /** ms; not finite: none. */
  readonly timeout: number
  readonly signal: AbortSignal | undefined
  readonly onLine: ((line: string) => void) | undefined
  /** False: stdout goes to onLine only. */
  readonly collect: boolean
  /** For the first command: takes the line that the wrapper prints before it; false when it is not that line. */
  readonly greeting: ((line: string) => boolean) | undefined
  /** For a command through sudo: reads the talk, and gives the password when it is asked for. */
  readonly sudo: SudoTalk | undefined
  /** Whether the connection is still there: a refused exec and a dead connection look the same to ssh2. */
  readonly alive: () => boolean
}

export interface SudoTalk {
  readonly dialogue: SudoDialogue
  readonly user: string
  /** Called when sudo asks. */
  readonly password: () => Promise<string>
  /** Called when the command runs as root. */
  readonly started: () => void
}

/**
 * Raises connection-lost, timeout, cancelled, command-failed (too much output, no usable shell), no-sudo, sudo-password, sudo-missing, what
 * `sudo.password` raises, and NoChannel. When it fails the channel is closed: what runs on the host sees its stdin and stdout closed,
 * but is not killed (sshd takes no signals for root's sessions, and ssh2 sends none after the end of the input).
 */
export function execute(client: Client, exec: Exec): Promise<RunResult> {
  const { node, shown } = exec
  return new Promise((resolve, reject) => {
    let channel: ClientChannel | undefined
    let timer: NodeJS.Timeout | undefined
    let settled = false

    const settle = (): boolean => {
      if (settled) return false
      settled = true
      clearTimeout(timer)
      exec.signal?.removeEventListener('abort', abort)
      return true
    }
    const fail = (failure: unknown): void => {
      if (!settle()) return
      if (channel) closeChannel(channel)
      reject(failure instanceof Error ? failure : new Error(String(failure)))
    }
    const abort = (): void => {
      fail(new HotpairError('cancelled', { node, values: { command: shown } }))
    }
    const startTimer = (): void => {
      clearTimeout(timer)
      if (!Number.isFinite(exec.timeout)) return
      const values = { command: shown, seconds: exec.timeout / 1000 }
      timer = setTimeout(
        () => {
          fail(new HotpairError('timeout', { node, values }))
        },
        Math.min(exec.timeout, 2 ** 31 - 1),
      )
    }
    if (exec.signal?.aborted) {
      abort()
      return
    }
    exec.signal?.addEventListener('abort', abort, { once: true })
    startTimer()

    const opened = (error: Error | undefined, stream: ClientChannel): void => {
      if (error) {
        if (!exec.alive()) fail(new HotpairError('connection-lost', { node, values: { command: shown }, cause: error }))
        else if ('reason' in error && typeof error.reason === 'number') fail(new NoChannel(error.message))
        else
          fail(new HotpairError('command-failed', { node, values: { command: shown, output: '', reason: 'exec-refused' }, cause: error }))
        return
      }
      channel = stream
      if (settled) closeChannel(stream)
      else converse(stream)
    }
    const converse = (stream: ClientChannel): void => {
      const out = new Output(exec, fail)
      const err = new Gathered(stderrLimit)
      let errSize = 0
      let ended = false
      let status: number | null = null
      let prompts = 0
      const sendInput = (): void => {
        stream.end(exec.input === undefined ? undefined : Buffer.from(exec.input))
      }
      const prompted = async (sudo: SudoTalk): Promise<void> => {
        prompts += 1
        if (prompts > 1) throw new HotpairError('sudo-password', { node, values: { user: sudo.user, reason: 'wrong' } })
        // A person may have to type it; that is not the command's time.
        clearTimeout(timer)
        const password = await sudo.password()
        if (settled) return
        startTimer()
        stream.write(`${password}\n`)
      }
      stream.on('data', (chunk: Buffer) => {
        out.take(chunk)
      })
      stream.stderr.on('data', (chunk: Buffer) => {
        errSize += chunk.length
        if (errSize > outputLimit) fail(tooLarge(exec))
        if (settled) return
        if (!exec.sudo) {
          err.take(chunk)
          return
        }
        const { events, rest } = exec.sudo.dialogue.feed(chunk)
        for (const event of events) {
          if (event === 'start') {
            exec.sudo.started()
            sendInput()
          } else if (event === 'missing') fail(new HotpairError('sudo-missing', { node, values: { user: exec.sudo.user } }))
          else prompted(exec.sudo).catch(fail)
        }
        err.take(rest)
      })
      stream.on('exit', (code: number | null) => {
        ended = true
        status = code
      })
      stream.on('close', () => {
        if (settled) return
        if (!ended) {
          fail(new HotpairError('connection-lost', { node, values: { command: shown } }))
          return
        }
        if (exec.sudo && !exec.sudo.dialogue.started) {
          fail(sudoRefusal(exec.sudo.dialogue.said, node, exec.sudo.user))
          return
        }
        out.end(err.text())
        if (settle()) resolve({ stdout: out.text(), stderr: err.text(), status })
      })
      // The command may end without reading its input.
      stream.on('error', () => undefined)
      if (!exec.sudo) sendInput()
    }

    try {
      client.exec(exec.text, opened)
    } catch (error) {
      fail(new HotpairError('connection-lost', { node, values: { command: shown }, cause: error }))
    }
  })
}

function closeChannel(channel: ClientChannel): void {
  channel.close()
  // Nobody reads it any more; unread data would keep the channel open.
  channel.resume()
  channel.stderr.resume()
}

const tooLarge = ({ node, shown }: Exec): HotpairError =>
  new HotpairError('command-failed', { node, values: { command: shown, output: '', reason: 'output-too-large', limit: outputLimit } })

/** stdout: kept up to the limit, and cut into lines as it comes. Nothing is taken or told any more once it has failed. */
class Output {
  readonly #exec: Exec
  readonly #fail: (failure: unknown) => void
  readonly #kept = new Gathered(outputLimit)
  readonly #splitter = new LineSplitter((line) => {
    this.#tell(line)
  })
  #size = 0
  #lines = 0
  #failed = false
  /** The greeting as far as it has come; null when it is over. */
  #head: Buffer | null
  constructor(exec: Exec, fail: (failure: unknown) => void) {
    this.#exec = exec
    this.#fail = (failure) => {
      this.#failed = true
      fail(failure)
    }
    this.#head = exec.greeting ? Buffer.alloc(0) : null
  }

  take(chunk: Buffer): void {
    if (this.#failed) return
    if (this.#head === null) {
      this.#keep(chunk)
      return
    }
    this.#head = Buffer.concat([this.#head, chunk])
    const end = this.#head.indexOf('\n')
    if (end < 0 && this.#head.length < 4096) return
    if (end < 0 || this.#exec.greeting?.(this.#head.toString('utf8', 0, end)) !== true) {
      // Whole lines: a secret of which half has come could not be told from other words.
      this.#noShell(this.#head.toString('utf8', 0, end < 0 ? undefined : this.#head.lastIndexOf('\n')))
      return
    }
    const rest = this.#head.subarray(end + 1)
    this.#head = null
    if (rest.length > 0) this.#keep(rest)
  }

  /** The account gives no shell, or one that prints something of its own: then no output could be trusted. */
  #noShell(said: string): void {
    const output = printable(said.slice(0, 4096)).replace(/\s+/g, ' ').trim().slice(0, 300)
    this.#fail(new HotpairError('command-failed', { node: this.#exec.node, values: { command: 'sh', reason: 'no-shell', output } }))
  }

  #keep(chunk: Buffer): void {
    this.#size += chunk.length
    if (this.#size > outputLimit) {
      this.#fail(tooLarge(this.#exec))
      return
    }
    if (this.#exec.collect) this.#kept.take(chunk)
    if (this.#exec.onLine) this.#splitter.take(chunk)
  }

  /** The last line may lack its newline; the greeting may not have come at all. */
  end(stderr: string): void {
    if (this.#head !== null) this.#noShell(this.#head.toString('utf8') + stderr)
    else this.#splitter.end()
  }

  text(): string {
    return this.#kept.text()
  }

  #tell(line: string): void {
    if (this.#failed) return
    this.#lines += 1
    if (!this.#exec.collect && this.#lines > mostLines) {
      this.#fail(tooLarge(this.#exec))
      return
    }
    try {
      this.#exec.onLine?.(line)
    } catch (error) {
      this.#fail(error)
    }
  }
}
