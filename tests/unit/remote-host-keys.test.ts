import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHostKeys } from '../../electron/remote/host-keys'
import { fingerprintOf, knownHostsLine } from '../../electron/remote/known-hosts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-host-keys-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const key = (fill: number): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, 11]), Buffer.from('ssh-ed25519'), Buffer.from([0, 0, 0, 32]), Buffer.alloc(32, fill)])
const accept = { onUnknown: () => Promise.resolve(true) }

test('two hosts accepted at the same time are both written down; a cut line is closed first', async () => {
  const write = join(folder, 'deep', 'known_hosts')
  const keys = openHostKeys({ read: [], write, ...accept })
  await Promise.all([1, 2, 3].map((i) => keys.decide(`n${String(i)}`, `web${String(i)}`, 22, key(i))))
  expect(readFileSync(write, 'utf8').trim().split('\n')).toHaveLength(3)
  expect(statSync(write).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'deep')).mode & 0o777).toBe(0o700)
  writeFileSync(write, 'web9 ssh-ed25519 AAA', { flag: 'a' })
  await keys.decide('n4', 'web4', 2222, key(4))
  expect(await keys.judge('web4', 2222, key(4))).toEqual({ state: 'known' })
  expect(await keys.judge('web2', 22, key(2))).toEqual({ state: 'known' })
})

test('nobody to ask, a no, a changed key, a certificate authority', async () => {
  const read = join(folder, 'users')
  writeFileSync(read, knownHostsLine('web1', 22, key(1)) + knownHostsLine('ca', 22, key(9)).replace('ca', '@cert-authority *.org'))
  const write = join(folder, 'ours')
  const values = { host: 'web2', port: 22, keyType: 'ssh-ed25519', fingerprint: fingerprintOf(key(2)) }
  await expect(openHostKeys({ read: [read], write }).decide('n', 'web2', 22, key(2))).rejects.toMatchObject({
    failure: { kind: 'host-key-unknown', node: 'n', values },
  })
  await expect(
    openHostKeys({ read: [read], write, onUnknown: () => Promise.resolve(false) }).decide('n', 'web2', 22, key(2)),
  ).rejects.toMatchObject({ failure: { kind: 'host-key-unknown' } })
  await expect(openHostKeys({ read: [read], write, ...accept }).decide('n', 'web1', 22, key(2))).rejects.toMatchObject({
    failure: {
      kind: 'host-key-changed',
      values: { file: read, line: 1, expected: fingerprintOf(key(1)), fingerprint: fingerprintOf(key(2)) },
    },
  })
  await expect(openHostKeys({ read: [read], write, ...accept }).decide('n', 'a.org', 22, key(2))).rejects.toMatchObject({
    failure: { kind: 'known-hosts-unreadable', values: { reason: 'cert-authority', line: 2 } },
  })
  expect(() => statSync(write)).toThrow()
})

test('a file that cannot be read is not the same as none', async () => {
  await expect(openHostKeys({ read: [folder], write: join(folder, 'ours') }).judge('web1', 22, key(1))).rejects.toMatchObject({
    failure: { kind: 'known-hosts-unreadable', values: { file: folder, reason: 'EISDIR' } },
  })
  writeFileSync(join(folder, 'file'), '')
  await expect(
    openHostKeys({ read: [], write: join(folder, 'file', 'known_hosts'), ...accept }).decide('n', 'web1', 22, key(1)),
  ).rejects.toMatchObject({ failure: { kind: 'known-hosts-unreadable' } })
})
