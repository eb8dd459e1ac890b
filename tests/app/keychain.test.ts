import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { credentials, type Credentials } from '../lab/support/lab'
import { Face } from './face'
import { keepPicture } from './failing'
import { Keyring } from './keyring'
import { patience } from './pages/screen'
import { openBrowser, Visit } from './visit'

/** Passwords in the system's keychain, a real one, as the user of the wizard meets it. */

let given: Credentials
let browser: Browser
let keyring: Keyring
let face: Face
let visit: Visit

beforeAll(async () => {
  given = credentials()
  keyring = await Keyring.start()
  face = await Face.start(keyring.env)
  face.writeKnownHosts(readFileSync(given.knownHosts, 'utf8'))
  browser = await openBrowser()
  visit = await Visit.open(browser, face)
}, 120_000)
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepPicture(visit, task.name)
})
afterAll(async () => {
  await browser.close()
  await face.remove()
  await keyring.remove()
})

it('a password is typed once: another start of Hotpair has it; forgetting and discarding leave nothing', { timeout: 120_000 }, async () => {
  const { home, hosts, detect } = visit
  const both = ['web/nginx1/password', 'web/nginx2/password']
  const typed = async (): Promise<void> => {
    await home.begin()
    await hosts.fill(given.hosts[0]?.address ?? '', given.hosts[1]?.address ?? '', given.root.password)
    expect(await visit.page.getByRole('radio', { name: new RegExp(hosts.words.text('hosts.keepKeychain')) }).isChecked()).toBe(true)
    await hosts.next.click()
    await detect.facts.waitFor({ timeout: patience })
    expect(keyring.accounts()).toEqual(both)
  }
  await typed()

  await face.kill()
  await face.start()
  await visit.come(face)
  await home.resume()
  await detect.facts.waitFor({ timeout: patience })
  await detect.step('app.stepHosts').click()
  await expect.poll(() => hosts.password(1).getAttribute('placeholder')).toContain(hosts.words.text('hosts.storedKeychain'))
  expect(await hosts.password(1).inputValue()).toBe('')
  await hosts.next.click()
  await detect.facts.waitFor({ timeout: patience })

  await detect.step('app.stepHosts').click()
  await hosts.button('hosts.forget').click()
  await expect.poll(() => keyring.accounts()).toEqual([])
  await hosts.next.click()
  await hosts.card(1).getByText(hosts.words.text('hosts.passwordMissing')).waitFor()

  await hosts.password(1).fill(given.root.password)
  await hosts.next.click()
  await detect.facts.waitFor({ timeout: patience })
  expect(keyring.accounts()).toEqual(both)
  await visit.page.getByTitle(home.words.text('app.allPairs')).click()
  await home.button('home.discard').click()
  await visit.page
    .getByRole('dialog')
    .getByRole('button', { name: home.words.text('home.discard'), exact: true })
    .click()
  await expect.poll(() => keyring.accounts()).toEqual([])
})
