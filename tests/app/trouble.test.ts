import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { expectAsBefore, expectUnlocked, holdersOf, prepareInstalled, resetToInstalled, snapshots } from '../lab/support/course'
import type { Snapshot } from '../lab/support/hosts'
import { credentials, lab, on, type Credentials } from '../lab/support/lab'
import { Face } from './face'
import { keepPicture } from './failing'
import { patience } from './pages/screen'
import { openBrowser, Visit } from './visit'

/** What goes wrong, in a real browser on real hosts: said where it belongs, with the state of the hosts and what to do next. */

let given: Credentials
let browser: Browser
let face: Face
let visit: Visit
const addresses = (): [string, string] => [given.hosts[0]?.address ?? '', given.hosts[1]?.address ?? '']
/** The true keys of all hosts, as if somebody had logged in from here before. */
const known = (): string => readFileSync(given.knownHosts, 'utf8')

beforeAll(async () => {
  given = credentials()
  await prepareInstalled()
  browser = await openBrowser()
}, 240_000)
beforeEach(async () => {
  face = await Face.start()
  face.writeKnownHosts(known())
  visit = await Visit.open(browser, face)
}, 120_000)
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepPicture(visit, task.name)
  await visit.close()
  await face.remove()
})
afterAll(() => browser.close())

/** From Home to the Hosts screen with everything typed. */
async function typed(password: string, user = 'root'): Promise<void> {
  const { home, hosts } = visit
  await home.begin()
  await hosts.fill(...addresses(), password)
  if (user === 'root') return
  for (const number of [1, 2]) await hosts.user(number).fill(user)
}

/** On to the plan. */
async function planned(): Promise<void> {
  const { hosts, detect, vip, preview } = visit
  await hosts.next.click()
  await detect.facts.waitFor({ timeout: patience })
  await detect.next.click()
  await vip.checked.waitFor({ timeout: patience })
  await vip.next.click()
  await preview.tree('nginx1').waitFor({ timeout: patience })
  for (const warning of await preview.warnings.all()) await warning.check()
}

describe('on the Hosts screen', { timeout: 120_000 }, () => {
  it('a host key that changed stops everything, and says which line to remove', async () => {
    const [first, second] = addresses()
    const lines = known().split('\n')
    const forged = lines.filter((line) => line.startsWith(`${second},`)).map((line) => line.replace(/^\S+/, first))
    face.writeKnownHosts([...forged, ...lines.filter((line) => !line.startsWith(`${first},`))].join('\n'))
    await typed(given.root.password)
    const { hosts, detect } = visit
    await hosts.next.click()
    const error = hosts.errorOf(1)
    await error.waitFor({ timeout: patience })
    const said = await error.innerText()
    expect(said).toContain(hosts.words.text('hosts.changedTitle', { name: 'nginx1' }))
    expect(said).toContain(hosts.words.text('hosts.changedWhat'))
    expect(said.match(/SHA256:\S+/g)).toHaveLength(2)
    expect(said).toMatch(/remove line 1 of \S+known_hosts/)
    await hosts.connected(2).waitFor({ timeout: patience })
    expect(await detect.facts.count()).toBe(0)
    // Nobody was even asked for a password.
    expect(await on('nginx1', 'journalctl -u ssh --since=-60s -o cat | grep -c "Accepted\\|Failed" || true')).toBe('0')

    face.writeKnownHosts(known())
    await error.getByRole('button', { name: hosts.words.text('hosts.testAgain') }).click()
    await hosts.connected(1).waitFor({ timeout: patience })
    await hosts.next.click()
    await detect.facts.waitFor({ timeout: patience })
  })

  it('a wrong password is said at its host, and put right there', async () => {
    const { hosts, detect } = visit
    await typed('not the password')
    await hosts.next.click()
    for (const number of [1, 2]) {
      await hosts.errorOf(number).waitFor({ timeout: patience })
      expect(await hosts.errorOf(number).innerText()).toContain(`nginx${String(number)} refused root`)
    }
    expect(await visit.page.content()).not.toContain('not the password')
    await hosts.password(1).fill(given.root.password)
    await hosts.next.click()
    await detect.facts.waitFor({ timeout: patience })
  })

  it('a sudo user: a wrong password for sudo is told from a wrong one for logging in', async () => {
    const { hosts } = visit
    await typed(given.ops.password, 'ops')
    await hosts.sudoPassword(1).fill('not for sudo')
    await hosts.testAll.click()
    await hosts.connected(2).waitFor({ timeout: patience })
    expect(await hosts.card(2).innerText()).toContain(hosts.words.text('hosts.withSudoPassword'))
    await hosts.errorOf(1).waitFor({ timeout: patience })
    expect(await hosts.errorOf(1).innerText()).toContain('The sudo password of ops was refused on nginx1')
    // The password for logging in is the one for sudo, unless another is given.
    await hosts.sudoPassword(1).fill(given.ops.password)
    await hosts.testAll.click()
    await hosts.connected(1).waitFor({ timeout: patience })
  })
})

