import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildRenderer } from '../../build/bundle.mjs'
import { root } from '../../build/install.mjs'
import { openContract } from '../../electron/handlers/contract'
import { openPages } from '../../electron/pages'
import { dispatcher } from '../../electron/transport/dispatcher'
import { loopbackHttp } from '../../electron/transport/loopback-http'
import { loopbackWs } from '../../electron/transport/loopback-ws'

export interface LiveFace {
  /** Where its page is, with the key to it. */
  readonly address: string
  readonly close: () => Promise<void>
}

/** The browser face in this process, so that its hosts can be doubles; all else of it is real (electron/browser.ts). */
export async function openLiveFace(): Promise<LiveFace> {
  await buildRenderer()
  const folder = mkdtempSync(join(tmpdir(), 'hotpair-walk-'))
  mkdirSync(join(folder, 'home'))
  cpSync(join(root, 'dist/renderer'), join(folder, 'renderer'), { recursive: true })
  // Nothing of whoever runs this is read, and no keychain of this machine.
  process.env['HOME'] = join(folder, 'home')
  process.env['XDG_CONFIG_HOME'] = join(folder, 'config')
  process.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent'
  const nothing = (): Promise<null> => Promise.resolve(null)
  const contract = await openContract({ face: 'browser', locale: 'en-US', pickFolder: nothing, pickFile: nothing, openSite: null })
  const { server, origin, hosts } = await loopbackHttp({ page: openPages(join(folder, 'renderer')) })
  const token = 'a'.repeat(43)
  const stop = loopbackWs({ server, wire: dispatcher(contract.handlers), token, hosts: () => hosts, onGone: contract.pageGone })
  return {
    address: `${origin}/#token=${token}`,
    close: async () => {
      stop()
      server.close()
      await contract.endAll()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
