import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Call } from '../../electron/contract/wire'
import { Desk } from '../../electron/engine/desk'
import { Secrets } from '../../electron/engine/secrets'
import { pairsHandlers } from '../../electron/handlers/pairs'
import { secretHandlers } from '../../electron/handlers/secrets'
import { openRecords } from '../../electron/store/audit'
import { openDrafts, openSettings } from '../../electron/store/documents'
import { openKeychain, type Keytar } from '../../electron/store/keychain'
import { openPairs } from '../../electron/store/pairs'
import { pairSchema } from '../../electron/domain/pair'

/** What becomes of the passwords of a pair that was never finished. */

const call: Call = { signal: new AbortController().signal, giveUp: new AbortController().signal, emit: () => undefined }
const example = {
  name: 'web',
  nodes: [
    { name: 'nginx1', address: '198.51.100.11' },
    { name: 'nginx2', address: '198.51.100.12' },
  ],
  vips: ['198.51.100.199/24'],
  vrrp: { routerId: 66 },
}

let folder = ''
let kept: Map<string, string>
let secrets: Secrets
const keytar: Keytar = {
  getPassword: (_, account) => Promise.resolve(kept.get(account) ?? null),
  setPassword: (_, account, value) => Promise.resolve(void kept.set(account, value)),
  deletePassword: (_, account) => Promise.resolve(kept.delete(account)),
  findCredentials: () => Promise.resolve([...kept].map(([account, password]) => ({ account, password }))),
}
const handlers = (lab: readonly string[] = []) => {
  const desk = new Desk({
    pairs: openPairs(folder),
    drafts: openDrafts(folder),
    settings: openSettings(folder),
    records: openRecords(folder, (text) => text),
    secrets,
    connections: null,
    keptPairs: lab,
  })
  return { ...pairsHandlers(desk), ...secretHandlers(desk) }
}
const save = (id: string, name: string) => handlers()['draft.save']({ id, saved: '2026-01-01T00:00:00Z', name, content: {} }, call)

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-drafts-'))
  kept = new Map()
  secrets = new Secrets(await openKeychain(() => Promise.resolve(keytar)), new Set())
  await secrets.set({ kind: 'password', pair: 'web', node: 'nginx1' }, 'kept-for-good', true)
  await secrets.set({ kind: 'sudo', pair: 'web', node: 'nginx2' }, 'for-this-session', false)
  await secrets.set({ kind: 'password', pair: 'web-2', node: 'nginx1' }, 'of another', true)
  await save('one', 'web ')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const stateOf = async (pair: string) =>
  (await handlers()['secret.state']({ pair }, call)).secrets.map(({ ref, where }) => `${ref.node ?? ''} ${ref.kind} ${where}`)

test('a draft that is resumed after a restart knows what the keychain has', async () => {
  expect(await stateOf('web')).toEqual(['nginx2 sudo session', 'nginx1 password keychain'])
  secrets = new Secrets(await openKeychain(() => Promise.resolve(keytar)), new Set())
  expect(await stateOf('web')).toEqual(['nginx1 password keychain'])
})

test('a draft that is discarded takes its passwords with it, and no others', async () => {
  await handlers()['draft.remove']({ id: 'one' }, call)
  expect(await stateOf('web')).toEqual([])
  expect([...kept.keys()]).toEqual(['web-2/nginx1/password'])
})

test('they stay while a pair or another draft has the name, or the practice lab does', async () => {
  await save('two', 'web')
  await handlers()['draft.remove']({ id: 'one' }, call)
  expect(await stateOf('web')).toHaveLength(2)
  await handlers(['web'])['draft.remove']({ id: 'two' }, call)
  expect(await stateOf('web')).toHaveLength(2)
  await save('three', 'web')
  await handlers()['pairs.save']({ pair: pairSchema.parse(example) }, call)
  await handlers()['draft.remove']({ id: 'three' }, call)
  expect(await stateOf('web')).toHaveLength(2)
})

test('a pair that is forgotten takes its draft, its history and its passwords with it, and nothing of another', async () => {
  const records = openRecords(folder, (text) => text)
  await handlers()['pairs.save']({ pair: pairSchema.parse(example) }, call)
  await save('other', 'web-2')
  for (const pair of ['web', 'web-2']) {
    await records.addHistory(pair, { time: '2026-01-01T00:00:00Z', kind: 'deployment', id: '', result: 'done' })
    await records.addHistory(pair, { time: '2026-01-02T00:00:00Z', kind: 'verification', id: '', result: 'done' })
  }
  expect(await handlers()['pairs.changed']({ name: 'web' }, call)).toEqual({ changed: '2026-01-01T00:00:00Z' })
  await handlers()['pairs.remove']({ name: 'web' }, call)
  expect((await handlers()['draft.list']({}, call)).drafts.map(({ id }) => id)).toEqual(['other'])
  expect((await handlers()['pairs.history']({ name: 'web' }, call)).entries).toEqual([])
  expect(await handlers()['pairs.changed']({ name: 'web' }, call)).toEqual({ changed: null })
  expect((await handlers()['pairs.history']({ name: 'web-2' }, call)).entries).toHaveLength(2)
  expect([...kept.values()]).toEqual(['of another'])
})
