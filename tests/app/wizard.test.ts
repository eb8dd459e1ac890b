import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { holdersOf } from '../lab/support/course'
import { credentials, lab, on, onAll, until, type Credentials } from '../lab/support/lab'
import { names } from '../lab/support/pair'
import { axe } from './axe'
import { Face } from './face'
import { keepPicture } from './failing'
import { fits } from './fits'
import { patience } from './pages/screen'
import { openBrowser, Visit } from './visit'
import type { Word } from './words'

/**
 * A first-time user's way in a real browser, on two pristine hosts: from an empty window to a pair that failed over before their eyes,
 * and back. What they must do is counted; axe looks at every screen in light and in dark.
 */

/** Clicks, and fields without a usable default, until the failover was seen (issue 3). */
const most = 12

let given: Credentials
let browser: Browser
let folder = ''
let last: Visit | undefined
const faces: Face[] = []
const objections: string[] = []

async function visitNew(): Promise<Visit> {
  const face = await Face.start()
  faces.push(face)
  return (last = await Visit.open(browser, face))
}

beforeAll(async () => {
  given = credentials()
  await lab('reset', ...names)
  folder = mkdtempSync(join(tmpdir(), 'hotpair-app-'))
  browser = await openBrowser()
}, 120_000)
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepPicture(last, task.name)
})
afterAll(async () => {
  await browser.close()
  for (const face of faces) await face.remove()
  rmSync(folder, { recursive: true, force: true })
})

describe('by keyboard alone', { timeout: 120_000 }, () => {
  it('Home and Hosts: Tab, letters and Enter; a reload keeps what was typed, and never the password', async () => {
    const visit = await visitNew()
    const { page, home, hosts } = visit
    const focusOn = async (what: ReturnType<typeof hosts.address>): Promise<void> => {
      await what.waitFor()
      for (let tabs = 0; tabs < 40; tabs++) {
        if (
          await what.evaluate(
            (element) => element === (element as unknown as { ownerDocument: { activeElement: unknown } }).ownerDocument.activeElement,
          )
        )
          return
        await page.keyboard.press('Tab')
      }
      throw new Error(`40 times Tab did not lead to ${String(what)}`)
    }
    await focusOn(home.newPair)
    await page.keyboard.press('Enter')
    await hosts.title('hosts.title').waitFor()
    for (const [index, host] of given.hosts.slice(0, 2).entries()) {
      await focusOn(hosts.address(index + 1))
      await page.keyboard.type(index === 0 ? `root@${host.address}:22` : host.address)
      if (index > 0) continue
      await focusOn(hosts.password(1))
      await page.keyboard.type(given.root.password)
    }
    // Enter in a field is the primary action: it connects, and stops at keys that it has never seen.
    await page.keyboard.press('Enter')
    for (const name of names) await hosts.unknownKey(name).waitFor({ timeout: patience })
    objections.push(...(await axe(page, 'Hosts, unknown keys')), ...(await fits(page, 'Hosts, unknown keys')))
    expect(await hosts.address(1).inputValue()).toBe(given.hosts[0]?.address)

    await page.reload()
    await hosts.title('hosts.title').waitFor()
    expect([await hosts.address(1).inputValue(), await hosts.address(2).inputValue(), await hosts.password(1).inputValue()]).toEqual([
      given.hosts[0]?.address,
      given.hosts[1]?.address,
      '',
    ])
    await focusOn(hosts.next)
    await page.keyboard.press('Enter')
    await hosts.accept(2).waitFor({ timeout: patience })
    await focusOn(hosts.accept(2))
    await page.keyboard.press('Enter')
    await visit.detect.title('detect.title').waitFor({ timeout: patience })
    expect(visit.troubles).toEqual([])
    await visit.close()
  })
})

