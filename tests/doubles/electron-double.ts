import { EventEmitter } from 'node:events'
import { vi } from 'vitest'

/** What main.ts does with Electron, without Electron: every part that it touches, and what it was told. */

type Handler = (...args: never[]) => unknown

export class FakeWebContents extends EventEmitter {
  readonly mainFrame = { url: 'app://hotpair/', parent: null }
  openHandler: ((details: { url: string }) => { action: string }) | undefined
  readonly sent: string[] = []
  destroyed = false
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  getURL(): string {
    return this.mainFrame.url
  }
  send(_channel: string, text: string): void {
    this.sent.push(text)
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = []
  readonly webContents = new FakeWebContents()
  readonly options: Record<string, unknown>
  loaded = ''
  shown = false
  focused = 0
  minimized = false
  destroyed = false
  constructor(options: Record<string, unknown>) {
    super()
    this.options = options
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  loadURL(url: string): Promise<void> {
    this.loaded = url
    return Promise.resolve()
  }
  show(): void {
    this.shown = true
  }
  focus(): void {
    this.focused += 1
  }
  isMinimized(): boolean {
    return this.minimized
  }
  restore(): void {
    this.minimized = false
  }
  maximize(): void {
    return undefined
  }
  isMaximized(): boolean {
    return false
  }
  getNormalBounds() {
    return { x: 10, y: 20, width: 1000, height: 700 }
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  destroy(): void {
    this.destroyed = true
    this.emit('closed')
  }
  /** As a click on its cross. @returns false: prevented */
  close(): boolean {
    const event = { prevented: false, preventDefault: () => (event.prevented = true) }
    this.emit('close', event)
    if (!event.prevented) this.destroy()
    return !event.prevented
  }
}

class FakeApp extends EventEmitter {
  readonly paths: Record<string, string> = {}
  locked = true
  isPackaged = true
  languages = ['en-US']
  readonly switches: string[] = []
  readonly commandLine = { hasSwitch: (name: string) => this.switches.includes(name) }
  readonly enableSandbox = vi.fn()
  readonly quit = vi.fn()
  readonly exit = vi.fn()
  requestSingleInstanceLock(): boolean {
    return this.locked
  }
  whenReady(): Promise<void> {
    return Promise.resolve()
  }
  setPath(name: string, path: string): void {
    this.paths[name] = path
  }
  getPreferredSystemLanguages(): string[] {
    return this.languages
  }
  getLocale(): string {
    return 'en'
  }
}

class FakeSession extends EventEmitter {
  readonly handlers: Record<string, Handler> = {}
  readonly webRequest = { onBeforeRequest: (handler: Handler) => (this.handlers['request'] = handler) }
  setPermissionRequestHandler(handler: Handler): void {
    this.handlers['permission'] = handler
  }
  setPermissionCheckHandler(handler: Handler): void {
    this.handlers['check'] = handler
  }
  setDevicePermissionHandler(handler: Handler): void {
    this.handlers['device'] = handler
  }
}

export const app = new FakeApp()
export const ipcMain = new EventEmitter()
export const session = { defaultSession: new FakeSession() }
export const protocol = {
  privileged: [] as { scheme: string; privileges: Record<string, boolean> }[],
  handler: undefined as ((request: { url: string }) => Response) | undefined,
  registerSchemesAsPrivileged: (schemes: { scheme: string; privileges: Record<string, boolean> }[]) => protocol.privileged.push(...schemes),
  handle: (_scheme: string, handler: (request: { url: string }) => Response) => (protocol.handler = handler),
}
export const dialog = {
  response: 0,
  showMessageBox: vi.fn((_window: unknown, _question: { message: string; buttons: string[] }) =>
    Promise.resolve({ response: dialog.response }),
  ),
  showOpenDialog: vi.fn(() => Promise.resolve({ canceled: false, filePaths: ['/chosen'] })),
  showErrorBox: vi.fn(),
}
export const shell = { openExternal: vi.fn((_address: string) => Promise.resolve()) }
export const nativeTheme = { themeSource: 'system', shouldUseDarkColors: false }
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }
export const Menu = {
  template: [] as unknown[],
  buildFromTemplate: (template: unknown[]) => (Menu.template = template),
  setApplicationMenu: vi.fn(),
}
