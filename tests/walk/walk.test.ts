import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Language } from '../../electron/contract/language'
import { unitDoneText } from '../../electron/contract/unit-change'
import { unitWords, whyWords } from '../../electron/contract/wording'
import type { CheckResult } from '../../electron/domain/check'
import type { DrillEvent } from '../../electron/domain/drill'
import type { DrillRequest } from '../../electron/drills/drill'
import type { Pair } from '../../electron/domain/pair'
import type * as Plan from '../../electron/plan/plan'
import type * as VrrpAuth from '../../electron/plan/vrrp-auth'
import { sh } from '../../electron/remote/sh'
import type { Session } from '../../electron/remote/session'
import { foreign, running } from './looking'
import { keepPicture } from '../app/failing'
import { axe } from '../app/axe'
import { fits } from '../app/fits'
import { browserProgram, openBrowser, Visit } from '../app/visit'
import { recordedTask } from '../renderer/recorded'
import { everything } from '../report/drills'
import { openLiveFace, type LiveFace } from './live-face'
import { LiveHosts, passwordDigest, type Stop } from './live-hosts'

/**
 * A person walks through every screen, in both languages, while things happen to the pair: it is deployed, that fails or is cancelled, it is
 * undone, it fails over, a node dies, there is a second tab, somebody goes back. What a screen shows is then so: nothing that is over still
 * runs, nothing that changed is still shown, nothing is said in the other language.
 */

const isHere = existsSync(browserProgram)
if (!isHere) process.stdout.write(`tests/walk: skipped, there is no ${browserProgram}\n`)

let hosts: LiveHosts
vi.mock('../../electron/remote/connect', () => ({ connect: (node: { name: string }) => hosts.connect(node.name) }))
vi.mock('../../electron/facts/collect', () => ({
  everyPart: [],
  readFacts: async (session: Session, node: { name: string }, pair: Pair, _parts: unknown, { signal }: { signal?: AbortSignal }) => {
    await session.run(sh`facts`, signal ? { signal } : {})
    return hosts.factsOf(node.name, pair)
  },
}))
vi.mock('../../electron/checks/holders', () => ({
  waitForHolder: async (_sessions: unknown, _pair: Pair, { signal }: { signal?: AbortSignal }) => {
    await hosts.pass('holders', '', signal)
    return { settled: hosts.holder !== null, holder: hosts.holder }
  },
}))
vi.mock('../../electron/checks/settled', () => ({
  waitUntilSettled: (_sessions: unknown, _pair: Pair, _seconds: number, signal?: AbortSignal) => hosts.pass('holders', '', signal),
}))
vi.mock('../../electron/checks/verify', () => ({
  verify: async ({ signal }: { signal?: AbortSignal }, report: (check: CheckResult) => void = () => undefined) => {
    await hosts.pass('verify', '', signal)
    const checks = recordedTask('pair.verify', 'verify').result?.checks ?? []
    checks.forEach(report)
    return checks
  },
}))
vi.mock('../../electron/drills/drill', () => ({
  drill: async ({ signal }: { signal?: AbortSignal }, request: DrillRequest, report: (event: DrillEvent) => void) => {
    if ('kinds' in request) {
      for (const { kind, phases } of everything()) {
        report({ type: 'begin', kind, holder: 'nginx1' })
        for (const phase of phases) report({ type: 'phase', phase })
      }
      return everything()
    }
    const { events, result } = recordedTask('pair.drill', 'seed')
    for (const { event } of events) {
      if (event.type !== 'drill') continue
      if (event.event.type === 'mark') await hosts.pass(event.event.mark.event, '', signal)
      report(event.event)
    }
    return result?.drills
  },
}))
vi.mock('../../electron/plan/vrrp-auth', async (original) => ({
  ...(await original<typeof VrrpAuth>()),
  vrrpAuthDigest: () => passwordDigest,
}))
vi.mock('../../electron/plan/plan', async (original) => {
  const real = await original<typeof Plan>()
  return {
    ...real,
    bundlesOf: (...given: Parameters<typeof real.bundlesOf>) => (hosts.bundles = real.bundlesOf(...given)),
  }
})

let browser: Browser | undefined
let face: LiveFace
let visit: Visit
const addresses = ['198.51.100.11', '198.51.100.12'] as const
const site = 'http://198.51.100.199'

