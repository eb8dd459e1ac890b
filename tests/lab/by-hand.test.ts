import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { byHand, copyTo } from './support/by-hand'
import { json } from './support/cli'
import { deployed, expectUnlocked, holdersOf, nothingToPlan, verified } from './support/course'
import { credentials, lab, onAll, until, type Credentials } from './support/lab'
import { desk, names, vrrpPassword, type Desk } from './support/pair'

/** The exported bundle: the same bytes that deploy sends, and a careful operator makes the same pair with it. */

let given: Credentials
let at: Desk

beforeAll(() => {
  given = credentials()
})
beforeEach(async () => {
  await lab('reset', ...names)
  at = desk(given)
})
afterEach(() => {
  at.remove()
})

async function exported(): Promise<string> {
  const { exit, result } = await json(at.operator, 'export', [at.file, '--to', join(at.folder, 'exported')])
  expect(exit).toBe(0)
  const folder = join(at.folder, 'exported', 'web')
  expect(result.folder).toBe(folder)
  return folder
}

/** Path → mode and content of every file below a folder. */
const filesIn = (folder: string): Record<string, readonly [string, string]> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile())
      .sort()
      .map((path) => [path, [(statSync(join(folder, path)).mode & 0o777).toString(8), readFileSync(join(folder, path), 'utf8')] as const]),
  )

test('what is written is what deploy uploads, byte for byte, without the VRRP password', async () => {
  const folder = await exported()
  const readme = readFileSync(join(folder, 'README.txt'), 'utf8')
  expect(readme).toContain('/etc/keepalived/hotpair-auth.conf')
  expect(readme).toContain('VRRP password')
  for (const [path, [, content]] of Object.entries(filesIn(folder))) expect(content.includes(vrrpPassword), path).toBe(false)

  await deployed(at)
  for (const node of names) {
    const uploaded = join(at.folder, 'uploaded', node)
    mkdirSync(uploaded, { recursive: true })
    const archive = execFileSync('bash', ['build/lab/lab.sh', 'exec', node, 'tar', '-C', '/var/lib/hotpair/last/bundle', '-c', '.'])
    execFileSync('tar', ['-x', '-C', uploaded], { input: archive })
    expect(filesIn(uploaded)).toEqual(filesIn(join(folder, node)))
  }
})

test('by hand: the same pair, which deploy would not change', async () => {
  const folder = await exported()

  // on the wrong host it stops
  copyTo('nginx2', join(folder, 'nginx1'))
  const stopped = await byHand('nginx2', 'prepare', vrrpPassword)
  expect([stopped.status, stopped.output]).toEqual([69, expect.stringContaining('this bundle is for nginx1')])
  expect(await onAll(names, 'ls /var/lib/hotpair/open 2>/dev/null; command -v nginx; :')).toEqual(['', ''])

  for (const node of names) copyTo(node, join(folder, node))
  for (const node of names) {
    const { status, output } = await byHand(node, 'prepare', vrrpPassword)
    expect(status, output).toBe(0)
  }
  // an open deployment by hand is left alone
  const finish = await json(at.operator, 'finish', [at.file])
  expect(finish.result.finished?.decision).toBe('wait')
  expect((await byHand('nginx1', 'confirm')).status).toBe(1)

  expect((await byHand('nginx1', 'commit')).status).toBe(0)
  await until('nginx1 holds the VIP', 15, async () => ((await holdersOf(given.vip)).join() === 'nginx1' ? true : undefined))
  expect((await byHand('nginx2', 'commit')).status).toBe(0)
  for (const verb of ['hold', 'confirm']) {
    for (const node of names) expect([verb, (await byHand(node, verb)).status]).toEqual([verb, 0])
  }
  await expectUnlocked()
  expect(await holdersOf(given.vip)).toEqual(['nginx1'])
  await verified(at)
  await nothingToPlan(at)

  // as README.txt says
  for (const node of ['nginx2', 'nginx1']) await onAll([node], 'sh /var/lib/hotpair/last/bundle/hotpair.sh undo')
  expect((await json(at.operator, 'plan', [at.file])).exit).toBe(2)
  expect(await onAll(names, 'systemctl is-active nginx keepalived; :')).toEqual(['inactive\ninactive', 'inactive\ninactive'])
})
