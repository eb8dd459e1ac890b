import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Face } from '../../electron/handlers/contract'
import type * as Pages from '../../electron/pages'
import { until } from '../contract/engine'
import type * as Double from './electron-double'

/** electron/main.ts as a whole over a double of Electron: what it asks of Electron, and what it refuses. */

const wizard = {
  face: undefined as Face | undefined,
  isBusy: false,
  settings: { language: 'system', theme: 'system' },
  endAll: vi.fn(() => Promise.resolve()),
  broken: false,
}
vi.mock('../../electron/handlers/contract', () => ({
  openContract: (face: Face) => {
    wizard.face = face
    if (wizard.broken) return Promise.reject(new Error('no lab there'))
    return Promise.resolve({
      busy: () => wizard.isBusy,
      endAll: wizard.endAll,
      pageGone: () => undefined,
      handlers: {
        'app.start': () =>
          Promise.resolve({
            version: '1',
            face: 'desktop',
            locale: 'en',
            platform: 'linux',
            settings: wizard.settings,
            keychain: { available: true, problem: null },
            lab: null,
            home: '/root',
          }),
        'app.settings': () => Promise.resolve({}),
        'app.pick-folder': async () => ({ path: await face.pickFolder() }),
      },
    })
  },
}))

const folder = mkdtempSync(join(tmpdir(), 'hotpair-shell-'))
// main.ts looks for the page beside itself, which is dist/ when it is bundled.
vi.mock('../../electron/pages', async (original) => {
  const { openPages } = await original<typeof Pages>()
  return { openPages: () => openPages(join(folder, 'dist/renderer')) }
})
let electron: typeof Double

beforeEach(() => {
  vi.resetModules()
  // A new double for each test.
  vi.doMock('electron', () => import('./electron-double'))
  vi.stubEnv('XDG_CONFIG_HOME', folder)
  mkdirSync(join(folder, 'dist/renderer/assets'), { recursive: true })
  writeFileSync(join(folder, 'dist/renderer/index.html'), '<meta property="csp-nonce" nonce="HOTPAIR-NONCE">')
  writeFileSync(join(folder, 'dist/renderer/assets/a.js'), 'export {}')
  Object.assign(wizard, { isBusy: false, broken: false, settings: { language: 'system', theme: 'system' } })
  wizard.endAll.mockReset().mockResolvedValue(undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function start(before: (double: typeof Double) => void = () => undefined): Promise<Double.BrowserWindow> {
  electron = (await import('electron')) as unknown as typeof Double
  before(electron)
  await import('../../electron/main')
  await until(() => electron.BrowserWindow.all[0]?.loaded !== undefined && electron.BrowserWindow.all[0].loaded !== '')
  return electron.BrowserWindow.all[0]!
}

describe('the window', () => {
  test('its page has no Node.js, a sandbox, and a world of its own', async () => {
    const { options, loaded } = await start()
    expect(options['webPreferences']).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
    })
    expect(electron.app.enableSandbox).toHaveBeenCalled()
    expect(loaded).toBe('app://hotpair/')
  })

  test('root who was allowed to has no sandbox, and only root', async () => {
    await start((double) => double.app.switches.push('no-sandbox'))
    expect(electron.app.enableSandbox).not.toHaveBeenCalled()
  })

  test('is shown when its page has painted', async () => {
    const window = await start()
    expect([window.options['show'], window.shown]).toEqual([false, false])
    window.emit('ready-to-show')
    expect(window.shown).toBe(true)
  })

  test('comes back where it was', async () => {
    const window = await start()
    expect(window.options).toMatchObject({ width: 1180, height: 800 })
    window.close()
    expect(JSON.parse(readFileSync(join(folder, 'hotpair/window/window.json'), 'utf8'))).toMatchObject({ bounds: { width: 1000 } })
    vi.resetModules()
    vi.doMock('electron', () => import('./electron-double'))
    const next = await start()
    expect(next.options).toMatchObject({ x: 10, y: 20, width: 1000, height: 700 })
  })

  test("Chromium's files have a folder of their own", async () => {
    await start()
    expect(electron.app.paths['userData']).toBe(join(folder, 'hotpair/window'))
  })
})

describe('the page stays where it is', () => {
  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s', async (what) => {
    const { webContents } = await start()
    for (const url of ['https://example.org/', 'file:///etc/passwd', 'app://other/', 'javascript:alert(1)', 'app://hotpair/other.html']) {
      const preventDefault = vi.fn()
      webContents.emit(what, { url, preventDefault })
      expect(preventDefault, url).toHaveBeenCalledOnce()
    }
    // Reload.
    const preventDefault = vi.fn()
    webContents.emit(what, { url: 'app://hotpair/', preventDefault })
    expect(preventDefault).not.toHaveBeenCalled()
  })

  test('window.open is denied, whatever it opens', async () => {
    const { webContents } = await start()
    for (const url of ['https://example.org/', 'app://hotpair/', 'about:blank'])
      expect(webContents.openHandler?.({ url })).toEqual({ action: 'deny' })
  })

  test('webviews are denied', async () => {
    const { webContents } = await start()
    const preventDefault = vi.fn()
    webContents.emit('will-attach-webview', { preventDefault })
    expect(preventDefault).toHaveBeenCalledOnce()
  })

  test('contents made by whatever else are locked too', async () => {
    await start()
    const other = new electron.FakeWebContents()
    electron.app.emit('web-contents-created', {}, other)
    expect(other.openHandler?.({ url: 'https://example.org/' })).toEqual({ action: 'deny' })
  })
})

