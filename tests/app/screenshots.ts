import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../../electron/contract/language'
import { credentials, lab } from '../lab/support/lab'
import { names } from '../lab/support/pair'
import { Face } from './face'
import { patience } from './pages/screen'
import { openBrowser, Visit } from './visit'

/** The screens that the README tells its story with. */
export const story = ['hosts', 'preview', 'verify', 'failover'] as const

const languages: readonly Language[] = ['en', 'zh-CN']

/**
 * One run through the wizard on pristine lab hosts, at the operator's place; a picture of every screen in both languages, light and dark:
 * FOLDER/en-light-hosts.png and so on. `say` is told of each screen.
 */
export async function takeScreenshots(folder: string, size: { width: number; height: number }, say: (line: string) => void): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const given = credentials()
  await lab('reset', ...names)
  const face = await Face.start()
  const browser = await openBrowser()
  try {
    const visit = await Visit.open(browser, face, size)
    const shoot: Shoot = (screen, open) => picture(visit, folder, screen, say, open)
    await walk(visit, given.hosts[0]?.address ?? '', given.hosts[1]?.address ?? '', given.root.password, shoot)
    if (visit.troubles.length > 0) throw new Error(`the page complained: ${visit.troubles.join('; ')}`)
  } finally {
    await browser.close()
    await face.remove()
  }
}

/** @param open a dialog, over which the language cannot be chosen: it is opened in each, and closed again */
type Shoot = (screen: string, open?: () => Promise<void>) => Promise<void>

async function picture(
  visit: Visit,
  folder: string,
  screen: string,
  say: (line: string) => void,
  open: (() => Promise<void>) | undefined,
): Promise<void> {
  const { page, home } = visit
  for (const language of languages) {
    if (visit.words.language !== language) await home.speak(language)
    await open?.()
    // The focus that a dialog gave back is not part of the picture.
    await page.mouse.move(0, 0)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.screenshot({ path: join(folder, `${language}-${colorScheme}-${screen}.png`), animations: 'disabled', caret: 'hide' })
    }
    if (open) await page.keyboard.press('Escape')
  }
  await home.speak('en')
  await page.emulateMedia({ colorScheme: 'light' })
  say(screen)
}

async function walk(visit: Visit, first: string, second: string, password: string, shoot: Shoot): Promise<void> {
  const { page, home, hosts, detect, vip, preview, deploy, verify, failover, pair } = visit
  await home.title('home.emptyTitle').waitFor()
  await shoot('home-empty')
  await home.begin()
  await hosts.fill(first, second, password)
  await shoot('hosts-typed')
  await hosts.next.click()
  await hosts.accept(2).waitFor({ timeout: patience })
  await shoot('hosts-keys')
  await hosts.accept(2).click()
  await detect.facts.waitFor({ timeout: patience })
  await shoot('detect')
  await detect.step('app.stepHosts').click()
  await shoot('hosts')
  await hosts.next.click()
  await detect.facts.waitFor({ timeout: patience })
  await detect.next.click()
  await vip.checked.waitFor({ timeout: patience })
  await shoot('vip')
  await vip.next.click()
  await preview.tree('nginx1').waitFor({ timeout: patience })
  await preview.choose('nginx1', 'keepalived.conf')
  await page.getByText('vrrp_instance').first().waitFor()
  await shoot('preview')
  await preview.actions.click()
  await shoot('preview-steps')
  for (const warning of await preview.warnings.all()) await warning.check()
  await preview.deploy.click()
  await deploy.phase('nginx1', 'deploy.phasePrepare', 'deploy.stateRunning').waitFor({ timeout: patience })
  await shoot('deploy')
  await deploy.title('deploy.titleDone').waitFor({ timeout: 2 * patience })
  await shoot('deployed')
  await deploy.next.click()
  await verify.good.waitFor({ timeout: patience })
  await shoot('verify')
  await verify.next.click()
  await shoot('failover-before')
  await failover.whole('nginx1', 'nginx2').click()
  await failover.breakOf('nginx1').waitFor({ timeout: patience })
  await shoot('failover-running')
  await failover.verdict.waitFor({ timeout: 2 * patience })
  await shoot('failover')
  await failover.toPair.click()
  await pair.healthy.waitFor({ timeout: patience })
  await shoot('pair')
  await pair.why.getByRole('button', { name: visit.words.text('pair.whyRead') }).click()
  await pair.why.getByRole('table').waitFor({ timeout: patience })
  await pair.why.getByRole('row').last().scrollIntoViewIfNeeded()
  await shoot('pair-why')
  await shoot('pair-log', async () => {
    await pair.unit('nginx1', 'keepalived', 'pair.unitLog').click()
    await pair.dialog.getByText(visit.words.pattern('parts.readAt')).waitFor({ timeout: patience })
  })
  await shoot('pair-stop', async () => {
    await pair.unit('nginx1', 'nginx', 'pair.unitStop').click()
    await pair.dialog.waitFor()
  })
  await shoot('pair-remove', async () => {
    await pair.remove.click()
    await pair.removeYes.waitFor()
  })
  await pair.tab('pair.tabHistory').click()
  await pair.history.waitFor()
  await shoot('pair-history')
  await home.brand.click()
  await home.card('web').waitFor()
  await home.healthy.waitFor({ timeout: patience })
  await shoot('home')
  await home.begin()
  await hosts.used(1).selectOption({ index: 1 })
  await shoot('hosts-used')
}
