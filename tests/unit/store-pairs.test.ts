import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HotpairError, type Failure } from '../../electron/domain/failure'
import { configFolder } from '../../electron/store/folder'
import { migrate } from '../../electron/store/migrations'
import { loadPair, openPairs, parsePair, savePairFile } from '../../electron/store/pairs'
import { pairTemplate } from '../../electron/cli/template'
import { voiceOf } from '../../electron/cli/wording'
import { languages } from '../../electron/contract/language'
import { pairJsonSchema } from '../../electron/store/template'
import { writeAtomically } from '../../electron/store/write'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-store-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const failed = (work: () => unknown): Pick<Failure, 'kind' | 'values'> => {
  try {
    work()
  } catch (error) {
    if (error instanceof HotpairError) return { kind: error.failure.kind, values: error.failure.values }
    throw error
  }
  throw new Error('it did not fail')
}
const good = `name: web
nodes:
  - { name: n1, address: 198.51.100.11 }
  - { name: n2, address: 198.51.100.12, user: ops, auth: key, keyFile: ~/.ssh/id }
vips: [198.51.100.199/24]
vrrp: { routerId: 66 }
`

describe('reading', () => {
  test('YAML, JSON, and our template', () => {
    const pair = parsePair(good, 'x.yaml')
    expect(pair.nodes.map((node) => [node.port, node.priority, node.sudo])).toEqual([
      [22, 254, 'none'],
      [22, 253, 'password'],
    ])
    expect(parsePair(JSON.stringify({ ...pair, version: 1 }), 'x.json')).toEqual(pair)
    for (const language of languages) expect(parsePair(pairTemplate(voiceOf(language)), 'x').vips).toEqual(['198.51.100.199/24'])
  })
  test('every issue names its field and its line', () => {
    const text = good
      .replace('198.51.100.11 }', '198.51.100.300, prot: 2 }')
      .replace('routerId: 66', 'routerId: 300')
      .replace('vips:', '# a comment\nvips:')
    expect(failed(() => parsePair(text, 'web.yaml'))).toEqual({
      kind: 'pair-invalid',
      values: {
        file: 'web.yaml',
        issues: [
          { path: 'nodes.0.address', line: 3, code: 'ssh-address', values: {} },
          { path: 'nodes.0.prot', line: 3, code: 'unknown-setting', values: {} },
          { path: 'vrrp.routerId', line: 7, code: 'router-id', values: {} },
        ],
        more: 0,
      },
    })
  })
  test('something is missing: the line of what should hold it', () => {
    expect(failed(() => parsePair(good.replace('address: 198.51.100.12, ', ''), 'x'))).toMatchObject({
      values: { issues: [{ path: 'nodes.1.address', line: 4, code: 'missing' }] },
    })
    expect(failed(() => parsePair('', 'x'))).toMatchObject({ kind: 'pair-invalid' })
    expect(failed(() => parsePair('[]', 'x'))).toMatchObject({ kind: 'pair-invalid' })
  })
  test.each([
    ['not YAML', 'name: [', 'syntax'],
    ['a key twice', 'name: a\nname: b', 'syntax'],
    ['an unknown tag', 'name: !!js/function x', 'syntax'],
    ['two documents', 'name: a\n---\nname: b', 'syntax'],
    [
      'a bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 9 }, (_, i) => `b${String(i)}: &b${String(i)} [${Array.from({ length: 9 }, () => (i === 0 ? '*a' : `*b${String(i - 1)}`)).join(',')}]`).join('\n')}`,
      'aliases',
    ],
    ['of a later version', `version: 99\n${good}`, 'version'],
    ['of no version', `version: x\n${good}`, 'version'],
  ])('%s', (_, text, reason) => {
    expect(failed(() => parsePair(text, 'x'))).toMatchObject({ kind: 'pair-unreadable', values: { file: 'x', reason } })
  })
  test('files that cannot be read', async () => {
    const kind = (reason: string) => ({ failure: { kind: 'pair-unreadable', values: { reason } } })
    await expect(loadPair(join(folder, 'none'))).rejects.toMatchObject(kind('ENOENT'))
    await expect(loadPair(folder)).rejects.toMatchObject(kind('EISDIR'))
    writeFileSync(join(folder, 'large'), Buffer.alloc(2_000_000, '#'))
    await expect(loadPair(join(folder, 'large'))).rejects.toMatchObject(kind('too-large'))
  })
})

