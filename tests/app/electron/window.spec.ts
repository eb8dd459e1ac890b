import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env, platform } from 'node:process'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle, buildRenderer } from '../../../build/bundle.mjs'
import { electronProgram, whyNoWindow } from '../../../build/electron.mjs'
import { root } from '../../../build/install.mjs'
import { mainPath } from './main-path'

/**
 * The main path in a real Electron window, where its binary is (ELECTRON_PATH, or downloaded by node_modules/electron/install.js)
 * and a display; the same screens are tested in Chromium with real hosts by tests/app.
 */

const program = electronProgram(env)
const machine = { env, platform, uid: process.getuid?.(), program }
const why = whyNoWindow(machine)

// Where Electron is meant to be, a skipped suite is a failure.
test.runIf(env['HOTPAIR_NO_SKIP'] === '1')('a window can be opened here', () => {
  expect(why).toBeNull()
})

describe.skipIf(why !== null)(why === null ? 'in a window' : `skipped, because ${why}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'hotpair-electron-'))
  let app: ElectronApplication
  let page: Page
  const errors: string[] = []

  /** A store of its own: nothing of whoever runs this is touched. */
  const start = (): Promise<ElectronApplication> => {
    const inherited = Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== 'ELECTRON_RUN_AS_NODE',
    )
    return _electron.launch({
      args: [...(machine.uid === 0 ? ['--no-sandbox'] : []), root],
      cwd: root,
      env: {
        ...Object.fromEntries(inherited),
        HOME: folder,
        APPDATA: folder,
        XDG_CONFIG_HOME: folder,
        LANGUAGE: 'en',
        LANG: 'en_US.UTF-8',
      },
      ...(program === null ? {} : { executablePath: program }),
    })
  }

  beforeAll(async () => {
    await Promise.all([buildRenderer(), bundle('main'), bundle('preload')])
    app = await start()
    page = await app.firstWindow()
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
    await page.getByRole('heading', { level: 1 }).waitFor()
  }, 120_000)
  afterAll(async () => {
    await app.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  test('the page is ours, in a sandbox without Node.js', async () => {
    expect(page.url()).toBe('app://hotpair/')
    const found = await page.evaluate(() => {
      const here = globalThis as unknown as Record<string, unknown>
      return {
        node: [typeof here['require'], typeof here['process'], typeof here['module']],
        bridge: Object.keys(here['hotpair'] as object).sort(),
      }
    })
    expect(found).toEqual({ node: ['undefined', 'undefined', 'undefined'], bridge: ['listen', 'send'] })
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      const { contextIsolation, sandbox, nodeIntegration, webSecurity } = contents.getLastWebPreferences()
      return { contextIsolation, sandbox, nodeIntegration, webSecurity }
    })
    expect(preferences).toEqual({ contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true })
  })

  test('it opens nothing, goes nowhere, and asks for nothing', async () => {
    const count = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
    const tried = await page.evaluate(async () => {
      const here = globalThis as unknown as {
        open(url: string): unknown
        location: { href: string }
        navigator: { permissions: { query(what: { name: string }): Promise<{ state: string }> } }
        fetch: typeof fetch
      }
      const opened = here.open('https://example.org/')
      here.location.href = 'https://example.org/'
      const { state } = await here.navigator.permissions.query({ name: 'geolocation' })
      const fetched = await here.fetch('https://example.org/').then(
        () => 'fetched',
        () => 'refused',
      )
      return { opened: opened === null, state, fetched }
    })
    expect(tried).toEqual({ opened: true, state: 'denied', fetched: 'refused' })
    expect([page.url(), await count()]).toEqual(['app://hotpair/', 1])
    // The policy's own words about what was tried.
    errors.length = 0
  })

  test('from Home to a host that refuses: said where it belongs; what was typed is kept, the password is not', async () => {
    const { refused, kept } = await mainPath(page)
    expect(refused).toContain('port 1')
    expect(kept).toEqual(['127.0.0.1', '192.0.2.2', ''])
    expect(errors).toEqual([])
  })

  test('a second one ends by itself', async () => {
    const second = await start().catch(() => null)
    if (second !== null) await second.waitForEvent('close', { timeout: 10_000 })
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  test('it comes back where it was', async () => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 60, width: 1100, height: 750 }))
    await app.close()
    app = await start()
    await app.firstWindow()
    const bounds = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
    expect([bounds?.width, bounds?.height]).toEqual([1100, 750])
  })
})