describe('the system’s browser', () => {
  test('gets the web page of a VIP, and nothing else', async () => {
    await start()
    const { openExternal } = electron.shell
    openExternal.mockClear()
    const sites = ['http://198.51.100.199', 'https://198.51.100.199:8443/shop?a=b', 'http://[2001:db8::9]']
    for (const address of sites) await wizard.face?.openSite?.(address)
    expect(openExternal.mock.calls.flat()).toEqual(sites)
    for (const address of [
      'file:///etc/passwd',
      'ftp://198.51.100.199/',
      'javascript:alert(1)',
      'ssh://198.51.100.199',
      'http://example.org/',
      'http://198.51.100.199@example.org/',
      'http://me:secret@198.51.100.199/',
    ])
      await wizard.face?.openSite?.(address)
    expect(openExternal).toHaveBeenCalledTimes(sites.length)
  })
})

describe('permissions', () => {
  const ask = (contents: Double.FakeWebContents, permission: string): boolean => {
    let answered: boolean | undefined
    const { permission: request, check } = electron.session.defaultSession.handlers as Record<string, (...args: unknown[]) => unknown>
    request!(contents, permission, (yes: boolean) => (answered = yes))
    expect(check!(contents, permission)).toBe(answered)
    return answered!
  }

  test('none but to copy a command', async () => {
    const { webContents } = await start()
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'fileSystem',
      'usb',
      'fullscreen',
      'unknown',
    ])
      expect(ask(webContents, permission), permission).toBe(false)
    expect(ask(webContents, 'clipboard-sanitized-write')).toBe(true)
    webContents.mainFrame.url = 'https://example.org/'
    expect(ask(webContents, 'clipboard-sanitized-write')).toBe(false)
    expect((electron.session.defaultSession.handlers['check'] as (...args: unknown[]) => unknown)(null, 'clipboard-sanitized-write')).toBe(
      false,
    )
  })

  test('no devices', async () => {
    await start()
    expect((electron.session.defaultSession.handlers['device'] as () => unknown)()).toBe(false)
  })

  test('nothing from the network', async () => {
    await start()
    const cancelled = (url: string): boolean => {
      let answer = false
      const handler = electron.session.defaultSession.handlers['request'] as unknown as (
        d: object,
        a: (r: { cancel: boolean }) => void,
      ) => void
      handler({ url }, ({ cancel }) => (answer = cancel))
      return answer
    }
    for (const url of ['https://example.org/', 'http://127.0.0.1/', 'ws://127.0.0.1/', 'file:///etc/passwd', 'app://hotpair.evil/'])
      expect(cancelled(url), url).toBe(true)
    for (const url of ['app://hotpair/', 'app://hotpair/assets/a.js', 'data:image/png,', 'blob:app://hotpair/1'])
      expect(cancelled(url), url).toBe(false)
  })

  test('downloads: what the page made, to where the user says', async () => {
    await start()
    const item = (url: string) => ({ getURL: () => url, getFilename: () => 'report.json', setSaveDialogOptions: vi.fn() })
    const [ours, foreign, preventDefault] = [item('blob:app://hotpair/1'), item('https://example.org/x'), vi.fn()]
    electron.session.defaultSession.emit('will-download', { preventDefault }, ours)
    expect(preventDefault).not.toHaveBeenCalled()
    expect(ours.setSaveDialogOptions).toHaveBeenCalledWith({ title: 'Save as', defaultPath: 'report.json' })
    electron.session.defaultSession.emit('will-download', { preventDefault }, foreign)
    expect(preventDefault).toHaveBeenCalledOnce()
  })
})