describe('the store', () => {
  test('saves as given, lists the newest first and what is broken, removes', async () => {
    const store = openPairs(join(folder, 'config'))
    expect(await store.list()).toEqual([])
    const input = {
      name: 'web',
      nodes: [
        { name: 'n1', address: '198.51.100.11' },
        { name: 'n2', address: '198.51.100.12' },
      ],
      vips: ['198.51.100.199'],
      vrrp: { routerId: 66 },
    }
    const file = await store.save(input)
    expect(readFileSync(file, 'utf8')).toMatch(/^version: 1\nname: web\n/)
    // No default was written, so that another advertInterval can have another VRRP version.
    expect(readFileSync(file, 'utf8')).not.toContain('preempt')
    const pair = await store.load('web')
    expect(pair.vrrp.preempt).toBe(false)
    await store.save({ ...pair, name: 'two' })
    expect({ ...(await store.load('two')), name: 'web' }).toEqual(pair)
    utimesSync(file, 1, 1)
    writeFileSync(join(folder, 'config', 'pairs', 'bad.yaml'), 'name: [')
    utimesSync(join(folder, 'config', 'pairs', 'bad.yaml'), 2, 2)
    const list = await store.list()
    expect(list.map((each) => [each.name, each.pair?.name ?? null, each.failure?.kind ?? null])).toEqual([
      ['two', 'two', null],
      ['bad', null, 'pair-unreadable'],
      ['web', 'web', null],
    ])
    await store.remove('bad')
    await store.remove('bad')
    expect(await store.list()).toHaveLength(2)
    expect(readdirSync(join(folder, 'config', 'pairs')).filter((name) => name.startsWith('.'))).toEqual([])
  })
  test('refuses what is not a pair, and names that are paths', async () => {
    const store = openPairs(folder)
    await expect(store.load('../../etc/passwd')).rejects.toMatchObject({ failure: { kind: 'pair-unreadable', values: { reason: 'name' } } })
    await expect(store.save({ name: '../x', nodes: [], vips: [], vrrp: { routerId: 1 } })).rejects.toMatchObject({
      failure: { kind: 'pair-invalid' },
    })
    writeFileSync(join(folder, 'file'), '')
    await expect(savePairFile(join(folder, 'file', 'x.yaml'), '')).rejects.toMatchObject({
      failure: { kind: 'store-failed', values: { file: join(folder, 'file', 'x.yaml') } },
    })
  })
  test('atomic writing keeps links and modes, and leaves nothing behind when it fails', async () => {
    const target = join(folder, 'target')
    writeFileSync(target, 'old')
    chmodSync(target, 0o640)
    symlinkSync(target, join(folder, 'link'))
    await writeAtomically(join(folder, 'link'), 'new', 0o644)
    expect([readFileSync(target, 'utf8'), statSync(target).mode & 0o777]).toEqual(['new', 0o640])
    await writeAtomically(join(folder, 'fresh'), 'x', 0o600)
    expect(statSync(join(folder, 'fresh')).mode & 0o777).toBe(0o600)
    mkdirSync(join(folder, 'folder'))
    await expect(writeAtomically(join(folder, 'folder'), 'x', 0o600)).rejects.toThrow()
    expect(readdirSync(folder).sort()).toEqual(['folder', 'fresh', 'link', 'target'])
  })
})

test('migrations run in order from the file’s version on', () => {
  const steps = [(value: Record<string, unknown>) => ({ ...value, a: 1 }), (value: Record<string, unknown>) => ({ ...value, b: value.a })]
  expect(migrate({ version: 1, name: 'x' }, 'f', steps)).toEqual({ name: 'x', a: 1, b: 1 })
  expect(migrate({ version: 2, name: 'x' }, 'f', steps)).toEqual({ name: 'x', b: undefined })
  expect(migrate({ version: 3, name: 'x' }, 'f', steps)).toEqual({ name: 'x' })
  expect(migrate({ name: 'x' }, 'f', steps)).toEqual({ name: 'x' })
  expect(failed(() => migrate({ version: 4 }, 'f', steps)).values).toEqual({ file: 'f', reason: 'version', version: '4', latest: 3 })
})

test('the JSON Schema asks for what a person must write, no more', () => {
  const schema = pairJsonSchema()
  expect(schema.required).toEqual(['name', 'nodes', 'vips', 'vrrp'])
  expect(JSON.stringify(schema)).toContain('VRID')
})

test('the configuration folder of each platform', () => {
  const home = '/home/me'
  expect(configFolder({ platform: 'linux', env: {}, home })).toBe('/home/me/.config/hotpair')
  expect(configFolder({ platform: 'linux', env: { XDG_CONFIG_HOME: '/x' }, home })).toBe('/x/hotpair')
  expect(configFolder({ platform: 'linux', env: { XDG_CONFIG_HOME: 'relative' }, home })).toBe('/home/me/.config/hotpair')
  expect(configFolder({ platform: 'darwin', env: {}, home })).toBe('/home/me/Library/Application Support/Hotpair')
  expect(configFolder({ platform: 'win32', env: { APPDATA: '/a' }, home })).toBe('/a/Hotpair')
})