beforeAll(async () => {
  if (isHere) browser = await openBrowser()
}, 120_000)
afterAll(() => browser?.close())

describe.skipIf(!isHere).each<Language>(['en', 'zh-CN'])('in %s', { timeout: 120_000 }, (language) => {
  beforeEach(async () => {
    hosts = new LiveHosts()
    face = await openLiveFace()
    if (browser === undefined) throw new TypeError('there is no browser')
    visit = await Visit.open(browser, face)
    if (language !== 'en') await visit.home.speak(language)
  }, 60_000)
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(visit, `walk ${language} ${task.name}`)
    await visit.close()
    await face.close()
  })

  /** What is on the screen is in one language, and nothing runs when nothing does. */
  const look = async (where: string, runs: 'nothing runs' | 'it runs' = 'nothing runs'): Promise<void> => {
    const { page, words } = visit
    expect(await foreign(page, language), `${where}: in the other language`).toEqual([])
    if (runs === 'nothing runs') await expect.poll(() => running(page, words), { message: `${where}: still runs` }).toEqual([])
    expect(visit.troubles, where).toEqual([])
  }

  /** From Home to the plan. */
  async function planned(): Promise<void> {
    const { home, hosts: screen, detect, vip } = visit
    await look('Home')
    await home.begin()
    await look('Hosts')
    await screen.fill(...addresses, 'a password')
    await screen.next.click()
    await detect.facts.waitFor()
    await look('Current state')
    await detect.next.click()
    await vip.checked.waitFor()
    await vip.address.fill('198.51.100.199/24')
    await vip.address.press('Tab')
    await vip.checked.waitFor()
    await look('VIP')
    await vip.next.click()
    await acknowledged()
    await look('Preview')
  }
  /** The plan is there, and everything that must be read of it was. */
  async function acknowledged(): Promise<void> {
    const { preview } = visit
    await preview.tree('nginx1').waitFor()
    for (const warning of await preview.warnings.all()) await warning.check()
  }
  /** Deploys what was planned, as far as `verb` on a node. */
  async function deployedTo(verb: string, node: string): Promise<Stop> {
    const stop = hosts.stopAt(verb, node)
    await visit.preview.deploy.click()
    await stop.reached
    return stop
  }
  /** From Home to the page of the pair. */
  async function openPair(): Promise<void> {
    const { home, pair, words } = visit
    await home
      .card('web')
      .getByRole('button', { name: words.text('home.open', { name: 'web' }) })
      .click()
    await pair.heading('web').waitFor()
  }

  /** On the pair's page: why the holder is it. */
  async function reasons(): Promise<void> {
    const { pair, words } = visit
    await pair.why.getByRole('button', { name: words.text('pair.whyRead') }).click()
    await pair.why.getByText(words.pattern('parts.readAt')).waitFor()
    await pair.why.getByRole('row').getByText(whyWords[language].reasons.recovered.replace('{node}', 'nginx1')).waitFor()
    await look('Pair, why the holder is it')
  }

  /** On the pair's page: the log of nginx on the standby; it is stopped, started, restarted. */
  async function byHand(): Promise<void> {
    const { page, pair, words } = visit
    await pair.unit('nginx2', 'nginx', 'pair.unitLog').click()
    await pair.dialog.getByText(words.pattern('parts.readAt')).waitFor()
    await pair.dialog
      .getByRole('group', { name: words.text('pair.logJournal'), exact: true })
      .getByText('Started nginx.service')
      .waitFor()
    await look('Pair, the log of nginx')
    await pair.dialog.getByRole('button', { name: words.text('pair.logAgain') }).click()
    await pair.dialog.getByText(words.text('pair.logEmpty')).waitFor()
    await page.keyboard.press('Escape')
    await pair.dialog.waitFor({ state: 'hidden' })
    const steps = [
      ['stop', 'pair.unitStop', 'pair.unitDoStop'],
      ['start', 'pair.unitStart', 'pair.unitDoStart'],
      ['restart', 'pair.unitRestart', 'pair.unitDoRestart'],
    ] as const
    for (const [change, verb, full] of steps) {
      await pair.unit('nginx2', 'nginx', verb).click()
      await pair.dialog.getByText(unitWords[language].effects.nothing, { exact: true }).waitFor()
      await look(`Pair, before nginx is changed by hand: ${change}`)
      const command = hosts.stopAt('unit', 'nginx2')
      await pair.dialog.getByRole('button', { name: words.text(full, { unit: 'nginx' }), exact: true }).click()
      await command.reached
      await page.getByText(words.text('app.unitChangingShort'), { exact: true }).waitFor()
      await look(`Pair, while nginx is changed by hand: ${change}`, 'it runs')
      command.goOn()
      await page.getByText(unitDoneText({ node: 'nginx2', unit: 'nginx', change }, language), { exact: true }).waitFor()
      await page.getByText(words.text(change === 'stop' ? 'home.degraded' : 'home.healthy'), { exact: true }).waitFor()
      await look(`Pair, after nginx was changed by hand: ${change}`)
    }
    expect(hosts.holder).toBe('nginx1')
    await pair.tab('pair.tabHistory').click()
    await pair.history
      .getByText(words.text('pair.unitDoRestart', { unit: 'nginx' }))
      .first()
      .waitFor()
    await look('Pair, its history by hand')
    await pair.tab('pair.tabNow').click()
  }

  /** On the pair's page: every single fault, twice; a line for each, its report as it is opened, and both runs side by side. */
  async function everyFault(): Promise<void> {
    const { page, pair, failover, words } = visit
    await pair.tab('pair.tabFailover').click()
    for (let i = 0; i < 2; i++) {
      await failover.button('failover.all').click()
      await failover.overview.waitFor()
      await failover.button('failover.save').waitFor()
    }
    await failover.overview.getByRole('button').first().click()
    await failover.chart.first().waitFor()
    await failover.records.first().getByRole('button').first().focus()
    await look('Pair, every fault was made')
    const objections = [...(await fits(page, 'Every fault')), ...(language === 'en' ? await axe(page, 'Every fault') : [])]

    const download = page.waitForEvent('download')
    await failover.button('failover.save').click()
    const report = await page.context().newPage()
    await report.setContent(readFileSync(await (await download).path(), 'utf8'))
    await report.getByRole('heading', { level: 1 }).waitFor()
    expect(await foreign(report, language), 'the report: in the other language').toEqual([])
    objections.push(...(language === 'en' ? await axe(report, 'The report') : []))
    await report.close()

    await pair.tab('pair.tabHistory').click()
    await page.getByText(words.text('pair.compare'), { exact: true }).click()
    await page.getByText(words.text('pair.compareSame')).waitFor()
    await look('Pair, two runs are compared')
    objections.push(...(await fits(page, 'Compared')), ...(language === 'en' ? await axe(page, 'Compared') : []))
    expect(objections).toEqual([])
    await pair.tab('pair.tabNow').click()
  }

  test('deployed, looked at again, failed over, removed; Back in each running step', async () => {
    const { page, home, detect, vip, preview, deploy, verify, failover, pair, words } = visit
    await planned()
    const commit = await deployedTo('commit', 'nginx1')
    await deploy.phase('nginx1', 'deploy.phaseCommit', 'deploy.stateRunning').waitFor()
    await look('Deploy', 'it runs')
    await page.goBack()
    await deploy.working.waitFor()
    await look('Preview while it is deployed', 'it runs')
    await page.goForward()
    await deploy.phase('nginx1', 'deploy.phaseCommit', 'deploy.stateRunning').waitFor()
    await page.reload()
    await deploy.phase('nginx1', 'deploy.phaseCommit', 'deploy.stateRunning').waitFor()
    commit.goOn()
    await deploy.title('deploy.titleDone').waitFor()
    await visit.deploy.site(site).waitFor()
    await look('Deployed')

    // The steps before know what is so now, since they ask anew.
    await page.getByRole('navigation', { name: words.text('app.steps') }).waitFor()
    await deploy.step('app.stepDetect').click()
    await detect.facts.waitFor()
    expect(await detect.facts.innerText()).not.toContain(words.text('detect.notInstalled'))
    await page.getByText(words.pattern('parts.readAt')).first().waitFor()
    await look('Current state, deployed')
    await deploy.step('app.stepVip').click()
    await vip.title('vip.title').waitFor()
    await look('VIP, deployed')
    await deploy.step('app.stepPreview').click()
    await page.getByRole('heading', { name: words.text('preview.emptyTitle') }).waitFor()
    await look('Preview, deployed')
    await preview.button('preview.verify').click()
    await verify.good.waitFor()
    await verify.site(site).waitFor()
    await look('Verify')
    const checks = hosts.stopAt('verify')
    await verify.button('verify.again').click()
    await checks.reached
    await look('Verify, running', 'it runs')
    await page.goBack()
    await look('Before Verify, running', 'it runs')
    checks.goOn()
    await page.goForward()
    await verify.good.waitFor()
    await look('Verify again')

    await verify.next.click()
    const silent = hosts.stopAt('silent')
    await failover.whole('nginx1', 'nginx2').click()
    await silent.reached
    await look('Failover', 'it runs')
    await page.goBack()
    await page.getByText(words.text('app.drilling'), { exact: true }).waitFor()
    await look('Verify while it fails over', 'it runs')
    await home.brand.click()
    await home.card('web').getByText(words.text('app.drillingShort'), { exact: true }).waitFor()
    await look('Home while it fails over', 'it runs')
    await openPair()
    await page.getByText(words.text('app.drillingShort'), { exact: true }).first().waitFor()
    await look('Pair while it fails over', 'it runs')
    silent.goOn()
    await pair.healthy.waitFor()
    for (const tab of ['pair.tabVerify', 'pair.tabFailover', 'pair.tabHistory', 'pair.tabNow'] as const) {
      await pair.tab(tab).click()
      await look(`Pair, ${tab}`)
    }
    expect(await page.locator('main').innerText()).not.toContain(words.text('pair.never'))

    await reasons()
    await byHand()

    const undo = hosts.stopAt('undo', 'nginx2')
    await pair.remove.click()
    await look('Pair, before it is removed')
    await pair.removeYes.click()
    await undo.reached
    await look('Pair, being removed', 'it runs')
    await page.goBack()
    await look('Home, being removed', 'it runs')
    await page.goForward()
    await pair.heading('web').waitFor()
    await page.getByRole('heading', { name: words.text('pair.undoRunning'), exact: true }).waitFor()
    undo.goOn()
    await pair.removed.waitFor()
    await pair.notDeployed.waitFor()
    await look('Pair, removed')
    await home.brand.click()
    await home.card('web').getByText(words.text('home.notDeployed'), { exact: true }).waitFor()
    await look('Home, removed')
  })

  test('a deployment that fails, is cancelled early, is cancelled too late; another pair of its hosts', async () => {
    const { page, home, hosts: screen, detect, preview, deploy, pair, words } = visit
    await planned()
    hosts.failing.add('commit nginx2')
    await preview.deploy.click()
    await deploy.title('deploy.titleFailed').waitFor()
    await look('Deploy, failed')
    hosts.failing.clear()
    await home.brand.click()
    await look('Home, after a deployment that failed')
    await home.resume()
    await deploy.step('app.stepPreview').click()

    await acknowledged()
    await deployedTo('prepare', 'nginx2')
    await deploy.asking('deploy.cancel').click()
    await look('Deploy, about to be cancelled', 'it runs')
    await deploy.dialog.getByRole('button', { name: words.text('deploy.cancelYes') }).click()
    await page.getByText(words.text('deploy.cancelled')).waitFor()
    await look('Deploy, cancelled')
    expect(hosts.nodes.map((node) => node.open)).toEqual([null, null])

    await deploy.step('app.stepPreview').click()
    await acknowledged()
    const confirm = await deployedTo('confirm', 'nginx2')
    await deploy.asking('deploy.cancel').click()
    await deploy.dialog.waitFor()
    confirm.goOn()
    await deploy.title('deploy.titleDone').waitFor()
    await deploy.dialog.waitFor({ state: 'hidden' })
    await page.getByText(words.text('deploy.tooLate')).first().waitFor()
    await look('Deployed, though somebody wanted to cancel it')
    await home.brand.click()
    await openPair()
    await pair.healthy.waitFor()
    expect(await pair.site(site).getAttribute('href')).toBe(site)
    await look('Pair, deployed')

    // Its hosts are there to be chosen, with their passwords.
    await home.brand.click()
    await home.begin()
    for (const [index, address] of addresses.entries()) await screen.used(index + 1).selectOption(`root@${address}:22`)
    await page
      .getByText(words.text('hosts.usedBy', { pairs: 'web' }))
      .nth(1)
      .waitFor()
    expect(await screen.password(1).inputValue()).toBe('')
    await look('Hosts of another pair')
    await screen.next.click()
    await detect.facts.waitFor()
    await look('Current state of hosts of another pair')
  })

  test('a second tab, a node that dies and comes back, every fault; a change, and its undo', async () => {
    const { page, home, vip, preview, deploy, pair, words } = visit
    await planned()
    const commit = await deployedTo('commit', 'nginx1')
    const other = await page.context().newPage()
    await other.goto(face.address)
    await other.getByRole('button', { name: words.text('app.useHere') }).click()
    await pair.elsewhere.waitFor()
    await look('The first tab, taken over', 'it runs')
    await other.getByText(words.text('app.deployingShort'), { exact: true }).waitFor()
    expect(await foreign(other, language)).toEqual([])
    await pair.useHere.click()
    await deploy.phase('nginx1', 'deploy.phaseCommit', 'deploy.stateRunning').waitFor()
    commit.goOn()
    await deploy.title('deploy.titleDone').waitFor()
    await other.close()

    await home.brand.click()
    await openPair()
    await pair.healthy.waitFor()
    await page.getByText(words.text('pair.holds'), { exact: true }).first().waitFor()
    hosts.node('nginx1').isGone = true
    const first = page.getByRole('group', { name: 'nginx1', exact: true })
    await first.getByText(words.text('pair.holds'), { exact: true }).waitFor({ state: 'hidden' })
    await page.getByText(words.text('home.degraded'), { exact: true }).waitFor()
    await look('Pair, a node is dead')
    await home.brand.click()
    await home.card('web').getByText(words.text('home.degraded'), { exact: true }).waitFor()
    await look('Home, a node is dead')
    hosts.node('nginx1').isGone = false
    await home.brand.click()
    await openPair()
    await pair.healthy.waitFor()
    await look('Pair, the node is back')
    await everyFault()

    // A change of it is deployed, and that alone is taken back: its settings go back, too.
    await pair.change.click()
    await vip.title('vip.title').waitFor()
    await vip.prefer('nginx2').check()
    await look('VIP, a pair that is changed')
    await vip.next.click()
    await acknowledged()
    await look('Preview of a change')
    await preview.deploy.click()
    await deploy.title('deploy.titleDone').waitFor()
    await look('Deployed, a change')
    await home.brand.click()
    await openPair()
    await pair.undo.click()
    await pair.dialog.getByText(words.text('pair.groupOrder')).waitFor()
    expect(await pair.undoLast.isChecked()).toBe(true)
    await look('Pair, before the last change is undone')
    await pair.undoYes.click()
    await pair.undone.waitFor()
    await pair.healthy.waitFor()
    await pair.remove.waitFor()
    await look('Pair, the last change undone')
    await pair.change.click()
    await vip.title('vip.title').waitFor()
    expect(await vip.prefer('nginx1').isChecked()).toBe(true)
  })
})

