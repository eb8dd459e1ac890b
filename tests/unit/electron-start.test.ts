import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { electronProgram, whyNoWindow } from '../../build/electron.mjs'
import { root } from '../../build/install.mjs'
import { openInBrowser } from '../../electron/open-in-browser'
import { readWindowState, writeWindowState } from '../../electron/window-state'
import { until } from '../contract/engine'

/** What is decided before a window or a page is there. */

const folder = mkdtempSync(join(tmpdir(), 'hotpair-start-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('window or browser', () => {
  const can = { env: { DISPLAY: ':0' }, platform: 'linux' as const, uid: 1000, program: '/opt/electron' }

  test.each([
    ['a desktop', can, null],
    ['Wayland', { ...can, env: { WAYLAND_DISPLAY: 'wayland-0' } }, null],
    ['macOS', { ...can, env: {}, platform: 'darwin' as const }, null],
    ['Windows', { ...can, env: {}, platform: 'win32' as const, uid: undefined }, null],
    ['no display', { ...can, env: {} }, 'there is no display'],
    ['no program', { ...can, program: null }, 'Electron is not there'],
    [
      'one of their own that is missing',
      { ...can, program: null, env: { ELECTRON_PATH: '/nowhere' } },
      'ELECTRON_PATH (/nowhere) does not exist',
    ],
    ['root', { ...can, uid: 0 }, 'no sandbox'],
    ['root who means it', { ...can, uid: 0, env: { DISPLAY: ':0', HOTPAIR_ALLOW_ROOT: '1' } }, null],
  ])('%s', (_what, machine, why) => {
    const said = whyNoWindow(machine)
    if (why === null) expect(said).toBeNull()
    else expect(said).toContain(why)
  })

  test("Electron's program is found without asking its package", () => {
    const modules = join(folder, 'node_modules')
    expect(electronProgram({}, modules)).toBeNull()
    mkdirSync(join(modules, 'electron/dist'), { recursive: true })
    writeFileSync(join(modules, 'electron/path.txt'), 'electron')
    expect(electronProgram({}, modules)).toBeNull()
    const program = join(modules, 'electron/dist/electron')
    writeFileSync(program, '')
    expect(electronProgram({}, modules)).toBe(program)
    expect(electronProgram({ ELECTRON_PATH: '/nowhere' }, modules)).toBeNull()
    expect(electronProgram({ ELECTRON_PATH: program }, '/nowhere')).toBe(program)
  })
})

describe('npm start', () => {
  const start = (env: Record<string, string>, ...args: string[]) =>
    spawnSync(process.execPath, [join(root, 'build/start.mjs'), ...args], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder, XDG_CONFIG_HOME: folder, ...env },
    })

  test("starts Electron's program on this folder, as itself and not as a Node.js", () => {
    const program = join(folder, 'electron')
    writeFileSync(program, '#!/bin/sh\necho "$@" "[$ELECTRON_RUN_AS_NODE]"\nexit 7\n', { mode: 0o755 })
    const env = { ELECTRON_PATH: program, DISPLAY: ':0', HOTPAIR_ALLOW_ROOT: '1', ELECTRON_RUN_AS_NODE: '1' }
    const { status, stdout } = start(env)
    expect([status, stdout]).toEqual([7, `${process.getuid?.() === 0 ? '--no-sandbox ' : ''}${root} []\n`])
  }, 120_000)

  test('knows one option', () => {
    expect(start({}, '--brwoser')).toMatchObject({ status: 64, stderr: 'usage: npm start [-- --browser]\n' })
  })
})

test("the token stands in no command line: a private file leads the user's browser to it", async () => {
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  const seen = join(folder, 'seen')
  writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" >'${seen}'\n`)
  chmodSync(join(bin, 'xdg-open'), 0o755)
  const path = process.env['PATH']
  process.env['PATH'] = `${bin}:${path ?? ''}`
  try {
    await openInBrowser('http://127.0.0.1:1/#token=geheim', { DISPLAY: ':0' }, 'linux')
    await until(() => readdirSync(folder).includes('seen') && readFileSync(seen, 'utf8') !== '')
  } finally {
    process.env['PATH'] = path
  }
  const file = readFileSync(seen, 'utf8')
  expect(file).not.toContain('geheim')
  expect(readFileSync(file, 'utf8')).toContain('url=http://127.0.0.1:1/#token=geheim"')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700)
})

test('without a display nothing is opened', async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('hotpair-'))
  await openInBrowser('http://127.0.0.1:1/', {}, 'linux')
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('hotpair-')).length).toBeLessThanOrEqual(before.length)
})

describe('where the window was', () => {
  const file = join(folder, 'kept/window.json')
  const screen = { x: 0, y: 0, width: 1920, height: 1080 }
  const state = { bounds: { x: 100, y: 50, width: 1200, height: 800 }, maximized: true }

  test('is kept', async () => {
    expect(await readWindowState(file, [screen])).toBeNull()
    writeWindowState(file, state)
    expect(await readWindowState(file, [screen])).toEqual(state)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('but not on a screen that is gone', async () => {
    writeWindowState(file, { ...state, bounds: { ...state.bounds, x: 2500 } })
    expect(await readWindowState(file, [screen])).toBeNull()
    expect(await readWindowState(file, [screen, { ...screen, x: 1920 }])).not.toBeNull()
  })

  test.each(['', '{', 'null', '{"bounds":{"x":"a"}}', JSON.stringify({ ...state, bounds: { ...state.bounds, width: 3 } })])(
    'not from %j',
    async (text) => {
      writeFileSync(file, text)
      expect(await readWindowState(file, [screen])).toBeNull()
    },
  )

  test('a folder that cannot be written is no reason to stay open', () => {
    writeFileSync(join(folder, 'file'), '')
    writeWindowState(join(folder, 'file/window.json'), state)
  })
})