describe('app://', () => {
  test('is a scheme as safe as https', async () => {
    await start()
    expect(electron.protocol.privileged).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
  })

  test('serves the page with its policy', async () => {
    await start()
    const response = electron.protocol.handler!({ url: 'app://hotpair/' })
    const policy = response.headers.get('Content-Security-Policy')!
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-")
    const nonce = /'nonce-([^']+)'/.exec(policy)![1]!
    expect(await response.text()).toBe(`<meta property="csp-nonce" nonce="${nonce}">`)
    expect(electron.protocol.handler!({ url: 'app://hotpair/assets/a.js' }).status).toBe(200)
  })

  test.each([
    'app://hotpair/../main.cjs',
    'app://hotpair/%2e%2e/main.cjs',
    'app://hotpair/..%2fmain.cjs',
    'app://other/',
    'https://hotpair/',
    'app://hotpair//etc/passwd',
  ])('%s is not there', async (url) => {
    await start()
    expect(electron.protocol.handler!({ url }).status).toBe(404)
  })
})

describe('IPC', () => {
  const ask = JSON.stringify({ type: 'request', id: 1, command: 'app.pick-folder', input: {} })
  const settled = () => new Promise((resolve) => setTimeout(resolve, 20))

  test('our page is answered', async () => {
    const { webContents } = await start()
    electron.ipcMain.emit('hotpair', { sender: webContents, senderFrame: webContents.mainFrame }, ask)
    await until(() => webContents.sent.length === 1)
    expect(JSON.parse(webContents.sent[0]!)).toEqual({ type: 'result', id: 1, output: { path: '/chosen' } })
  })

  test.each<[string, (contents: Double.FakeWebContents) => { sender: unknown; senderFrame: unknown }]>([
    ['another frame of our page', (contents) => ({ sender: contents, senderFrame: { url: 'app://hotpair/', parent: contents.mainFrame } })],
    ['a frame that is gone', (contents) => ({ sender: contents, senderFrame: null })],
    ['other contents', (contents) => ({ sender: {}, senderFrame: contents.mainFrame })],
    [
      'another page in our frame',
      (contents) => {
        contents.mainFrame.url = 'https://example.org/'
        return { sender: contents, senderFrame: contents.mainFrame }
      },
    ],
    [
      'a page that looks like ours',
      (contents) => {
        contents.mainFrame.url = 'app://hotpair.example/'
        return { sender: contents, senderFrame: contents.mainFrame }
      },
    ],
  ])('%s is not', async (_who, event) => {
    const { webContents } = await start()
    electron.dialog.showOpenDialog.mockClear()
    electron.ipcMain.emit('hotpair', event(webContents), ask)
    await settled()
    expect(webContents.sent).toEqual([])
    expect(electron.dialog.showOpenDialog).not.toHaveBeenCalled()
  })
})

describe('one instance', () => {
  test('a second one ends, and the first one comes to the front', async () => {
    const window = await start()
    window.minimized = true
    electron.app.emit('second-instance')
    expect([window.minimized, window.focused]).toEqual([false, 1])
  })

  test('the second one opens nothing', async () => {
    electron = (await import('electron')) as unknown as typeof Double
    electron.app.locked = false
    await import('../../electron/main')
    expect(electron.app.quit).toHaveBeenCalled()
    expect(electron.BrowserWindow.all).toEqual([])
  })
})

