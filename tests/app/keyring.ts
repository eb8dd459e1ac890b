import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../build/install.mjs'
import { until } from '../lab/support/lab'

/** A real gnome-keyring on a D-Bus of its own, unlocked, in a folder of its own: nobody's keychain is touched. */
export class Keyring {
  /** What a program needs to find it. */
  readonly env: Readonly<Record<string, string>>
  readonly #folder: string
  readonly #children: ChildProcess[] = []

  private constructor(folder: string) {
    this.#folder = folder
    this.env = {
      XDG_DATA_HOME: join(folder, 'data'),
      XDG_RUNTIME_DIR: join(folder, 'run'),
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'run/bus')}`,
    }
  }

  static async start(): Promise<Keyring> {
    const keyring = new Keyring(mkdtempSync(join(tmpdir(), 'hotpair-keyring-')))
    for (const name of ['data', 'run']) mkdirSync(join(keyring.#folder, name), { mode: 0o700 })
    await keyring.#run('dbus-daemon', '--session', '--nofork', '--nopidfile', `--address=${keyring.env['DBUS_SESSION_BUS_ADDRESS'] ?? ''}`)
    const bus = 'org.freedesktop.DBus'
    await until('the bus answers', 10, () => keyring.#ask(bus, '/org/freedesktop/DBus', `${bus}.GetId`) ?? undefined)
    const daemon = await keyring.#run('gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets')
    daemon.stdin?.end('a password')
    // Asked before it is there, the bus would start another.
    const owner = () => keyring.#ask(bus, '/org/freedesktop/DBus', `${bus}.NameHasOwner`, 'string:org.freedesktop.secrets')
    await until('the keyring is there', 10, () => owner()?.includes('true') || undefined)
    const alias = () =>
      keyring.#ask('org.freedesktop.secrets', '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.ReadAlias', 'string:default')
    await until('it is unlocked', 10, () => alias()?.includes('/collection/') || undefined)
    return keyring
  }

  /** Accounts that Hotpair has entries for; never their values. */
  accounts(): string[] {
    const script = `import('keytar').then(async ({ default: keytar }) =>
      console.log(JSON.stringify((await keytar.findCredentials('hotpair')).map(({ account }) => account).sort())))`
    return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: root, env: this.#environment(), encoding: 'utf8' })) as string[]
  }

  async remove(): Promise<void> {
    for (const child of this.#children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill()
      await ended
    }
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }

  #environment(): NodeJS.ProcessEnv {
    return { PATH: process.env['PATH'], HOME: this.#folder, ...this.env }
  }

  async #run(program: string, ...args: string[]): Promise<ChildProcess> {
    const child = spawn(program, args, { env: this.#environment(), stdio: ['pipe', 'ignore', 'ignore'] })
    this.#children.push(child)
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
    return child
  }

  /** The answer of a call over the bus; null: there is none. */
  #ask(service: string, path: string, method: string, ...args: string[]): string | null {
    try {
      return execFileSync('dbus-send', ['--session', '--print-reply', `--dest=${service}`, path, method, ...args], {
        env: this.#environment(),
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
    } catch {
      return null
    }
  }
}
