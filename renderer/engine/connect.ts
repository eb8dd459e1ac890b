import { engineClient, type EngineClient } from './client'
import { wireIpc, type Bridge } from './wire-ipc'
import { wireWs } from './wire-ws'

declare global {
  interface Window {
    /** There in the desktop only. */
    readonly hotpair?: Bridge
  }
}

const key = 'hotpair.token'

/** The engine of this page: over IPC in the desktop, else over a WebSocket to where the page came from. */
export function connect(): EngineClient {
  if (window.hotpair !== undefined) return engineClient(wireIpc(window.hotpair))
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return engineClient(wireWs({ token: takeToken(), open: () => new WebSocket(`${scheme}://${location.host}/engine`) }))
}

/** The token comes in the fragment, which no server sees; it is kept for reloads of this tab and taken out of the address bar. */
function takeToken(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get('token')
  if (given !== null) {
    sessionStorage.setItem(key, given)
    history.replaceState(null, '', location.pathname + location.search)
  }
  return sessionStorage.getItem(key) ?? ''
}
