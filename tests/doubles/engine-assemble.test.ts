import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EngineEvent } from '../../electron/contract/events'
import { commandLineSecrets } from '../../electron/cli/secrets'
import { voiceOf } from '../../electron/cli/wording'
import { HotpairError } from '../../electron/domain/failure'
import { pairSchema } from '../../electron/domain/pair'
import type { SecretSource } from '../../electron/domain/secret'
import { AcceptedKeys } from '../../electron/engine/accepted-keys'
import { assemble } from '../../electron/engine/assemble'

/** The same engine for every face, but for what each brings. */

vi.mock('../../electron/store/keychain', () => ({
  openKeychain: () => Promise.resolve({ available: false, problem: 'no-bus', forgetPair: () => Promise.resolve() }),
}))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-assemble-'))
  vi.stubEnv('XDG_CONFIG_HOME', folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

const password = { kind: 'password', pair: 'web', node: 'nginx1' } as const
const vrrp = { kind: 'vrrp', pair: 'web' } as const

test('the command line: its own secrets first, a VRRP password is asked for where nothing can keep one, no connection is kept', async () => {
  const { engine, redact } = await assemble({
    isRightKey: () => false,
    secrets: (kept) => async (ref) => (ref.kind === 'password' ? 'from-the-environment' : await kept(ref)),
    askVrrpPassword: () => Promise.resolve('typed-it'),
    deadMan: 7,
  })
  expect(await engine.secrets(password)).toBe('from-the-environment')
  expect([engine.keep, engine.connections, engine.deadMan]).toEqual([null, null, 7])
  expect(await engine.askVrrpPassword?.('web')).toBe('typed-it')
  expect(redact('from-the-environment, typed-it')).toBe('[secret], [secret]')
})

test('a window: what is typed lasts until the program ends, a generated password too, connections are kept', async () => {
  const { engine, desk, redact } = await assemble({ isRightKey: () => false, asksOften: true })
  await desk.setSecret(password, 'typed-in-the-window', true)
  await engine.keep?.(vrrp, 'generated')
  expect([await engine.secrets(password), await engine.secrets(vrrp)]).toEqual(['typed-in-the-window', 'generated'])
  expect(redact('typed-in-the-window generated')).toBe('[secret] [secret]')
  expect(engine.connections).not.toBeNull()
  expect(engine.askVrrpPassword).toBeUndefined()
  await desk.removePair('web')
  expect(await engine.secrets(password)).toBeUndefined()
})

test.each([
  ['a window', {}],
  ['the command line', { secrets: (kept: SecretSource) => commandLineSecrets(kept, {}, voiceOf('en')) }],
])('%s: a password of another pair opens the account that it was kept for, and no other', async (_face, own) => {
  const { engine, desk } = await assemble({ isRightKey: () => false, ...own })
  await desk.setSecret(password, 'for-one-account', true)
  const at = { address: '198.51.100.11', port: 22, user: 'root' }
  await desk.savePair(
    pairSchema.parse({
      name: 'web',
      nodes: [
        { name: 'nginx1', ...at },
        { name: 'nginx2', address: '198.51.100.12' },
      ],
      vips: ['198.51.100.199'],
      vrrp: { routerId: 66 },
    }),
  )
  await desk.reuseSecrets({ pair: 'web', node: 'nginx1' }, 'shop', { name: 'front', ...at })
  const ref = { kind: 'password', pair: 'shop', node: 'front' } as const
  expect(await engine.secrets(ref, at)).toBe('for-one-account')
  expect(await engine.secrets(ref, { ...at, address: '203.0.113.7' })).toBeUndefined()
})

test('an unknown host key: exactly the one that a person accepted, and every face is told', async () => {
  const accepted = new AcceptedKeys()
  const file = join(folder, 'known_hosts')
  const { engine } = await assemble({ isRightKey: (key) => accepted.has(key), knownHosts: file })
  const told: EngineEvent[] = []
  const never = new AbortController().signal
  const keys = engine.hostKeys({ signal: never, giveUp: never, emit: (event) => told.push(event) })
  const key = Buffer.concat([Buffer.from([0, 0, 0, 11]), Buffer.from('ssh-ed25519'), Buffer.from([0, 0, 0, 32]), Buffer.alloc(32, 7)])
  const refused = await keys.decide('nginx1', '198.51.100.11', 22, key).catch((error: unknown) => error)
  if (!(refused instanceof HotpairError)) throw new Error('it was accepted')
  if (refused.failure.kind !== 'host-key-unknown') throw new Error(refused.failure.kind)
  const { fingerprint } = refused.failure.values
  accepted.accept({ host: '198.51.100.11', port: 2222, fingerprint })
  await expect(keys.decide('nginx1', '198.51.100.11', 22, key)).rejects.toThrow('host-key-unknown')
  accepted.accept({ host: '198.51.100.11', port: 22, fingerprint })
  await keys.decide('nginx1', '198.51.100.11', 22, key)
  expect(await keys.judge('198.51.100.11', 22, key)).toMatchObject({ state: 'known' })
  expect(told.map((event) => event.type === 'host-key' && event.accepted)).toEqual([false, false, true])
})
