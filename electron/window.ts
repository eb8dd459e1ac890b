import type { BrowserWindowConstructorOptions, Session, WebContents } from 'electron'
import { isIPv4, isIPv6 } from './domain/address'

/** Where our page lives: a scheme of our own, served from dist/renderer. */
export const scheme = 'app'
export const home = `${scheme}://hotpair/`

/** What a scheme must be so that CSP, module scripts and storage work as on the web. */
export const schemePrivileges = { standard: true, secure: true, supportFetchAPI: true } as const

export interface WindowOptions {
  readonly preload: string
  readonly title: string
  readonly dark: boolean
  readonly icon?: string
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null
  readonly developer: boolean
}

/** A window whose page has nothing but what preload gives it. */
export const windowOptions = ({ preload, title, dark, icon, bounds, developer }: WindowOptions): BrowserWindowConstructorOptions => ({
  width: 1180,
  height: 800,
  ...bounds,
  minWidth: 720,
  minHeight: 520,
  title,
  ...(icon === undefined ? {} : { icon }),
  show: false,
  // Before the page has painted: no flash in the dark.
  backgroundColor: dark ? '#16181d' : '#ffffff',
  webPreferences: {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // It would fetch dictionaries.
    spellcheck: false,
    devTools: developer,
  },
})

/** Copying a command is the one thing that needs a permission; it cannot read the clipboard. */
const allowed = 'clipboard-sanitized-write'

/** Wherever a page of ours is made: it stays where it is, opens nothing, embeds nothing. */
export function lockContents(contents: WebContents): void {
  const stay = (event: { preventDefault(): void; readonly url: string }): void => {
    if (event.url !== home) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** The one kind of address that leaves this window, for the system's browser: a web page at an IP address, and no name or password in it. */
export function isSite(address: string): boolean {
  const { protocol, hostname, username, password } = new URL(address)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return (protocol === 'http:' || protocol === 'https:') && (isIPv4(host) || isIPv6(host)) && username === '' && password === ''
}

/** No permissions, no devices, nothing from the network. */
export function lockSession(session: Session): void {
  const isOurs = (contents: WebContents | null, permission: string): boolean =>
    permission === allowed && contents !== null && contents.getURL().startsWith(home)
  session.setPermissionRequestHandler((contents, permission, answer) => answer(isOurs(contents, permission)))
  session.setPermissionCheckHandler((contents, permission) => isOurs(contents, permission))
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !details.url.startsWith(home) && !/^(blob|data|devtools):/.test(details.url)
    answer({ cancel })
  })
}

/** What the page lets the user save (reports, pair files) goes where they say; nothing else is downloaded. */
export function saveDownloads(session: Session, title: () => string): void {
  session.on('will-download', (event, item) => {
    if (item.getURL().startsWith(`blob:${home.slice(0, -1)}`))
      item.setSaveDialogOptions({ title: title(), defaultPath: item.getFilename() })
    else event.preventDefault()
  })
}
