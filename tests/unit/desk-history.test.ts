import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deploymentName } from '../../electron/domain/deployment-name'
import { Desk } from '../../electron/engine/desk'
import { Secrets } from '../../electron/engine/secrets'
import { openRecords, type Records } from '../../electron/store/audit'
import { openDrafts, openSettings } from '../../electron/store/documents'
import { openKeychain } from '../../electron/store/keychain'
import { openPairs } from '../../electron/store/pairs'
import { recordedPair } from '../renderer/recorded'

/** A pair whose drills are many: they must not hide what is deployed. */

let folder = ''
let records: Records
let desk: Desk
const pair = recordedPair()
const at = (second: number): string => new Date(Date.UTC(2026, 10, 1) + second * 1000).toISOString()

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-desk-'))
  records = openRecords(folder, (text) => text)
  const none = { getPassword: () => Promise.reject(new Error('none')), setPassword: () => Promise.reject(new Error('none')) }
  const keychain = await openKeychain(() =>
    Promise.resolve({ ...none, deletePassword: () => Promise.resolve(false), findCredentials: () => Promise.resolve([]) }),
  )
  desk = new Desk({
    pairs: openPairs(folder),
    drafts: openDrafts(folder),
    settings: openSettings(folder),
    records,
    secrets: new Secrets(keychain, new Set()),
    connections: null,
    keptPairs: [],
  })
  await desk.savePair({ ...pair, vrrp: { ...pair.vrrp, routerId: 99 } })
  await records.addHistory(pair.name, {
    time: at(0),
    kind: 'deployment',
    id: deploymentName.parse('20261101T000000-abcdef'),
    result: 'done',
    data: { settings: pair },
  })
  for (let i = 1; i <= 320; i++) await records.addHistory(pair.name, { time: at(i), kind: 'drill', id: '', result: 'passed', data: {} })
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

test('the history has its newest entries, and the deployments before them', async () => {
  const entries = await desk.historyOf(pair.name)
  expect(entries).toHaveLength(301)
  expect(entries.map(({ time }) => time)).toEqual([...Array.from({ length: 300 }, (_, i) => at(320 - i)), at(0)])
  expect(entries.at(-1)?.kind).toBe('deployment')
})

test('what is on the hosts is still known after many drills', async () => {
  await desk.settingsBack(pair.name)
  const [stored] = await desk.pairs.list()
  expect(stored?.pair?.vrrp.routerId).toBe(pair.vrrp.routerId)
})