describe.skipIf(!isHere)('a computer without a Chinese font', { timeout: 120_000 }, () => {
  /** All that this machine has, but those that have Han characters. */
  const fonts = `<?xml version="1.0"?><fontconfig><dir>/usr/share/fonts</dir><selectfont><rejectfont>${[
    'CJK',
    'wqy',
    'uming',
    'ukai',
    'nifont',
    'Fallback',
    'HanS',
  ]
    .map((name) => `<glob>*${name}*</glob>`)
    .join('')}</rejectfont></selectfont></fontconfig>`

  test('says so where Chinese is chosen, until that was dismissed', async () => {
    hosts = new LiveHosts()
    const folder = mkdtempSync(join(tmpdir(), 'hotpair-fonts-'))
    writeFileSync(join(folder, 'fonts.conf'), fonts)
    const other = await openBrowser({ FONTCONFIG_FILE: join(folder, 'fonts.conf') })
    face = await openLiveFace()
    visit = await Visit.open(other, face)
    try {
      const { page, home, words } = visit
      expect(await home.fontNote.count()).toBe(0)
      await home.speak('zh-CN')
      await home.fontNote.waitFor()
      expect(await foreign(page, 'zh-CN')).toEqual([])
      expect(await fits(page, 'Home with the note')).toEqual([])
      await home.begin()
      expect(await fits(page, 'Hosts with the note')).toEqual([])
      await home.fontNote.getByRole('button').last().click()
      await home.fontNote.waitFor({ state: 'hidden' })
      await page.reload()
      await home.newPair.waitFor()
      expect([words.language, await home.fontNote.count()]).toEqual(['zh-CN', 0])
    } finally {
      await visit.close()
      await face.close()
      await other.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
