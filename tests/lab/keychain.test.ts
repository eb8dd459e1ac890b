import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

/**
 * A real gnome-keyring-daemon on a D-Bus of its own, in a home of its own (packages gnome-keyring, libsecret-1-0, dbus): the user's
 * keychain is never touched. No host is needed.
 */
vi.setConfig({ testTimeout: 60_000 })
let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hotpair-keychain-'))
  for (const folder of ['data', 'run']) mkdirSync(join(home, folder), { mode: 0o700 })
})
afterEach(() => {
  rmSync(home, { recursive: true, force: true })
})

/** The engine's module in a process of its own, since libsecret reads the environment once. */
function inProcess(script: string, prelude: string | null): unknown {
  const bundle = buildSync({
    stdin: {
      contents: `import { openKeychain } from './electron/store/keychain'\nconst out = {}\n${script}\nconsole.log(JSON.stringify(out))`,
      resolveDir: process.cwd(),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    external: ['keytar'],
  })
  const code = join(home, 'script.mjs')
  writeFileSync(code, bundle.outputFiles[0]?.text ?? '')
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_RUNTIME_DIR: join(home, 'run'),
    KEYCHAIN_SCRIPT: code,
  }
  // From standard input, so that `keytar` is found from here.
  const run = 'node --input-type=module - <"$KEYCHAIN_SCRIPT"'
  const [file, args] = prelude === null ? ['sh', ['-c', run]] : ['dbus-run-session', ['--', 'sh', '-c', `${prelude}\n${run}`]]
  const result = spawnSync(file, args, { env, encoding: 'utf8', timeout: 60_000 })
  const last = result.stdout.trim().split('\n').at(-1) ?? ''
  if (result.status !== 0 || last === '') throw new Error(`it ended with ${String(result.status)}: ${result.stderr}`)
  return JSON.parse(last)
}
const unlock = 'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1'

test('set, get, forget; one pair is forgotten without another; empty values are not kept', () => {
  const script = `
    const keychain = await openKeychain()
    const password = { kind: 'password', pair: 'web', node: 'nginx1' }
    const vrrp = { kind: 'vrrp', pair: 'web' }
    const other = { kind: 'password', pair: 'web-2', node: 'nginx1' }
    out.available = keychain.available
    out.problem = keychain.problem
    out.none = (await keychain.get(password)) ?? null
    for (const ref of [password, vrrp, other]) await keychain.set(ref, 'ä "secret" ' + ref.pair + ref.kind)
    // As another program would open it.
    const again = await openKeychain()
    out.kept = [await again.get(password), await again.get(vrrp)]
    await again.set(vrrp, 'changed')
    out.changed = await keychain.get(vrrp)
    await again.set(vrrp, '')
    out.emptied = (await keychain.get(vrrp)) ?? null
    await keychain.forgetPair('web')
    out.after = [(await again.get(password)) ?? null, await again.get(other)]
    await keychain.forget(other)
    await keychain.forget(other)
    const keytar = (await import('keytar')).default
    out.left = await keytar.findCredentials('hotpair')`
  expect(inProcess(script, unlock)).toEqual({
    available: true,
    problem: null,
    none: null,
    kept: ['ä "secret" webpassword', 'ä "secret" webvrrp'],
    changed: 'changed',
    emptied: null,
    after: [null, 'ä "secret" web-2password'],
    left: [],
  })
})

const memoryOnly = `
  const started = Date.now()
  const keychain = await openKeychain()
  out.took = Date.now() - started
  out.available = keychain.available
  out.problem = keychain.problem
  const ref = { kind: 'sudo', pair: 'web', node: 'nginx1' }
  await keychain.set(ref, 'for now')
  out.kept = await keychain.get(ref)
  await keychain.forgetPair('web')
  out.after = (await keychain.get(ref)) ?? null`
const unavailable = (problem: string) => ({
  available: false,
  problem,
  kept: 'for now',
  after: null,
  took: expect.any(Number) as number,
})

test('no D-Bus', () => {
  expect(inProcess(memoryOnly, null)).toEqual(unavailable('no-bus'))
})
test('no collection', () => {
  expect(inProcess(memoryOnly, ':')).toEqual(unavailable('no-collection'))
})
test('locked', () => {
  inProcess(memoryOnly, unlock)
  expect(inProcess(memoryOnly, 'gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1')).toEqual(unavailable('locked'))
})

test('a service that never answers is given up after 3 s', () => {
  const services = join(home, 'data', 'dbus-1', 'services')
  mkdirSync(services, { recursive: true })
  writeFileSync(join(services, 'org.freedesktop.secrets.service'), '[D-BUS Service]\nName=org.freedesktop.secrets\nExec=/bin/sleep 8\n')
  const result = inProcess(memoryOnly, ':') as { took: number }
  expect(result).toEqual(unavailable('no-answer'))
  expect(result.took).toBeGreaterThan(2900)
  // Long before the service ends by itself.
  expect(result.took).toBeLessThan(8000)
  // The call itself ends when the service does, else with D-Bus's own limit of 25 s; the process cannot end before it.
}, 60_000)

test('it is locked while in use', () => {
  const script = `
    const { execFileSync } = await import('node:child_process')
    const keychain = await openKeychain()
    const ref = { kind: 'password', pair: 'web', node: 'nginx1' }
    await keychain.set(ref, 'value')
    execFileSync('dbus-send', ['--session', '--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock', 'array:objpath:/org/freedesktop/secrets/collection/login'])
    out.set = await keychain.set(ref, 'other').then(() => null, (error) => error.failure)`
  expect(inProcess(script, unlock)).toMatchObject({
    set: { kind: 'keychain', values: { reason: 'locked' } },
  })
})
