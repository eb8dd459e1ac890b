import { HotpairError } from '../domain/failure'
import { printable } from '../domain/printable'
import { sh } from './sh'
import type { Sh } from './sh'

/**
 * How a command is wrapped, and the talk with sudo on its stderr.
 *
 * sudo is given a prompt that nobody can guess and the command announces itself with another such line, as root, before it
 * starts. The password is sent when and only when the prompt is seen; the command's own input only after its announcement. So with
 * NOPASSWD, or a sudo that asks for nothing, the password is never sent at all and cannot reach the command's stdin.
 */

// A login shell other than root's has no sbin in its PATH, and sudo may have no secure_path.
const path = 'PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"; export PATH'

// The first command of a connection says first how SSH came in: so a shell that does not obey, or prints something of its own, is known.
const greeting = 'printf "<%s>\\n" "$SSH_CONNECTION"; '

/** What a greeting looks like; the third word is the node's own address. */
export const greetingPattern = /^<(?:(\S+) (\d+) (\S+) (\d+))?>$/

/** Runs as the user that SSH has logged in. `env` and `exec` are the same in every login shell, csh and fish too. */
export const plainCommand = (command: Sh, greets = false): Sh =>
  sh`exec env LC_ALL=C sh -c ${`${greets ? greeting : ''}${path}; exec sh -c "$1"`} sh ${command.text}`

/**
 * Runs as root. `mark` is random. `asks: false` never lets sudo ask (sudo: nopassword). No PTY: a PTY echoes the password. sudo
 * clears the environment; SSH_CONNECTION goes with the command as an argument.
 */
export const sudoCommand = (command: Sh, mark: string, asks: boolean, greets = false): Sh => {
  const asRoot = `${path}; LC_ALL=C; SSH_CONNECTION=$3; export LC_ALL SSH_CONNECTION; echo "$2:start" >&2; exec sh -c "$1"`
  const how = asks ? '-k -S -p "$2:prompt:"' : '-n'
  const asUser = `${greets ? greeting : ''}${path}; command -v sudo >/dev/null 2>&1 || { echo "$2:missing" >&2; exit 127; }; exec sudo ${how} -- sh -c '${asRoot}' sh "$1" "$2" "$SSH_CONNECTION"`
  return sh`exec env LC_ALL=C sh -c ${asUser} sh ${command.text} ${mark}`
}

export type SudoEvent = 'prompt' | 'start' | 'missing'

/** Characters kept of what sudo says. */
const keptTalk = 4096

/** Reads stderr until the command starts; from then on everything is the command's own. Each byte is looked at once. */
export class SudoDialogue {
  readonly #marks: RegExp
  /** Characters of the longest mark. */
  readonly #longest: number
  /** What may be the beginning of a mark: the network may cut it in two. */
  #open = ''
  #said = ''
  #started = false
  /** @param mark hexadecimal digits */
  constructor(mark: string) {
    this.#marks = new RegExp(`${mark}:(prompt:|start\n|missing\n)`, 'g')
    this.#longest = `${mark}:missing\n`.length
  }

  get started(): boolean {
    return this.#started
  }

  /** What sudo has said last, without our marks: at most 2,000 printable characters. */
  get said(): string {
    return printable(Buffer.from(this.#said + this.#open, 'latin1').toString('utf8'))
      .trim()
      .slice(-2000)
  }

  /** Takes a chunk of stderr; returns what happened and the bytes that are the command's. */
  feed(chunk: Buffer): { readonly events: SudoEvent[]; readonly rest: Buffer } {
    if (this.#started) return { events: [], rest: chunk }
    // latin1 keeps every byte
    const text = this.#open + chunk.toString('latin1')
    this.#open = ''
    const events: SudoEvent[] = []
    let at = 0
    for (const found of text.matchAll(this.#marks)) {
      this.#hear(text.slice(at, found.index))
      at = found.index + found[0].length
      if (found[1] === 'start\n') {
        this.#started = true
        return { events: [...events, 'start'], rest: Buffer.from(text.slice(at), 'latin1') }
      }
      events.push(found[1] === 'prompt:' ? 'prompt' : 'missing')
    }
    const open = Math.max(at, text.length - this.#longest + 1)
    this.#hear(text.slice(at, open))
    this.#open = text.slice(open)
    return { events, rest: Buffer.alloc(0) }
  }

  /** A hostile host may talk for ever. */
  #hear(text: string): void {
    if (text !== '') this.#said = (this.#said + text).slice(-keptTalk)
  }
}

/** Why sudo ended without starting the command, from what it said in the C locale (sudo 1.8 to 1.9, sudo-rs): no-sudo or sudo-password. */
export function sudoRefusal(said: string, node: string, user: string): HotpairError {
  const noSudo = (why: { reason: 'not-allowed' | 'requiretty' | 'silent' } | { reason: 'other'; detail: string }) =>
    new HotpairError('no-sudo', { node, values: { user, ...why } })
  const password = (reason: 'required' | 'wrong') => new HotpairError('sudo-password', { node, values: { user, reason } })
  if (/not in the sudoers file|is not allowed to|may not run sudo|not allowed to execute|I'm afraid I can't do that/i.test(said))
    return noSudo({ reason: 'not-allowed' })
  if (/must have a tty/i.test(said)) return noSudo({ reason: 'requiretty' })
  if (/password is required|interactive authentication is required/i.test(said)) return password('required')
  if (/incorrect (password|authentication)|no password was provided|authentication failed|maximum .* incorrect/i.test(said))
    return password('wrong')
  return noSudo(said === '' ? { reason: 'silent' } : { reason: 'other', detail: said.slice(0, 300) })
}