describe('the first pair', { timeout: 600_000 }, () => {
  let visit: Visit
  let seen = false
  /** Of the pair: the one that was suggested. */
  let address = ''

  it(`from Home to a seen failover, with at most ${String(most)} inputs`, async () => {
    visit = await visitNew()
    const { page, hand, home, hosts, detect, vip, preview, deploy, verify, failover } = visit
    const look = async (where: string): Promise<void> => {
      objections.push(...(await axe(page, where)), ...(await fits(page, where)))
    }

    await home.title('home.emptyTitle').waitFor()
    await look('Home')
    await home.begin()

    await hosts.fill(given.hosts[0]?.address ?? '', given.hosts[1]?.address ?? '', given.root.password)
    expect(await hosts.same(2).isChecked()).toBe(true)
    await look('Hosts')
    await hand.click(hosts.next)
    for (const name of names) {
      const shown = (await on(name, 'for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$key"; done')).match(/SHA256:\S+/g)
      const key = hosts.unknownKey(name)
      await key.waitFor({ timeout: patience })
      expect(shown).toContain(/SHA256:\S+/.exec(await key.innerText())?.[0])
    }
    await hand.click(hosts.accept(2))
    await detect.facts.waitFor({ timeout: patience })

    // Nobody has to go back and see what was found, or test once more.
    await detect.step('app.stepHosts').click()
    for (const number of [1, 2]) await hosts.connected(number).waitFor({ timeout: patience })
    await look('Hosts, connected')
    await hosts.next.click()

    await detect.facts.waitFor({ timeout: patience })
    expect(await detect.interfaceOf('nginx1').inputValue()).toBe('ens33')
    expect(await detect.facts.innerText()).toContain('Debian')
    await look('Detect')
    await hand.click(detect.next)

    await vip.checked.waitFor({ timeout: patience })
    address = (await vip.address.inputValue()).split('/')[0] ?? ''
    expect(address).toMatch(/^198\.51\.100\.\d+$/)
    await look('VIP')
    await page.reload()
    await vip.title('vip.title').waitFor({ timeout: patience })
    expect((await vip.address.inputValue()).split('/')[0]).toBe(address)
    await hand.click(vip.next)

    await preview.tree('nginx1').waitFor({ timeout: patience })
    await preview.choose('nginx1', 'keepalived.conf')
    await expect.poll(() => preview.content.innerText(), { timeout: 20_000 }).toContain('router_id nginx1')
    await look('Preview')
    await preview.choose('nginx2', 'hotpair-auth.conf')
    await preview.secret.waitFor()
    await preview.actions.click()
    await look('Preview, step by step')
    await preview.export(join(folder, 'export'))
    await look('Preview, exported')
    await preview.closeDialog()
    const exported = readdirSync(join(folder, 'export'), { recursive: true, encoding: 'utf8' })
    for (const name of names) expect(exported.filter((path) => path.includes(name) && path.endsWith('hotpair.sh'))).toHaveLength(1)
    expect(exported.filter((path) => path.endsWith('keepalived.conf'))).toHaveLength(2)
    expect(exported.filter((path) => path.includes('hotpair-auth'))).toEqual([])
    // What was acknowledged is asked for.
    for (const warning of await preview.warnings.all()) await hand.click(warning)
    await hand.click(preview.deploy)

    await deploy.phase('nginx1', 'deploy.phasePrepare', 'deploy.stateRunning').waitFor({ timeout: patience })
    await look('Deploy, running')
    // Back, on the way: what runs is shown there, and nothing is asked of the hosts.
    await page.goBack()
    await deploy.working.waitFor({ timeout: patience })
    await deploy.showWork.click()
    await deploy.title('deploy.titleDone').waitFor({ timeout: 2 * patience })
    for (const name of names)
      for (const phase of ['deploy.phasePrepare', 'deploy.phaseCommit', 'deploy.phaseHold', 'deploy.phaseConfirm'] as const)
        expect(await deploy.phase(name, phase, 'deploy.stateDone').count(), `${phase} on ${name}`).toBe(1)
    await look('Deploy, done')
    await hand.click(deploy.next)

    await verify.good.waitFor({ timeout: patience })
    expect(await verify.passed.count()).toBeGreaterThan(5)
    expect(await verify.verdict.innerText()).toContain(address)
    await look('Verify')
    expect((await fetch(`http://${address}/`)).headers.get('x-hotpair-node')).toBe('nginx1')
    await hand.click(verify.next)

    await hand.click(failover.whole('nginx1', 'nginx2'))
    await failover.breakOf('nginx1').waitFor({ timeout: patience })
    await look('Failover, running')
    await failover.verdict.waitFor({ timeout: 2 * patience })
    process.stdout.write(`${String(hand.count)} inputs: ${hand.done.join(', ')}\n${await failover.verdict.innerText()}\n`)
    expect(hand.count).toBeLessThanOrEqual(most)
    const told = (await failover.chart.first().getAttribute('aria-label')) ?? ''
    for (const name of names) expect(told).toMatch(new RegExp(`${name} from [\\d.]+ s to [\\d.]+ s`))
    await failover.format.selectOption('json')
    const downloading = page.waitForEvent('download')
    await failover.button('failover.save').click()
    const { drills } = JSON.parse(readFileSync(await (await downloading).path(), 'utf8')) as {
      drills: { phases: { phase: string; before: string; after: string; downtime: number; verdict: string }[] }[]
    }
    const phases = drills.flatMap((drill) => drill.phases)
    expect(phases.map(({ before, after }) => `${before} ${after}`)).toEqual([
      'nginx1 nginx2',
      'nginx2 nginx2',
      'nginx2 nginx1',
      'nginx1 nginx1',
    ])
    expect(phases.filter((phase) => phase.verdict !== 'passed')).toEqual([])
    // Whether a request failed at all depends on when it was sent; the page says what was measured.
    const failed = phases.some(({ downtime }) => downtime > 0)
    expect(told.includes('no answer from')).toBe(failed)
    expect(await failover.verdict.innerText()).toMatch(failed ? /no answer for \d/ : /every request was answered/)
    expect(await failover.results.innerText()).toMatch(/\d+ ms|\d+\.\d\d s/)
    await look('Failover, done')
    expect(visit.troubles).toEqual([])
    seen = true
  })

  it('speaks 简体中文 on every screen, and comes back', async () => {
    expect(seen, 'the failover was not seen').toBe(true)
    const { page, failover: screen } = visit
    const titles: readonly (readonly [Word, Word])[] = [
      ['app.stepHosts', 'hosts.title'],
      ['app.stepDetect', 'detect.title'],
      ['app.stepVip', 'vip.title'],
      ['app.stepPreview', 'preview.title'],
      ['app.stepDeploy', 'deploy.titleDone'],
      ['app.stepVerify', 'verify.title'],
      ['app.stepFailover', 'failover.title'],
    ]
    await screen.speak('zh-CN')
    for (const [step, title] of titles) {
      await screen.step(step).click()
      await screen.title(title).waitFor({ timeout: patience })
      expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
      expect(await screen.title(title).innerText()).toMatch(/\p{Script=Han}/u)
    }
    await screen.speak('en')
    await screen.title('failover.title').waitFor()
  })

  it('has a page of its own: its state, its history, and undo', async () => {
    expect(seen, 'the failover was not seen').toBe(true)
    const { page, failover, pair, home } = visit
    await failover.toPair.click()
    await pair.heading('web').waitFor()
    await pair.healthy.waitFor({ timeout: patience })
    objections.push(...(await axe(page, 'Pair')), ...(await fits(page, 'Pair')))
    // A second tab takes over when it is told to, and is taken over from.
    const other = await page.context().newPage()
    await other.goto(faces.at(-1)?.address ?? '')
    const useHere = visit.words.text('app.useHere')
    await other.getByRole('button', { name: useHere }).click({ timeout: patience })
    await pair.elsewhere.waitFor({ timeout: patience })
    await pair.useHere.click()
    await other.getByRole('button', { name: useHere }).waitFor({ timeout: patience })
    await pair.healthy.waitFor({ timeout: patience })
    await other.close()

    await pair.speak('zh-CN')
    for (const tab of ['pair.tabNow', 'pair.tabVerify', 'pair.tabFailover', 'pair.tabHistory'] as const) {
      await pair.tab(tab).click()
      expect(await pair.tab(tab).innerText()).toMatch(/\p{Script=Han}/u)
    }
    await pair.speak('en')
    await expect.poll(() => pair.history.getByRole('listitem').count(), { timeout: patience }).toBeGreaterThanOrEqual(2)
    objections.push(...(await axe(page, 'Pair, history')), ...(await fits(page, 'Pair, history')))

    await pair.remove.click()
    objections.push(...(await axe(page, 'Pair, before undo')), ...(await fits(page, 'Pair, before undo')))
    await pair.removeYes.click()
    await pair.removed.waitFor({ timeout: 2 * patience })
    await pair.notDeployed.waitFor({ timeout: patience })
    objections.push(...(await axe(page, 'Pair, not deployed')), ...(await fits(page, 'Pair, not deployed')))
    expect(await holdersOf(address)).toEqual([])
    const left = 'systemctl is-active keepalived nginx; ls /etc/keepalived | grep -v sample || true'
    expect(await onAll(names, left)).toEqual(['inactive\ninactive', 'inactive\ninactive'])

    await page
      .getByRole('button', { name: visit.words.text('app.name'), exact: false })
      .first()
      .click()
    await home.card('web').waitFor()
    await until('Home has asked the hosts', 60, async () =>
      (await home.card('web').getByText(visit.words.text('home.notDeployed'), { exact: true }).count()) > 0 ? true : undefined,
    )
    objections.push(...(await axe(page, 'Home, with a pair')), ...(await fits(page, 'Home, with a pair')))
    expect(visit.troubles).toEqual([])
  })

  it('axe objects to nothing on any screen, in light and in dark', () => {
    expect(objections).toEqual([])
  })
})
