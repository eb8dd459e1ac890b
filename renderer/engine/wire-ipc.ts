import type { Carrier, CarrierListener } from './carrier'

/** What the preload script exposes as `window.hotpair`. */
export interface Bridge {
  readonly send: (message: string) => void
  /** Returns what ends the listening. */
  readonly listen: (callback: (message: string) => void) => () => void
}

/** The desktop's wire: always there as long as the window is. */
export function wireIpc(bridge: Bridge): Carrier {
  let stop = (): void => undefined
  return {
    start(listener: CarrierListener) {
      stop = bridge.listen(listener.received)
      listener.opened()
    },
    send: (text) => bridge.send(text),
    reconnect: () => undefined,
    close: () => stop(),
  }
}
