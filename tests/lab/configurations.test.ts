import { appendFileSync, cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pairSchema, type PairInput } from '../../electron/domain/pair'
import { checkScript } from '../../electron/plan/check-script'
import { keepalivedConf } from '../../electron/plan/keepalived-conf'
import { altered, byHand, copyTo } from './support/by-hand'
import { json } from './support/cli'
import { expectAsBefore, expectUnlocked, prepareInstalled, resetToInstalled, snapshots } from './support/course'
import { differences, quickSnapshot, type Snapshot } from './support/hosts'
import { credentials, feed, on, put } from './support/lab'
import { desk, vrrpPassword, type Desk } from './support/pair'

/** What the programs of the hosts say of what we write: keepalived 2.2.7 of every variant, and prepare of what is broken. */

let at: Desk
let exported: string

beforeAll(async () => {
  at = desk(credentials())
  await prepareInstalled()
  const { exit } = await json(at.operator, 'export', [at.file, '--to', at.folder])
  expect(exit).toBe(0)
  exported = join(at.folder, 'web')
}, 180_000)
afterAll(() => {
  at.remove()
})

/** Every combination of the lists' values. */
const product = <T extends Record<string, readonly unknown[]>>(lists: T): { [K in keyof T]: T[K][number] }[] =>
  Object.entries(lists).reduce<Record<string, unknown>[]>(
    (all, [name, values]) => all.flatMap((each) => values.map((value) => ({ ...each, [name]: value }))),
    [{}],
  ) as { [K in keyof T]: T[K][number] }[]

test('every variant of keepalived.conf is accepted by keepalived -t', async () => {
  const vips = [['198.51.100.199/24'], ['198.51.100.199/24', '198.51.100.200/32', '203.0.113.7/32']]
  const variants = product({
    time: [
      { version: 2, advertInterval: 1 },
      { version: 2, advertInterval: 3 },
      { version: 3, advertInterval: 1 },
      { version: 3, advertInterval: 0.2 },
    ] as const,
    mode: ['multicast', 'unicast'] as const,
    preempt: [false, true] as const,
    onNginxFailure: ['release', 'stop-keepalived'] as const,
    vips,
  })
  const texts = variants.map(({ time, vips: wanted, ...vrrp }) => {
    const input: PairInput = {
      name: 'web-1',
      nodes: [
        { name: 'nginx1', address: '198.51.100.11' },
        { name: 'nginx2', address: '198.51.100.12' },
      ],
      vips: [...wanted],
      vrrp: { routerId: 66, ...time, ...vrrp },
    }
    const pair = pairSchema.parse(input)
    return keepalivedConf(pair, {
      name: 'nginx1',
      interface: 'ens33',
      address: '198.51.100.11',
      peers: ['198.51.100.12'],
      keepalivedVersion: '2.2.7',
    })
  })
  expect(new Set(texts).size).toBe(64)
  // one that must be refused shows that the loop would tell
  const all = [...texts, (texts[0] ?? '').replace('advert_int', 'advert_intt')]
  await put('nginx1', '/usr/libexec/keepalived/hotpair-check', checkScript(18080), '0755')
  await put('nginx1', '/etc/keepalived/hotpair-auth.conf', 'authentication {\n    auth_type PASS\n    auth_pass secret12\n}\n', '0600')
  const script = all.map(
    (text, i) =>
      `cat >/tmp/${String(i)}.conf <<'END'\n${text}END\nsaid=$(keepalived -t -f /tmp/${String(i)}.conf 2>&1)\nprintf '%s %s %s\\n' ${String(i)} $? "$said"`,
  )
  const { status, output } = await feed('nginx1', script.join('\n'))
  expect(status).toBe(0)
  const said = output.trim().split('\n')
  expect(said.slice(0, 64).map((line) => line.trim())).toEqual(texts.map((_, i) => `${String(i)} 0`))
  expect(said.slice(64).join(' ')).toMatch(/^64 [1-9]\d* .*Unknown keyword 'advert_intt'/)
}, 120_000)

describe('deploy refuses', () => {
  beforeEach(async () => {
    await resetToInstalled()
  })

  test("an error in a file that nginx.conf includes, with nginx's own words", async () => {
    await put('nginx2', '/etc/nginx/conf.d/x.conf', 'server { listen 8081; proxy_passs http://127.0.0.1; }\n')
    const before = await snapshots()
    const { exit, result } = await json(at.operator, 'deploy', [at.file, '--yes'])
    expect([exit, result.failure?.kind, result.failure?.node, result.failure?.hosts]).toEqual([1, 'prepare-failed', 'nginx2', 'as-before'])
    const said = 'unknown directive "proxy_passs" in /etc/nginx/conf.d/x.conf:1'
    expect(result.failure?.values).toMatchObject({ output: expect.stringContaining(said) as string })
    await expectAsBefore(before)
    await expectUnlocked()
  })
})

