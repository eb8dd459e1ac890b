import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../build/install.mjs'
import type { Visit } from './visit'

/** What the page showed when a test failed: out/test/NAME.png, and its words in NAME.txt. */
export async function keepPicture(visit: Visit | undefined, name: string): Promise<void> {
  if (visit === undefined || visit.page.isClosed()) return
  const file = join(root, 'out/test', `app-${name.replaceAll(/[^a-zA-Z0-9]+/g, '-').slice(0, 60)}`)
  mkdirSync(join(root, 'out/test'), { recursive: true })
  await visit.page.screenshot({ path: `${file}.png`, fullPage: true })
  writeFileSync(`${file}.txt`, `${visit.page.url()}\n${await visit.page.locator('body').innerText()}\n\n${visit.troubles.join('\n')}\n`)
}
