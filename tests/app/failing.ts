import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../build/install.mjs'
import type { Visit } from './visit'

/** What the page showed when a test failed: out/test/NAME.png, and its words in NAME.txt and in the log. */
export async function keepPicture(visit: Visit | undefined, name: string): Promise<void> {
  if (visit === undefined || visit.page.isClosed()) return
  const file = join(root, 'out/test', `app-${name.replaceAll(/[^a-zA-Z0-9]+/g, '-').slice(0, 60)}`)
  mkdirSync(join(root, 'out/test'), { recursive: true })
  await visit.page.screenshot({ path: `${file}.png`, fullPage: true })
  const said = `${visit.page.url()}\n${await visit.page.locator('body').innerText()}\n\n${visit.troubles.join('\n')}\n`
  writeFileSync(`${file}.txt`, said)
  // On another machine the log is all that is left.
  process.stdout.write(`What the page said when this failed:\n${said.slice(0, 6000)}\n`)
}
