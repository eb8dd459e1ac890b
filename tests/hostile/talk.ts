import { setTimeout as sleep } from 'node:timers/promises'
import type { Chance } from '../../electron/domain/chance'
import type { Answer, Host } from './host'
import type { Exec } from './server'

/** One command on a host, step by step: greeting, sudo, input, answer, end. What is honest here is what real sshd, sh and sudo do. */
export class Talk {
  readonly exec: Exec
  readonly host: Host
  readonly chance: Chance
  readonly sudoPassword: string
  /** Marks of other commands, of this host and of others. */
  readonly marks: readonly string[]
  constructor(exec: Exec, host: Host, sudoPassword: string, chance: Chance, marks: readonly string[]) {
    this.marks = marks
    this.exec = exec
    this.host = host
    this.sudoPassword = sudoPassword
    this.chance = chance
  }

  /** Everything in turn. */
  async honestly(): Promise<void> {
    await this.greet()
    if (await this.becomeRoot()) await this.say(await this.answer())
  }

  async greet(line = `<198.51.100.1 40000 ${this.host.address} 22>`): Promise<void> {
    if (this.exec.received.greets) await this.out(`${line}\n`)
  }

  /** False when the password was wrong and the command has ended. */
  async becomeRoot(): Promise<boolean> {
    const { sudo } = this.exec.received
    if (sudo === null) return true
    if (sudo.asks) {
      await this.prompt(sudo.mark)
      if ((await this.exec.line()) !== this.sudoPassword) {
        await this.err('sudo: 1 incorrect password attempt\n')
        this.end(1)
        return false
      }
    }
    await this.start()
    return true
  }
  async prompt(mark: string): Promise<void> {
    this.exec.received.prompts += 1
    await this.err(`${mark}:prompt:`)
  }
  async start(): Promise<void> {
    const { sudo } = this.exec.received
    if (sudo !== null) await this.err(`${sudo.mark}:start\n`)
  }

  async answer(): Promise<Answer> {
    return this.host.answer(this.exec.received.script, await this.exec.rest())
  }

  async say(answer: Answer): Promise<void> {
    await this.out(answer.stdout)
    if (answer.stderr !== undefined) await this.err(answer.stderr)
    if (answer.goesOn !== undefined) await this.follow(answer.goesOn)
    this.end(answer.status ?? 0)
  }
  /** A line whenever it changes, and each second. */
  async follow(look: () => string): Promise<void> {
    let last = ''
    for (let i = 0; !this.exec.closed.aborted; i++) {
      const now = look()
      if (now !== last || i % 50 === 0) await this.out(now)
      last = now
      await sleep(20)
    }
  }

  out(text: string | Buffer): Promise<void> {
    return this.#write(this.exec.channel, text)
  }
  err(text: string | Buffer): Promise<void> {
    return this.#write(this.exec.channel.stderr, text)
  }
  /** Waits while the other side does not read. */
  async #write(stream: NodeJS.WritableStream, text: string | Buffer): Promise<void> {
    if (text.length === 0 || this.exec.closed.aborted || !stream.writable) return
    await new Promise<void>((resolve) => {
      const closed = (): void => resolve()
      this.exec.closed.addEventListener('abort', closed, { once: true })
      stream.write(text, () => {
        this.exec.closed.removeEventListener('abort', closed)
        resolve()
      })
    })
  }

  end(status: number): void {
    if (this.exec.closed.aborted) return
    this.exec.channel.exit(status)
    this.exec.channel.end()
  }
  /** Nothing, until the other side has enough. */
  async hang(): Promise<void> {
    if (this.exec.closed.aborted) return
    await new Promise<void>((resolve) => {
      this.exec.closed.addEventListener('abort', () => resolve(), { once: true })
    })
  }
  /** As if the cable were pulled. */
  drop(): void {
    this.exec.client.end()
  }
}
