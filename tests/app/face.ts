import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle, buildRenderer } from '../../build/bundle.mjs'
import { root } from '../../build/install.mjs'

/**
 * The browser face in a process of its own, as `npm start -- --browser` has it: the real engine and the real page. Its home, its
 * configuration and its program are in a folder of its own, so nothing of whoever runs this is read, and a build meanwhile changes nothing.
 */
export class Face {
  /** Home of its user: `.ssh` is looked for in here. */
  readonly home: string
  readonly #folder: string
  readonly #env: Readonly<Record<string, string>>
  #child: ChildProcess | null = null
  #address = ''
  #output = ''

  private constructor(env: Readonly<Record<string, string>>) {
    this.#folder = mkdtempSync(join(tmpdir(), 'hotpair-face-'))
    this.home = join(this.#folder, 'home')
    this.#env = env
    mkdirSync(this.home)
    cpSync(join(root, 'dist/browser.cjs'), join(this.#folder, 'dist/browser.cjs'))
    cpSync(join(root, 'dist/renderer'), join(this.#folder, 'dist/renderer'), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'))
  }

  /** Builds it when that is needed, and starts it. */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<Face> {
    await bundle('browser')
    await buildRenderer()
    const face = new Face(env)
    await face.start()
    return face
  }

  /** Where its page is, with the key to it. */
  get address(): string {
    if (this.#address === '') throw new Error('the face does not run')
    return this.#address
  }
  /** What it has printed, for when a test fails. */
  get output(): string {
    return this.#output
  }

  /** Starts it (again), with what it has kept. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [join(this.#folder, 'dist/browser.cjs')], {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: this.home,
        XDG_CONFIG_HOME: join(this.#folder, 'config'),
        LANG: 'en_US.UTF-8',
        HOTPAIR_OPEN: '0',
        // No keychain of this machine: secrets live as long as the engine.
        DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
        ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    this.#address = await new Promise<string>((resolve, reject) => {
      let said = ''
      const take = (chunk: Buffer): void => {
        said += chunk.toString()
        this.#output += chunk.toString()
        const address = /http:\/\/\S+#token=\S+(?=\n)/.exec(said)?.[0]
        if (address !== undefined) resolve(address)
      }
      child.stdout.on('data', take)
      child.stderr.on('data', take)
      child.once('error', reject)
      child.once('exit', (status) => {
        reject(new Error(`the browser face ended with ${String(status)}: ${this.#output}`))
      })
    })
  }

  /** Power loss of the program; what it has started on the hosts goes on. */
  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM')
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child
    this.#child = null
    this.#address = ''
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    // Twice: it puts hosts back before it ends, and no test waits for that.
    const impatient = setTimeout(() => child.kill('SIGKILL'), 20_000)
    await ended
    clearTimeout(impatient)
  }

  /** The `known_hosts` of its user. */
  writeKnownHosts(text: string): void {
    mkdirSync(join(this.home, '.ssh'), { mode: 0o700, recursive: true })
    writeFileSync(join(this.home, '.ssh/known_hosts'), text, { mode: 0o600 })
  }

  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
