import type { MenuItemConstructorOptions } from 'electron'
import type { ShellWords } from './shell-words'

/**
 * The application menu. Roles bring the accelerators of each platform; their labels are English but on macOS, so all have our own.
 * @param developer shows what is of no use to anybody else
 */
export function menu(words: ShellWords, platform: NodeJS.Platform, developer: boolean): MenuItemConstructorOptions[] {
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const isMac = platform === 'darwin'
  const about: MenuItemConstructorOptions = { role: 'about', label: words.about }
  const quit: MenuItemConstructorOptions = { role: 'quit', label: words.quit, accelerator: 'CmdOrCtrl+Q' }
  const tools: MenuItemConstructorOptions = { role: 'toggleDevTools' }
  const help: MenuItemConstructorOptions = { label: words.help, role: 'help', submenu: [about] }
  const mac: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      about,
      line,
      { role: 'hide', label: words.hide },
      { role: 'hideOthers', label: words.hideOthers },
      { role: 'unhide', label: words.unhide },
      line,
      quit,
    ],
  }
  return [
    ...(isMac ? [mac] : []),
    { label: words.file, submenu: [{ role: 'close', label: words.close }, ...(isMac ? [] : [line, quit])] },
    {
      label: words.edit,
      submenu: [
        { role: 'undo', label: words.undo },
        { role: 'redo', label: words.redo },
        line,
        { role: 'cut', label: words.cut },
        { role: 'copy', label: words.copy },
        { role: 'paste', label: words.paste },
        { role: 'selectAll', label: words.selectAll },
      ],
    },
    {
      label: words.view,
      submenu: [
        { role: 'reload', label: words.reload },
        ...(developer ? [tools] : []),
        line,
        { role: 'resetZoom', label: words.actualSize },
        { role: 'zoomIn', label: words.zoomIn },
        { role: 'zoomOut', label: words.zoomOut },
        line,
        { role: 'togglefullscreen', label: words.fullScreen },
      ],
    },
    { label: words.window, role: 'window', submenu: [{ role: 'minimize', label: words.minimize }] },
    ...(isMac ? [] : [help]),
  ]
}
