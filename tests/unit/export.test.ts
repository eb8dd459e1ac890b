import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { failureText } from '../../electron/contract/failure'
import { HotpairError, type Failure } from '../../electron/domain/failure'
import { pairSchema } from '../../electron/domain/pair'
import type { BundleEntry, Plan } from '../../electron/domain/plan'
import { exportBundles } from '../../electron/export/export'

/** What an export may replace: only an export, as it was written. */

let to: string
let folder: string
beforeEach(() => {
  to = mkdtempSync(join(tmpdir(), 'hotpair-export-'))
  folder = join(to, 'web')
})
afterEach(() => {
  rmSync(to, { recursive: true, force: true })
})

const pair = pairSchema.parse({
  name: 'web',
  nodes: [
    { name: 'n1', address: '198.51.100.11' },
    { name: 'n2', address: '198.51.100.12' },
  ],
  vips: ['198.51.100.199/24'],
  vrrp: { routerId: 66 },
})
const bundle = (text: string): BundleEntry[] => [
  { path: 'manifest.json', mode: 0o644, content: '{"hotpair":1}\n' },
  { path: 'hotpair.sh', mode: 0o755, content: `#!/bin/sh\n# ${text}\n` },
  { path: 'files/etc/x', mode: 0o644, content: text },
]
const write = (text: string, more: Record<string, readonly BundleEntry[]> = {}) =>
  exportBundles(pair, { id: text, stages: [] as Plan['stages'] } as Plan, { n1: bundle(text), n2: bundle(text), ...more }, to)
const put = (path: string, content: string): void => {
  mkdirSync(dirname(join(to, path)), { recursive: true })
  writeFileSync(join(to, path), content)
}
/** Everything below `to`: path → content, target of a link, or '/' for a folder. */
const all = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(to, { recursive: true, withFileTypes: true })
      .map((entry) => {
        const path = join(entry.parentPath, entry.name)
        return [path.slice(to.length + 1), entry.isFile() ? readFileSync(path, 'utf8') : entry.isDirectory() ? '/' : 'other'] as const
      })
      .sort(([a], [b]) => a.localeCompare(b)),
  )
const refused = async (work: Promise<unknown>): Promise<Failure> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof HotpairError)) throw new Error('it was not refused', { cause: error })
  return error.failure
}

test('an export is made, and replaced by the next one, whole', async () => {
  const first = await write('one', { n3: bundle('three') })
  expect(first.folder).toBe(folder)
  expect(first.files).toContain('n3/hotpair.sh')
  expect(statSync(join(folder, 'n1/hotpair.sh')).mode & 0o777).toBe(0o755)
  await write('two')
  expect(readFileSync(join(folder, 'n1/files/etc/x'), 'utf8')).toBe('two')
  expect(existsSync(join(folder, 'n3'))).toBe(false)
  expect(readdirSync(to)).toEqual(['web'])
})

test('an empty folder is taken', async () => {
  mkdirSync(folder)
  await write('one')
  expect(existsSync(join(folder, 'n1/manifest.json'))).toBe(true)
})

describe('a folder that is not an export survives untouched', () => {
  const cases: readonly (readonly [name: string, make: () => void, reason: string, found: string])[] = [
    ['the user’s own files', () => put('web/index.html', 'mine'), 'foreign', 'index.html'],
    [
      'subfolders that have a manifest.json',
      () => {
        put('web/app/manifest.json', '{}')
        put('web/app/photo.jpg', 'mine')
      },
      'foreign',
      'app',
    ],
    ['README.txt alone', () => put('web/README.txt', 'mine'), 'foreign', 'README.txt'],
    ['only folders', () => mkdirSync(join(folder, 'deep/er'), { recursive: true }), 'foreign', 'deep'],
    ['a mark that is no mark', () => put('web/.hotpair-export.json', 'x'), 'foreign', '.hotpair-export.json'],
    ['a mark that names nothing', () => put('web/.hotpair-export.json', '{"hotpair":1,"files":{}}'), 'foreign', '.hotpair-export.json'],
    [
      'a link to a folder',
      () => {
        put('elsewhere/mine', 'mine')
        symlinkSync(join(to, 'elsewhere'), folder)
      },
      'link',
      '',
    ],
    ['a link to nothing', () => symlinkSync(join(to, 'nothing'), folder), 'link', ''],
    ['a file', () => put('web', 'mine'), 'not-a-folder', ''],
    ['a pipe', () => void execFileSync('mkfifo', [folder]), 'not-a-folder', ''],
  ]
  test.each(cases)('%s', async (_name, make, reason, found) => {
    make()
    const before = all()
    const failure = await refused(write('one'))
    expect(failure).toMatchObject({ kind: 'export-failed', values: { folder, reason, ...(found === '' ? {} : { found }) } })
    for (const language of ['en', 'zh-CN'] as const) {
      expect(failureText(failure, language).what).toContain(folder)
      // in words
      expect(failureText(failure, language).what).not.toMatch(/(foreign|link|not-a-folder)$/)
    }
    expect(all()).toEqual(before)
  })

  const changes: readonly (readonly [name: string, change: () => void, found: string])[] = [
    ['a file was added', () => put('web/n1/notes.txt', 'mine'), 'n1/notes.txt'],
    ['a file was edited', () => appendFileSync(join(folder, 'n2/files/etc/x'), 'mine'), 'n2/files/etc/x'],
    ['a folder was added', () => mkdirSync(join(folder, 'n1/mine')), 'n1/mine'],
    ['a link was added', () => symlinkSync('/etc', join(folder, 'n1/etc')), 'n1/etc'],
    [
      'a file has become a pipe',
      () => {
        rmSync(join(folder, 'README.txt'))
        execFileSync('mkfifo', [join(folder, 'README.txt')])
      },
      'README.txt',
    ],
  ]
  test.each(changes)('an export in which %s', async (_name, change, found) => {
    await write('one')
    change()
    const before = all()
    expect(await refused(write('two'))).toMatchObject({ values: { reason: 'foreign', found } })
    expect(all()).toEqual(before)
  })
})

test('writing fails: what was there is there as before', async () => {
  await write('one')
  const before = all()
  // The same path twice, and a folder in the place of a file.
  for (const path of ['files/etc/x', 'files/etc/x/y']) {
    const broken = [...bundle('two'), { path, mode: 0o644, content: '' }]
    expect(await refused(write('two', { n2: broken }))).toMatchObject({ kind: 'export-failed', values: { folder } })
    expect(all()).toEqual(before)
  }
})

test('what a killed run has left is neither mistaken nor in the way', async () => {
  put('.web.hotpair-Abc123/new/README.txt', 'half')
  put('.web.hotpair-Abc123/old/n1/manifest.json', '{}')
  const left = all()
  await write('one')
  await write('two')
  expect(all()).toMatchObject(left)
  expect(readFileSync(join(folder, 'n1/files/etc/x'), 'utf8')).toBe('two')
})
