import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { ipcChannel } from './contract/handshake'

// All that the page gets of Electron: a door for texts. What goes through it is parsed on both sides of it, not here.
contextBridge.exposeInMainWorld('hotpair', {
  send: (message: string): void => ipcRenderer.send(ipcChannel, message),
  listen: (callback: (message: string) => void): (() => void) => {
    const listener = (_event: IpcRendererEvent, message: string): void => callback(message)
    ipcRenderer.on(ipcChannel, listener)
    return () => {
      ipcRenderer.removeListener(ipcChannel, listener)
    }
  },
})
