import { expect, test } from 'vitest'
import { accountOf, openKeychain } from '../../electron/store/keychain'
import type { Keytar } from '../../electron/store/keychain'

/** Problems that one machine does not have all of; the real keyring is in tests/lab/keychain.test.ts. */
const failing = (message: string): Keytar => ({
  getPassword: () => Promise.reject(new Error(message)),
  setPassword: () => Promise.reject(new Error(message)),
  deletePassword: () => Promise.reject(new Error(message)),
  findCredentials: () => Promise.reject(new Error(message)),
})

test('names', () => {
  expect(accountOf({ kind: 'password', pair: 'web', node: 'n1' })).toBe('web/n1/password')
  expect(accountOf({ kind: 'vrrp', pair: 'web' })).toBe('web/vrrp')
  expect(accountOf({ kind: 'sudo', pair: 'web', node: 'n1', at: 'ops@[2001:db8::1]:22' })).toBe('web/n1/sudo/ops@[2001:db8::1]:22')
})

test.each([
  ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'no-bus'],
  ['Could not connect: No such file or directory', 'no-bus'],
  ['The name org.freedesktop.secrets was not provided by any .service files', 'no-service'],
  ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'no-collection'],
  ['Cannot create an item in a locked collection', 'locked'],
  ['Prompt was dismissed', 'locked'],
  ['User interaction is not allowed.', 'locked'],
  ['something new', 'other'],
])('%s', async (message, problem) => {
  const keychain = await openKeychain(() => Promise.resolve(failing(message)))
  expect([keychain.available, keychain.problem]).toEqual([false, problem])
})

test('no library: secrets are kept in memory', async () => {
  const keychain = await openKeychain(() => Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file')))
  expect([keychain.available, keychain.problem]).toEqual([false, 'no-library'])
  const ref = { kind: 'vrrp', pair: 'web' } as const
  const other = { kind: 'vrrp', pair: 'web-2' } as const
  await keychain.set(ref, 'value')
  await keychain.set(other, 'value')
  expect(await keychain.get(ref)).toBe('value')
  await keychain.forgetPair('web')
  expect([await keychain.get(ref), await keychain.get(other)]).toEqual([undefined, 'value'])
  await keychain.set(other, '')
  await keychain.forget(ref)
  expect(await keychain.get(other)).toBeUndefined()
})

test('one that never answers, one that forgets, one that breaks later', async () => {
  const never = () => new Promise<never>(() => undefined)
  const silent = await openKeychain(
    () => Promise.resolve({ getPassword: never, setPassword: never, deletePassword: never, findCredentials: never }),
    50,
  )
  expect(silent.problem).toBe('no-answer')
  const forgets: Keytar = {
    getPassword: () => Promise.resolve(null),
    setPassword: () => Promise.resolve(),
    deletePassword: () => Promise.resolve(true),
    findCredentials: () => Promise.resolve([]),
  }
  expect((await openKeychain(() => Promise.resolve(forgets))).problem).toBe('other')
  let stored = ''
  const works: Keytar = {
    ...forgets,
    setPassword: (_, __, value) => {
      stored = value
      return Promise.resolve()
    },
    getPassword: () => Promise.resolve(stored),
  }
  const keychain = await openKeychain(() => Promise.resolve(works), 50)
  expect(keychain.available).toBe(true)
  works.getPassword = never
  await expect(keychain.get({ kind: 'vrrp', pair: 'web' })).rejects.toMatchObject({
    failure: { kind: 'keychain', values: { reason: 'no-answer' } },
  })
})
