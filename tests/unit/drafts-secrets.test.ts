import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Call } from '../../electron/contract/wire'
import { Desk } from '../../electron/engine/desk'
import { Secrets } from '../../electron/engine/secrets'
import { pairsHandlers } from '../../electron/handlers/pairs'
import { secretHandlers } from '../../electron/handlers/secrets'
import { openRecords } from '../../electron/store/audit'
import { openDrafts, openSettings } from '../../electron/store/documents'
import { openKeychain, type Keytar } from '../../electron/store/keychain'
import { openPairs } from '../../electron/store/pairs'
import { nodeSchema, pairSchema } from '../../electron/domain/pair'

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

describe('what is kept for a host is used for another pair', () => {
  const at = (address: string, port = 22, user = 'root') => ({ address, port, user })
  const password = (pair: string) => ({ kind: 'password', pair, node: 'front' }) as const
  const reuse = (node: { address: string; port?: number; user?: string }, from = { pair: 'web', node: 'nginx1' }) =>
    handlers()['secret.reuse']({ from, to: { pair: 'shop', node: nodeSchema.parse({ name: 'front', ...node }) } }, call)
  const own = example.nodes[0]!.address

  beforeEach(() => handlers()['pairs.save']({ pair: pairSchema.parse(example) }, call))

  test('where it was kept, and for that account alone', async () => {
    const state = await reuse({ address: own })
    const ref = { ...password('shop'), at: `root@${own}:22` }
    expect(state).toEqual({ secrets: [{ ref, where: 'keychain' }] })
    expect(await secrets.source(password('shop'), at(own))).toBe('kept-for-good')
    for (const other of [at('203.0.113.7'), at(own, 2222), at(own, 22, 'ops')])
      expect(await secrets.source(password('shop'), other)).toBeUndefined()
    expect(await secrets.source(password('shop'))).toBeUndefined()
    // The other pair has its own still; and so it is after a restart.
    expect(await secrets.source({ ...password('web'), node: 'nginx1' }, at(own))).toBe('kept-for-good')
    secrets = new Secrets(await openKeychain(() => Promise.resolve(keytar)), new Set())
    expect(await secrets.source(password('shop'), at(own))).toBe('kept-for-good')
    expect(await secrets.source(password('shop'), at('203.0.113.7'))).toBeUndefined()
  })

  test.each([
    ['another address', { address: '203.0.113.7' }, undefined],
    ['another port', { address: own, port: 2222 }, undefined],
    ['another user', { address: own, user: 'ops' }, undefined],
    ['a node that the pair does not have', { address: own }, { pair: 'web', node: 'nginx9' }],
  ])('never for %s', async (_what, node, from) => {
    await expect(reuse(node, from)).rejects.toThrow('secret-elsewhere')
    expect(await stateOf('shop')).toEqual([])
  })

  test('nor from a pair that is only a draft', async () => {
    await expect(reuse({ address: own }, { pair: 'web-2', node: 'nginx1' })).rejects.toThrow('pair-unreadable')
  })

  test('what is for the session stays for the session', async () => {
    await reuse({ address: example.nodes[1]!.address }, { pair: 'web', node: 'nginx2' })
    expect(await stateOf('shop')).toEqual(['front sudo session'])
    expect([...kept.keys()].filter((account) => account.startsWith('shop/'))).toEqual([])
  })

  test('it goes with its node to another name, and still to no other machine', async () => {
    await reuse({ address: own })
    await handlers()['secret.rename']({ from: password('shop'), to: password('shop-2') }, call)
    expect(await stateOf('shop')).toEqual([])
    expect(await secrets.source(password('shop-2'), at(own))).toBe('kept-for-good')
    expect(await secrets.source(password('shop-2'), at('203.0.113.7'))).toBeUndefined()
  })

  test('from pair to pair to pair', async () => {
    await reuse({ address: own })
    const shop = { ...example, name: 'shop', nodes: [{ name: 'front', address: own }, example.nodes[1]] }
    await handlers()['pairs.save']({ pair: pairSchema.parse(shop) }, call)
    await handlers()['secret.reuse'](
      { from: { pair: 'shop', node: 'front' }, to: { pair: 'third', node: nodeSchema.parse({ name: 'front', address: own }) } },
      call,
    )
    expect(await secrets.source(password('third'), at(own))).toBe('kept-for-good')
    expect(await secrets.source(password('third'), at('203.0.113.7'))).toBeUndefined()
  })

  test('what is typed takes its place; what is forgotten is gone', async () => {
    await reuse({ address: own })
    await handlers()['secret.set']({ ref: password('shop'), value: 'typed now', remember: true }, call)
    expect(await secrets.source(password('shop'), at(own))).toBe('typed now')
    expect([...kept.keys()].filter((account) => account.startsWith('shop/'))).toEqual(['shop/front/password'])
    await reuse({ address: own })
    expect(await secrets.source(password('shop'), at(own))).toBe('kept-for-good')
    await handlers()['secret.forget']({ pair: 'shop', node: 'front' }, call)
    expect(await stateOf('shop')).toEqual([])
  })
})