describe('on the Detect screen', { timeout: 120_000 }, () => {
  it('a host that cannot be reached any more is named, what was typed stays, and one button goes on', async () => {
    const { hosts, detect } = visit
    await typed(given.root.password)
    await hosts.next.click()
    await detect.facts.waitFor({ timeout: patience })
    await lab('cut', 'nginx2')
    try {
      await detect.button('detect.again').click()
      await detect.errors.first().waitFor({ timeout: patience })
      const said = await detect.errors.first().innerText()
      expect(said).toContain('nginx2')
      expect(said).toContain('Nothing was changed on the hosts.')
      expect(said).not.toContain('nginx1')
    } finally {
      await lab('heal', 'nginx2')
    }
    await detect.errors
      .first()
      .getByRole('button', { name: detect.words.text('detect.again') })
      .click()
    await detect.facts.waitFor({ timeout: patience })
    await expect.poll(() => detect.errors.count(), { timeout: patience }).toBe(0)
    expect(await detect.facts.innerText()).toContain('nginx2')
  })
})

describe('while it deploys', { timeout: 290_000 }, () => {
  let before: Snapshot[]

  beforeEach(async () => {
    await resetToInstalled()
    before = await snapshots()
  }, 120_000)

  it('a host is switched off (and both are reached as a sudo user): both are as before, and that is said', async () => {
    const { preview, deploy } = visit
    await typed(given.ops.password, 'ops')
    await planned()
    await preview.deploy.click()
    await deploy.phase('nginx1', 'deploy.phaseCommit', 'deploy.stateRunning').waitFor({ timeout: patience })
    await lab('kill', 'nginx2')
    await deploy.waiting('nginx2').waitFor({ timeout: 2 * patience })
    await lab('boot', 'nginx2')
    await deploy.title('deploy.titleFailed').waitFor({ timeout: 2 * patience })
    const said = await deploy.errors.first().innerText()
    expect(said).toContain('The hosts are as they were before.')
    expect(await deploy.fates.getByText(deploy.words.text('deploy.fateBack'), { exact: true }).count()).toBe(2)
    await expectUnlocked()
    await expectAsBefore(before)
  })

  it('Hotpair is killed and opened again: it says where the deployment stands, and Finish puts it right', async () => {
    const { home, hosts, preview, deploy } = visit
    await typed(given.root.password)
    await planned()
    await preview.deploy.click()
    await deploy.phase('nginx1', 'deploy.phaseCommit', 'deploy.stateRunning').waitFor({ timeout: patience })
    await face.kill()
    await visit.page.getByText(home.words.text('app.lostTitle')).first().waitFor({ timeout: patience })

    await face.start()
    await visit.come(face)
    await home.resume()
    // Without a keychain the passwords went with the program.
    await deploy.title('deploy.titleStanding').waitFor({ timeout: patience })
    await deploy.errors.first().waitFor({ timeout: patience })
    expect(await deploy.errors.first().innerText()).toContain('is needed and was not given')
    await deploy.button('app.toHosts').click()
    await hosts.password(1).fill(given.root.password)
    await hosts.testAll.click()
    for (const number of [1, 2]) await hosts.connected(number).waitFor({ timeout: patience })
    await hosts.step('app.stepDeploy').click()
    await visit.page.getByText(deploy.words.pattern('deploy.standingOpen')).waitFor({ timeout: patience })
    await deploy.finish.click()
    await deploy.finishYes.click()
    await visit.page.getByText(deploy.words.text('deploy.decisionRollback')).waitFor({ timeout: 2 * patience })
    await expectUnlocked()
    await expectAsBefore(before)
  })

  it('a disk is full: said with the host and the reason, and both are as before', async () => {
    const { preview, deploy } = visit
    await typed(given.root.password)
    await planned()
    // Full since the preview: it is not even begun.
    await on('nginx2', 'fallocate -l $(( ($(df --output=avail -k / | tail -n 1) - 100) * 1024 )) /full')
    await preview.deploy.click()
    await deploy.title('deploy.titleFailed').waitFor({ timeout: 2 * patience })
    expect(await deploy.errors.first().innerText()).toContain('Nothing was changed on the hosts.')
    await deploy.button('deploy.toPlan').click()
    await preview.blocked.waitFor({ timeout: patience })
    expect(await preview.blocked.innerText()).toMatch(/nginx2.+\d MB are free/s)

    // Full in the middle of it: to the last byte, as soon as the node has begun its journal.
    await on(
      'nginx2',
      `rm /full; fallocate -l $(( ($(df --output=avail -k / | tail -n 1) - 200000) * 1024 )) /most
      systemd-run --quiet sh -c 'until ls /var/lib/hotpair/deployments/*/journal; do sleep 0.01; done; dd if=/dev/zero of=/full bs=64K; true'`,
    )
    await preview.button('preview.again').click()
    await preview.tree('nginx1').waitFor({ timeout: patience })
    for (const warning of await preview.warnings.all()) await warning.check()
    await preview.deploy.click()
    await deploy.title('deploy.titleFailed').waitFor({ timeout: 3 * patience })
    const said = await deploy.errors.first().innerText()
    expect(said).toContain('nginx2')
    expect(said).toMatch(/The hosts are as they were before\.|Nothing was changed on the hosts\./)
    expect((await deploy.errors.first().textContent())?.toLowerCase()).toContain('no space left')
    await on('nginx2', 'rm /full /most')
    await expectUnlocked()
    await expectAsBefore(before)
    expect(await holdersOf('198.51.100.200')).toEqual([])
  })
})
