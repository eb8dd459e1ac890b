import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { json } from './support/cli'
import {
  deployed,
  drilled,
  expectAsBefore,
  expectUnlocked,
  holdersOf,
  installFirewalld,
  installPackages,
  isPhase,
  nothingToPlan,
  path,
  snapshots,
  undone,
  verified,
} from './support/course'
import { credentials, lab, on, onAll, pause, type Credentials } from './support/lab'
import { desk, names, type Desk, type PairSettings } from './support/pair'

/** firewalld with its default backend, nftables, active on both hosts; and firewalls that are not ours to open. */

let given: Credentials
let open: Desk | undefined
const sit = (settings: PairSettings): Desk => (open = desk(given, settings))

beforeAll(async () => {
  given = credentials()
  await lab('reset', ...names)
  await Promise.all(
    names.map(async (node) => {
      await installPackages(node)
      await installFirewalld(node)
    }),
  )
  await lab('snapshot', 'firewalld', ...names)
})
afterEach(() => {
  open?.remove()
})

describe('firewalld', () => {
  test('left alone, both hold the VIP: verify sees it, and all is put back', async () => {
    await lab('reset', '--from', 'firewalld', ...names)
    expect(
      await onAll(
        names,
        "firewall-cmd --state; sed -n 's/^FirewallBackend=//p' /etc/firewalld/firewalld.conf; firewall-cmd --get-zone-of-interface=ens33 || firewall-cmd --get-default-zone",
      ),
    ).toEqual(['running\nnftables\npublic', 'running\nnftables\npublic'])
    // the web is open, so that nothing but VRRP is blocked
    await onAll(names, 'firewall-cmd -q --permanent --zone=public --add-service=http; firewall-cmd -q --reload')
    const before = await snapshots()
    const { operator, file } = sit({ firewall: 'leave' })

    const detected = await json(operator, 'detect', [file])
    expect(
      detected.result.findings
        ?.filter((finding) => finding.rule === 'firewall-leave-blocks')
        .map((finding) => [finding.node, finding.severity]),
    ).toEqual([
      ['nginx1', 'warning'],
      ['nginx2', 'warning'],
    ])

    // what the hosts themselves say, while verify finds it out
    let split: Promise<string[]> | undefined
    const failed = await json(operator, 'deploy', [file, '--yes'], (event) => {
      if (isPhase(event, 'settle', null, 'started')) split ??= pause(5000).then(() => holdersOf(given.vip))
    })
    expect(await split).toEqual(['nginx1', 'nginx2'])
    expect([failed.exit, failed.result.failure?.kind, failed.result.failure?.hosts]).toEqual([1, 'verify-failed', 'as-before'])
    expect(JSON.stringify(failed.result.failure?.values)).toContain('two-holders')
    expect(JSON.stringify(failed.result.failure?.values)).not.toContain('node-answers')
    await expectAsBefore(before)
    await expectUnlocked()
    expect(await holdersOf(given.vip)).toEqual([])
  })

  test('opened: the whole sequence, and undo removes what it opened', async () => {
    await lab('reset', '--from', 'firewalld', ...names)
    const before = await snapshots()
    const at = sit({})
    const planned = await json(at.operator, 'plan', [at.file])
    expect(planned.exit).toBe(2)
    expect(
      planned.result.plan?.nodes[0]?.steps
        .filter(({ code, needed }) => needed && code === 'open-firewall-now')
        .flatMap(({ subjects }) => subjects),
    ).toEqual(['rule family="ipv4" source address="198.51.100.12" protocol value="vrrp" accept', 'http'])
    await deployed(at)
    expect(await holdersOf(given.vip)).toEqual(['nginx1'])
    const rules = (when: string): Promise<string> =>
      on('nginx2', `firewall-cmd ${when} --zone=public --list-rich-rules; firewall-cmd ${when} --zone=public --list-services`)
    for (const when of ['', '--permanent']) {
      expect(await rules(when)).toBe(
        'rule family="ipv4" source address="198.51.100.11" protocol value="vrrp" accept\ndhcpv6-client http ssh',
      )
    }
    await verified(at)
    expect(path(await drilled(at))).toEqual(['nginx1 nginx2', 'nginx2 nginx2'])
    await nothingToPlan(at)
    // what is permanent is what a restart brings back
    await onAll(names, 'firewall-cmd --reload >/dev/null')
    await nothingToPlan(at)
    await undone(at)
    await expectAsBefore(before)
    await onAll(names, 'firewall-cmd --reload >/dev/null')
    await expectAsBefore(before)
  })

  test('rules of the user stay, and one that is there already is neither added nor removed', async () => {
    await lab('reset', '--from', 'firewalld', ...names)
    await onAll(
      names,
      'firewall-cmd -q --permanent --zone=public --add-service=http; firewall-cmd -q --permanent --zone=public --add-port=8443/tcp; firewall-cmd -q --reload',
    )
    const before = await snapshots()
    const at = sit({ vrrp: { mode: 'unicast' } })
    await deployed(at)
    await undone(at)
    await expectAsBefore(before)
  })

  test('disabled, as the seed does; undo switches it on again', async () => {
    await lab('reset', '--from', 'firewalld', ...names)
    const before = await snapshots()
    const at = sit({ firewall: 'disable' })
    await deployed(at)
    expect(await onAll(names, 'systemctl is-active firewalld; systemctl is-enabled firewalld; :')).toEqual([
      'inactive\ndisabled',
      'inactive\ndisabled',
    ])
    await nothingToPlan(at)
    await undone(at)
    await expectAsBefore(before)
  })
})

describe('a firewall that is not ours', () => {
  test.each([
    [
      'nft table inet guard',
      "nft 'add table inet guard; add chain inet guard in { type filter hook input priority 0; policy drop; }; add rule inet guard in tcp dport 22 accept; add rule inet guard in ct state established accept'",
    ],
    [
      'ufw',
      'apt-get -qq install -y --no-install-recommends ufw >/dev/null 2>&1; ufw allow 22/tcp >/dev/null; ufw --force enable >/dev/null',
    ],
  ])('%s is refused by its name', async (name, make) => {
    await lab('reset', ...names)
    await on('nginx2', make)
    const before = await snapshots()
    const { operator, file } = sit({})
    for (const word of ['plan', 'deploy'] as const) {
      const { exit } = await json(operator, word, word === 'deploy' ? [file, '--yes'] : [file])
      expect([word, exit]).toEqual([word, 3])
    }
    const { result } = await json(operator, 'detect', [file])
    const [finding] = result.findings?.filter((each) => each.severity === 'error') ?? []
    expect(finding).toMatchObject({ rule: 'firewall-foreign', node: 'nginx2' })
    expect(finding?.values).toMatchObject({ firewalls: [expect.stringContaining(name) as string] })
    await expectAsBefore(before)
  })
})
