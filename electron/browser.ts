import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { visible } from './domain/visible'
import { openContract } from './handlers/contract'
import { openInBrowser } from './open-in-browser'
import { openPages } from './pages'
import { dispatcher } from './transport/dispatcher'
import { loopbackHttp } from './transport/loopback-http'
import { loopbackWs } from './transport/loopback-ws'

const say = (line: string): void => {
  process.stdout.write(`${visible(line)}\n`)
}

// A terminal that is closed while hosts are being put back.
process.stdout.on('error', () => undefined)

/** The browser face: the same page and engine behind a server that only this machine reaches. */
async function main(): Promise<void> {
  const lab = process.env['HOTPAIR_PRACTICE_LAB']
  const contract = await openContract({
    face: 'browser',
    locale: Intl.DateTimeFormat().resolvedOptions().locale,
    // The page asks for a path itself.
    pickFolder: () => Promise.resolve(null),
    pickFile: () => Promise.resolve(null),
    // The page has a link: it is in a browser already.
    openSite: null,
    ...(lab === undefined ? {} : { practiceLab: lab }),
  })
  const fd = process.env['HOTPAIR_LISTEN_FD']
  const { server, origin, hosts } = await loopbackHttp({
    page: openPages(join(__dirname, 'renderer')),
    ...(fd === undefined ? {} : { fd: Number(fd) }),
  })
  const token = randomBytes(32).toString('base64url')
  const stop = loopbackWs({ server, wire: dispatcher(contract.handlers), token, hosts: () => hosts, onGone: contract.pageGone })
  const end = (status: number): void => {
    stop()
    server.close()
    process.exit(status)
  }
  let ending = false
  const interrupted = (): void => {
    if (ending) return end(130)
    ending = true
    if (!contract.busy()) return end(0)
    say('Hotpair: cancelling what runs and putting the hosts back; once more ends at once, and the hosts put themselves back')
    void contract.endAll().finally(() => end(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupted)

  // A fragment is not sent to any server, so it is in no log of one.
  const address = `${origin}/#token=${token}`
  const because = process.env['HOTPAIR_BECAUSE']
  say(because === undefined ? `Hotpair: ${address}` : `Hotpair opens in the browser, because ${because}: ${address}`)
  if (process.env['HOTPAIR_OPEN'] !== '0') await openInBrowser(address)
}

main().catch((error: unknown) => {
  process.stderr.write(`Hotpair cannot start: ${visible(error instanceof Error ? error.message : String(error))}\n`)
  process.exitCode = 1
})
