import type { ShellWords } from './shell-words'

/** As much of a window as is used. */
interface ClosingWindow {
  on(event: 'close', listener: (event: { preventDefault(): void }) => void): unknown
  destroy(): void
  isDestroyed(): boolean
}

export interface ClosingOptions {
  readonly window: ClosingWindow
  readonly busy: () => boolean
  /** Cancels what runs, with its undo, and waits for its end. */
  readonly endAll: () => Promise<void>
  /** Asks with two buttons, the first one is the safe one; true: the second. */
  readonly ask: (question: { message: string; detail: string; buttons: readonly [string, string] }) => Promise<boolean>
  readonly words: () => ShellWords
}

/** Nobody closes the window on a half done deployment without being told: closing undoes it first, or is thought better of. */
export function guardClosing({ window, busy, endAll, ask, words }: ClosingOptions): void {
  let asking = false
  let ending = false

  async function decide(): Promise<void> {
    const w = words()
    const yes = ending
      ? await ask({ message: w.ending, detail: w.endingDetail, buttons: [w.wait, w.closeAtOnce] })
      : await ask({ message: w.busy, detail: w.busyDetail, buttons: [w.keepOpen, w.undoAndClose] })
    if (!yes || window.isDestroyed()) return
    if (ending) {
      window.destroy()
      return
    }
    ending = true
    // The question is over, so that a second one can be asked while this takes its time.
    void endAll().finally(() => {
      if (!window.isDestroyed()) window.destroy()
    })
  }

  window.on('close', (event) => {
    if (!ending && !busy()) return
    event.preventDefault()
    if (asking) return
    asking = true
    void decide().finally(() => {
      asking = false
    })
  })
}
