import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle, buildRenderer } from '../../build/bundle.mjs'
import configuration from '../../build/electron-builder.mjs'
import { root } from '../../build/install.mjs'

/** The package, as far as it can be made without Electron's binary: electron-builder works on a stand-in for it. */

const folder = mkdtempSync(join(tmpdir(), 'hotpair-package-'))
const unpacked = join(folder, 'out/linux-unpacked')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Marks the place of the fuses in Electron's program (@electron/fuses). */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

function standIn(at: string): void {
  mkdirSync(join(at, 'resources'), { recursive: true })
  mkdirSync(join(at, 'locales'))
  for (const language of ['de', 'en-US', 'zh-CN']) writeFileSync(join(at, `locales/${language}.pak`), '')
  for (const file of ['LICENSE', 'LICENSES.chromium.html', 'version', 'chrome-sandbox', 'chrome_crashpad_handler', 'resources.pak'])
    writeFileSync(join(at, file), '')
  // Version 1, nine fuses, as Electron 45 is delivered.
  writeFileSync(join(at, 'electron'), Buffer.concat([Buffer.from(`program ${sentinel}`), Buffer.from([1, 9]), Buffer.from('101100011')]), {
    mode: 0o755,
  })
}

interface Entry {
  readonly files?: Record<string, Entry>
  readonly unpacked?: boolean
  readonly integrity?: object
}

/** An asar begins with its table of contents: four lengths, then JSON. */
function contents(): Map<string, Entry> {
  const archive = readFileSync(join(unpacked, 'resources/app.asar'))
  const header = JSON.parse(archive.subarray(16, 16 + archive.readUInt32LE(12)).toString()) as Entry
  const walk = (entry: Entry, path: string): [string, Entry][] =>
    entry.files === undefined
      ? [[path, entry]]
      : Object.entries(entry.files).flatMap(([name, inside]) => walk(inside, path === '' ? name : `${path}/${name}`))
  return new Map(walk(header, ''))
}

beforeAll(async () => {
  standIn(join(folder, 'electron'))
  await bundle('main')
  await bundle('preload')
  await buildRenderer()
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/electron-builder/cli.js'),
      ...['--config', join(root, 'build/electron-builder.mjs'), '--publish', 'never', '--linux', '--x64', '--dir'],
      `-c.electronDist=${join(folder, 'electron')}`,
      `-c.directories.output=${join(folder, 'out')}`,
    ],
    { cwd: root, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(stdout + stderr)
}, 180_000)

describe('the archive', () => {
  test('holds what was bundled, keytar, and nothing else', () => {
    const names = [...contents().keys()].filter((name) => !name.startsWith('dist/renderer/assets/'))
    expect(names.sort()).toEqual([
      'dist/main.cjs',
      'dist/preload.cjs',
      'dist/renderer/index.html',
      'node_modules/keytar/LICENSE.md',
      'node_modules/keytar/lib/keytar.js',
      'node_modules/keytar/package.json',
      'node_modules/keytar/prebuilds/linux-x64/keytar.node',
      'package.json',
      'resources/icons/256x256.png',
    ])
  })

  test('only keytar lies beside it', () => {
    const beside = [...contents()].filter(([, entry]) => entry.unpacked === true).map(([name]) => name)
    expect(beside.length).toBeGreaterThan(0)
    expect(beside.every((name) => name.startsWith('node_modules/keytar/'))).toBe(true)
    expect(
      statSync(join(unpacked, 'resources/app.asar.unpacked/node_modules/keytar/prebuilds/linux-x64/keytar.node')).size,
    ).toBeGreaterThan(10_000)
  })

  test('every file has its digest, for the integrity fuse', () => {
    for (const [name, entry] of contents()) expect(entry.integrity, name).toBeDefined()
  })

  test('nothing that it needs was left out', () => {
    for (const entry of ['main', 'preload']) {
      const code = readFileSync(join(root, `dist/${entry}.cjs`), 'utf8')
      const required = [...code.matchAll(/\brequire\("([^"./][^"]*)"\)/g)].map(([, name]) => name ?? '')
      const missing = new Set(required.filter((name) => !builtinModules.includes(name.replace(/^node:/, '').split('/')[0] ?? '')))
      // cpu-features is an optional part of ssh2, which does without.
      expect([...missing].filter((name) => !['electron', 'keytar', 'cpu-features'].includes(name))).toEqual([])
      if (entry === 'preload') expect([...new Set(required)]).toEqual(['electron'])
    }
  })
})

test('the fuses are set: no Node.js, no inspector, no code from elsewhere', () => {
  const program = readFileSync(join(unpacked, 'hotpair-desktop'))
  const at = program.indexOf(sentinel) + sentinel.length + 2
  const [runAsNode, cookies, nodeOptions, inspect, integrity, onlyAsar, snapshot, fileProtocol] = program.subarray(at, at + 8).toString()
  expect({ runAsNode, cookies, nodeOptions, inspect, integrity, onlyAsar, snapshot, fileProtocol }).toEqual({
    runAsNode: '0',
    cookies: '1',
    nodeOptions: '0',
    inspect: '0',
    integrity: '1',
    onlyAsar: '1',
    snapshot: '0',
    fileProtocol: '0',
  })
})

test('languages that the wizard does not speak are left out', () => {
  expect(readdirSync(join(unpacked, 'locales')).sort()).toEqual(['en-US.pak', 'zh-CN.pak'])
})

test('every system has its targets', () => {
  const { linux, win, mac } = configuration
  expect([linux?.target, win?.target, mac?.target]).toEqual([['AppImage', 'deb'], ['nsis'], ['dmg']])
})

describe('icons', () => {
  const icons = join(root, 'resources/icons')
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47])

  test.each([16, 24, 32, 48, 64, 128, 256, 512])('%i', (size) => {
    const image = readFileSync(join(icons, `${size}x${size}.png`))
    expect([image.subarray(0, 4).equals(png), image.readUInt32BE(16), image.readUInt32BE(20)]).toEqual([true, size, size])
  })

  test('Windows: seven, each where the directory says', () => {
    const file = readFileSync(join(icons, 'icon.ico'))
    expect([file.readUInt16LE(2), file.readUInt16LE(4)]).toEqual([1, 7])
    for (let i = 0; i < 7; i++) {
      const offset = file.readUInt32LE(6 + 16 * i + 12)
      expect(file.subarray(offset, offset + 4).equals(png)).toBe(true)
    }
  })

  test('macOS: its length is right', () => {
    const file = readFileSync(join(icons, 'icon.icns'))
    expect([file.subarray(0, 4).toString(), file.readUInt32BE(4)]).toEqual(['icns', file.length])
  })
})

describe('skipped here: needs downloads that this network may not allow; .github/workflows/desktop.yml does it', () => {
  test.skip("AppImage and deb (the packagers' tools)", () => undefined)
  test.skip('nsis and dmg (Windows, macOS)', () => undefined)
  test.skip("the package starts (Electron's binary)", () => undefined)
})
