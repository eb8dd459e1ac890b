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

/** Reads stderr until the command starts; from then on everything is the command's own. */
export class SudoDialogue {
  readonly #mark: string
  #text = ''
  #started = false
  constructor(mark: string) {
    this.#mark = mark
  }

  get started(): boolean {
    return this.#started
  }

  /** What sudo has said so far, without our marks: at most 2,000 printable characters. */
  get said(): string {
    return printable(Buffer.from(this.#text, 'latin1').toString('utf8')).trim().slice(-2000)
  }

  /** Takes a chunk of stderr; returns what happened and the bytes that are the command's. */
  feed(chunk: Buffer): { readonly events: SudoEvent[]; readonly rest: Buffer } {
    if (this.#started) return { events: [], rest: chunk }
    // latin1 keeps every byte; a mark may be cut in two by the network.
    this.#text += chunk.toString('latin1')
    const events: SudoEvent[] = []
    for (;;) {
      const found = new RegExp(`${this.#mark}:(prompt:|start\n|missing\n)`).exec(this.#text)
      if (!found) break
      const after = this.#text.slice(found.index + found[0].length)
      this.#text = this.#text.slice(0, found.index) + (found[1] === 'start\n' ? '' : after)
      if (found[1] === 'start\n') {
        this.#started = true
        return { events: [...events, 'start'], rest: Buffer.from(after, 'latin1') }
      }
      events.push(found[1] === 'prompt:' ? 'prompt' : 'missing')
    }
    // A hostile host may talk for ever.
    if (this.#text.length > 64 * 1024) this.#text = this.#text.slice(-32 * 1024)
    return { events, rest: Buffer.alloc(0) }
  }
}

export type SudoRefusal = { readonly kind: 'no-sudo' | 'sudo-password'; readonly reason: string }

/** Why sudo ended without starting the command, from what it said in the C locale (sudo 1.8 to 1.9, sudo-rs). */
export function sudoRefusal(said: string): SudoRefusal {
  if (/not in the sudoers file|is not allowed to|may not run sudo|not allowed to execute|I'm afraid I can't do that/i.test(said))
    return { kind: 'no-sudo', reason: 'not-allowed' }
  if (/must have a tty/i.test(said)) return { kind: 'no-sudo', reason: 'requiretty' }
  if (/password is required|interactive authentication is required/i.test(said)) return { kind: 'sudo-password', reason: 'required' }
  if (/incorrect (password|authentication)|no password was provided|authentication failed|maximum .* incorrect/i.test(said))
    return { kind: 'sudo-password', reason: 'wrong' }
  return { kind: 'no-sudo', reason: said === '' ? 'silent' : said.slice(0, 300) }
}