describe('prepare, by hand, refuses and leaves the host as it was:', () => {
  let before: Snapshot
  beforeAll(async () => {
    await resetToInstalled()
    before = await quickSnapshot('nginx1')
  })
  async function refused(folder: string, password: string): Promise<string> {
    copyTo('nginx1', folder)
    const { status, output } = await byHand('nginx1', 'prepare', password)
    expect(status, output).toBe(1)
    expect(output).toMatch(/\tend\trolled-back$/m)
    await on('nginx1', 'rm -r /root/bundle')
    expect(differences(before, await quickSnapshot('nginx1'))).toEqual({})
    await expectUnlocked()
    return output
  }

  const check = 'usr/libexec/keepalived/hotpair-check'
  const conf = 'etc/keepalived/keepalived.conf'
  const health = 'etc/nginx/conf.d/hotpair-health.conf'
  test.each<[string, string, (content: string) => string, RegExp]>([
    [
      'a check script whose interpreter is not there',
      check,
      (text) => text.replace('/bin/bash', '/bin/no-shell'),
      /\twhy\tcheck-refuses\t.*hotpair-check.*12[67]/,
    ],
    ['a check script with CRLF', check, (text) => text.replaceAll('\n', '\r\n'), /\twhy\tcheck-refuses\t.*hotpair-check.*12[67]/],
    [
      'a check script that always fails',
      check,
      (text) => text.replace('healthy && exit 0', 'exit 1'),
      /\twhy\tcheck-refuses\t.*hotpair-check\D*1$/m,
    ],
    [
      'a check script that always succeeds',
      check,
      (text) => text.replace('healthy && exit 0', 'exit 0'),
      /\twhy\tcheck-blind\t.*hotpair-check\D*0$/m,
    ],
    [
      'a keyword that this keepalived does not know',
      conf,
      (text) => text.replace('init_fail', 'init_fail\n    no_such_keyword'),
      /nknown keyword 'no_such_keyword'/,
    ],
    ['an interface that is not there', conf, (text) => text.replaceAll('ens33', 'ens34'), /ens34/],
    ['a missing brace', conf, (text) => text.replace(/\}\n$/, ''), /\twhy\ttest-(ended|complained)\t/],
    ['an empty keepalived.conf', conf, () => '', /keepalived/],
    ['a health server with an error', health, (text) => text.replace('deny all', 'denny all'), /unknown directive "denny"/],
  ])('%s', async (_, path, change, words) => {
    const copy = join(at.folder, 'altered')
    altered(join(exported, 'nginx1'), copy, path, change)
    expect(await refused(copy, vrrpPassword)).toMatch(words)
    rmSync(copy, { recursive: true })
  })

  test.each([
    ['no VRRP password', '', 'password-missing'],
    ['one that is too long', 'ninechars', 'password-unusable'],
    ['one that would need quotes', "a'b", 'password-unusable'],
  ])('%s', async (_, password, why) => {
    expect(await refused(join(exported, 'nginx1'), password.replaceAll("'", `'\\''`))).toContain(`\twhy\t${why}\t`)
  })

  test('a bundle that was damaged on its way', async () => {
    const copy = join(at.folder, 'damaged')
    cpSync(join(exported, 'nginx1'), copy, { recursive: true })
    appendFileSync(join(copy, 'files', conf), '# more\n')
    copyTo('nginx1', copy)
    // Before anything is begun.
    expect(await byHand('nginx1', 'prepare', vrrpPassword)).toEqual({
      status: 65,
      output: expect.stringContaining('this bundle is damaged') as string,
    })
    await on('nginx1', 'rm -r /root/bundle')
    expect(differences(before, await quickSnapshot('nginx1'))).toEqual({})
    await expectUnlocked()
  })

  test('a nginx.conf that does not read our files', async () => {
    await on('nginx1', "sed -i 's,include /etc/nginx/conf.d,# include /etc/nginx/conf.d,' /etc/nginx/nginx.conf")
    before = await quickSnapshot('nginx1')
    expect(await refused(join(exported, 'nginx1'), vrrpPassword)).toMatch(/\twhy\tnot-included\t.*hotpair-health\.conf/)
  })
})
