import { ipcChannel } from '../contract/handshake'
import type { Wire } from '../contract/wire'
import { serve, type Served } from './serve'

interface Frame {
  readonly url: string
  /** null: the main frame of its contents. */
  readonly parent: unknown
}

/** As much of Electron as is used: only its own entries may import `electron`. */
export interface IpcContents {
  isDestroyed(): boolean
  send(channel: string, text: string): void
  on(event: 'did-start-navigation', listener: (details: { isMainFrame: boolean; isSameDocument: boolean }) => void): unknown
  on(event: 'render-process-gone' | 'destroyed', listener: () => void): unknown
}
export interface IpcEvents {
  on(channel: string, listener: (event: { sender: unknown; senderFrame: Frame | null }, message: unknown) => void): unknown
}

export interface ElectronIpcOptions {
  readonly ipc: IpcEvents
  /** The window's web contents. */
  readonly contents: IpcContents
  readonly wire: Wire
  /** Where our page lives, `app://hotpair/`. */
  readonly home: string
  /** For the log: a message that was not answered, and why. */
  readonly onNonsense: (why: string) => void
  /** The page is closed, or loaded anew. */
  readonly onGone?: () => void
}

/** Carries the contract between our own page in the window and the engine. Whoever else sends is not heard. */
export function electronIpc({ ipc, contents, wire, home, onNonsense, onGone = () => undefined }: ElectronIpcOptions): void {
  let served: Served | null = null

  const send = (text: string): void => {
    if (!contents.isDestroyed()) contents.send(ipcChannel, text)
  }
  const isOurPage = (sender: unknown, frame: Frame | null): boolean =>
    sender === contents && frame !== null && frame.parent === null && frame.url.startsWith(home)

  ipc.on(ipcChannel, (event, message) => {
    if (!isOurPage(event.sender, event.senderFrame)) return onNonsense('the sender is not our page')
    served ??= serve({ wire, send, onNonsense })
    served.receive(message)
  })

  // A page that is loaded anew begins anew: answers to its former life would meet the wrong requests.
  const forget = (): void => {
    if (served === null) return
    served.close()
    served = null
    onGone()
  }
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) forget()
  })
  contents.on('render-process-gone', forget)
  contents.on('destroyed', forget)
}
