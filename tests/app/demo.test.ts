// lab: none
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { root } from '../../build/install.mjs'
import { until } from '../lab/support/lab'
import { patience } from './pages/screen'
import { openBrowser } from './visit'
import { Words } from './words'

/** The README's first command: it brings its own hosts. Its page comes from the lab's place, and is asked from this machine's. */

const demo = spawn(process.execPath, ['build/demo.mjs'], {
  cwd: root,
  detached: true,
  // No window, no browser of this machine, and the language of the tests.
  env: { ...process.env, HOTPAIR_OPEN: '0', DISPLAY: '', WAYLAND_DISPLAY: '', LANG: 'en_US.UTF-8' },
  stdio: ['ignore', 'pipe', 'pipe'],
})
let said = ''
let address = ''
const hear = (chunk: Buffer): void => void (said += chunk.toString())
demo.stdout.on('data', hear)
demo.stderr.on('data', hear)

beforeAll(async () => {
  await until('the demo prints its address', 240, () => {
    if (demo.exitCode !== null) throw new Error(`the demo ended with ${String(demo.exitCode)}: ${said}`)
    address = /http:\/\/\S+#token=\S+(?=\n)/.exec(said)?.[0] ?? ''
    return address === '' ? undefined : address
  })
}, 250_000)
afterAll(async () => {
  if (demo.exitCode !== null || demo.signalCode !== null) return
  const ended = once(demo, 'exit')
  demo.kill('SIGINT')
  await ended
}, 60_000)

it('its page is served every time, however many ask at once', async () => {
  const page = address.split('#')[0] ?? ''
  const answers = await Promise.all(
    Array.from(
      { length: 24 },
      async () => (await fetch(page, { headers: { connection: 'close' }, signal: AbortSignal.timeout(10_000) })).status,
    ),
  )
  expect(answers).toEqual(Array.from({ length: 24 }, () => 200))
})

it('the practice hosts are filled in: Next leads to what is on them', { timeout: 120_000 }, async () => {
  const browser = await openBrowser()
  const words = new Words('en')
  try {
    const page = await browser.newPage({ locale: 'en-US' })
    await page.goto(address)
    await page.getByRole('button', { name: words.text('home.labOpen'), exact: true }).click()
    await page.getByRole('heading', { level: 1, name: words.text('hosts.title'), exact: true }).waitFor({ timeout: patience })
    await page.getByRole('button', { name: words.text('hosts.next'), exact: true }).click()
    await page.getByRole('region', { name: words.text('detect.facts') }).waitFor({ timeout: patience })
  } finally {
    await browser.close()
  }
})

it('Ctrl-C ends it and leaves no host', { timeout: 120_000 }, async () => {
  const ended = once(demo, 'exit')
  demo.kill('SIGINT')
  await ended
  expect(said).toContain('Removing the practice hosts')
  expect(execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' })).not.toMatch(/demo/)
})