describe('closing', () => {
  test('at once when nothing runs', async () => {
    const window = await start()
    expect(window.close()).toBe(true)
    expect(electron.dialog.showMessageBox).not.toHaveBeenCalled()
    electron.app.emit('window-all-closed')
    expect(electron.app.quit).toHaveBeenCalled()
  })

  test('while a deployment runs it is asked, and nothing happens by default', async () => {
    const window = await start()
    wizard.isBusy = true
    expect(window.close()).toBe(false)
    await until(() => electron.dialog.showMessageBox.mock.calls.length === 1)
    expect(electron.dialog.showMessageBox.mock.calls[0]![1]).toMatchObject({
      buttons: ['Keep working', 'Undo and close'],
      defaultId: 0,
      cancelId: 0,
    })
    await Promise.resolve()
    expect([window.destroyed, wizard.endAll.mock.calls.length]).toEqual([false, 0])
  })

  test('undo and close: only when everything is undone', async () => {
    const window = await start()
    wizard.isBusy = true
    let undone = (): void => undefined
    wizard.endAll.mockReturnValue(new Promise((resolve) => (undone = resolve)))
    electron.dialog.response = 1
    window.close()
    await until(() => wizard.endAll.mock.calls.length === 1)
    expect(window.destroyed).toBe(false)
    undone()
    await until(() => window.destroyed)
  })

  test('once more while it is being undone: at once, if that is really meant', async () => {
    const window = await start()
    wizard.isBusy = true
    wizard.endAll.mockReturnValue(new Promise(() => undefined))
    electron.dialog.response = 1
    window.close()
    await until(() => wizard.endAll.mock.calls.length === 1)
    expect(window.close()).toBe(false)
    await until(() => window.destroyed)
    expect(electron.dialog.showMessageBox.mock.calls[1]![1].buttons).toEqual(['Wait', 'Close at once'])
    expect(wizard.endAll).toHaveBeenCalledOnce()
  })
})

describe('language and theme', () => {
  const labels = (): string[] => (electron.Menu.template as { label: string }[]).map(({ label }) => label)

  test('of the system', async () => {
    const window = await start((double) => (double.app.languages = ['zh-Hans-CN']))
    expect([window.options['title'], labels()]).toEqual(['Hotpair：Nginx 热备', ['文件', '编辑', '视图', '窗口', '帮助']])
    expect(wizard.face?.locale).toBe('zh-Hans-CN')
  })

  test('as it was set', async () => {
    wizard.settings = { language: 'zh-CN', theme: 'dark' }
    await start()
    expect([labels()[0], electron.nativeTheme.themeSource]).toEqual(['文件', 'dark'])
  })

  test('changed in the page, the menu follows', async () => {
    const { webContents } = await start()
    const input = { language: 'zh-CN', theme: 'light' }
    const text = JSON.stringify({ type: 'request', id: 1, command: 'app.settings', input })
    electron.ipcMain.emit('hotpair', { sender: webContents, senderFrame: webContents.mainFrame }, text)
    await until(() => webContents.sent.length === 1)
    expect([labels()[0], electron.nativeTheme.themeSource]).toEqual(['文件', 'light'])
  })

  test('every item of the menu does something and has a name', async () => {
    await start()
    type Item = { label?: string; role?: string; type?: string; submenu?: Item[] }
    const leaves = (items: Item[]): Item[] => items.flatMap((item) => (item.submenu ? leaves(item.submenu) : [item]))
    const found = leaves(electron.Menu.template as Item[]).filter(({ type }) => type !== 'separator')
    expect(found.length).toBeGreaterThan(12)
    expect(found.filter(({ label, role }) => label === undefined || role === undefined)).toEqual([])
    // Not in a package.
    expect(found.map(({ role }) => role)).not.toContain('toggleDevTools')
  })
})

test('an engine that cannot be made is said, not swallowed', async () => {
  wizard.broken = true
  electron = (await import('electron')) as unknown as typeof Double
  await import('../../electron/main')
  await until(() => electron.dialog.showErrorBox.mock.calls.length === 1)
  expect(electron.dialog.showErrorBox).toHaveBeenCalledWith('Hotpair cannot start', 'no lab there')
  expect(electron.app.exit).toHaveBeenCalledWith(1)
})
