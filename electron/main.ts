import { join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, screen, session, shell } from 'electron'
import { guardClosing } from './closing'
import type { Handlers } from './contract/wire'
import { openContract } from './handlers/contract'
import { menu } from './menu'
import { openPages } from './pages'
import { shellWords, type ShellWords } from './shell-words'
import { configFolder } from './store/folder'
import { dispatcher } from './transport/dispatcher'
import { electronIpc } from './transport/electron-ipc'
import { home, isSite, lockContents, lockSession, saveDownloads, scheme, schemePrivileges, windowOptions } from './window'
import { readWindowState, writeWindowState } from './window-state'

// These count only before Electron is ready.
// It would undo the switch that root needs (build/start.mjs).
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
protocol.registerSchemesAsPrivileged([{ scheme, privileges: { ...schemePrivileges } }])
// Chromium's own files stay out of ours: on Windows and macOS its folder would be the same as the engine's.
const own = join(configFolder(), 'window')
app.setPath('userData', own)
app.on('web-contents-created', (_event, contents) => lockContents(contents))
app.on('window-all-closed', () => app.quit())

let window: BrowserWindow | null = null
let words: ShellWords = shellWords('system', 'en')

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => {
    if (window?.isMinimized() === true) window.restore()
    window?.focus()
  })
  app.whenReady().then(open).catch(cannotStart)
} else app.quit()

function cannotStart(error: unknown): void {
  dialog.showErrorBox(words.cannotStart, error instanceof Error ? error.message : String(error))
  app.exit(1)
}

async function open(): Promise<void> {
  const locale = app.getPreferredSystemLanguages()[0] ?? app.getLocale()
  words = shellWords('system', locale)
  const pages = openPages(join(__dirname, 'renderer'))
  protocol.handle(scheme, (request) => {
    const { status, headers, body } = pages(request.url.startsWith(home) ? new URL(request.url).pathname : '', '')
    return new Response(new Uint8Array(body), { status, headers })
  })
  lockSession(session.defaultSession)
  saveDownloads(session.defaultSession, () => words.save)

  const lab = process.env['HOTPAIR_PRACTICE_LAB']
  const contract = await openContract({
    face: 'desktop',
    locale,
    pickFolder: () => pick(words.chooseFolder, ['openDirectory', 'createDirectory']),
    // Private keys lie in ~/.ssh.
    pickFile: () => pick(words.chooseFile, ['openFile', 'showHiddenFiles']),
    openSite: async (address) => {
      if (isSite(address)) await shell.openExternal(address)
    },
    ...(lab === undefined ? {} : { practiceLab: lab }),
  })
  type Settings = Parameters<Handlers['app.settings']>[0]
  const apply = ({ language, theme }: Settings): void => {
    words = shellWords(language, locale)
    nativeTheme.themeSource = theme
    Menu.setApplicationMenu(Menu.buildFromTemplate(menu(words, process.platform, !app.isPackaged)))
  }
  const never = new AbortController().signal
  apply((await contract.handlers['app.start']({}, { signal: never, giveUp: never, emit: () => undefined })).settings)
  const handlers: Handlers = {
    ...contract.handlers,
    'app.settings': async (input, call) => {
      const output = await contract.handlers['app.settings'](input, call)
      apply(input)
      return output
    },
  }

  const stateFile = join(own, 'window.json')
  const state = await readWindowState(
    stateFile,
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const opened = new BrowserWindow(
    windowOptions({
      preload: join(__dirname, 'preload.cjs'),
      title: words.title,
      dark: nativeTheme.shouldUseDarkColors,
      bounds: state?.bounds ?? null,
      developer: !app.isPackaged,
      // The package brings its own on Windows and macOS.
      ...(process.platform === 'linux' ? { icon: join(__dirname, '../resources/icons/256x256.png') } : {}),
    }),
  )
  window = opened
  if (state?.maximized === true) opened.maximize()
  electronIpc({
    ipc: ipcMain,
    contents: opened.webContents,
    wire: dispatcher(handlers),
    home,
    onNonsense: () => undefined,
    onGone: contract.pageGone,
  })
  guardClosing({
    window: opened,
    busy: contract.busy,
    endAll: contract.endAll,
    words: () => words,
    ask: async ({ message, detail, buttons }) => {
      const { response } = await dialog.showMessageBox(opened, {
        type: 'warning',
        message,
        detail,
        buttons: [...buttons],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      return response === 1
    },
  })
  opened.on('close', () => writeWindowState(stateFile, { bounds: opened.getNormalBounds(), maximized: opened.isMaximized() }))
  opened.once('ready-to-show', () => opened.show())
  await opened.loadURL(home)
}

async function pick(
  title: string,
  properties: ('openDirectory' | 'createDirectory' | 'openFile' | 'showHiddenFiles')[],
): Promise<string | null> {
  if (window === null) return null
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { title, properties })
  return canceled ? null : (filePaths[0] ?? null)
}
