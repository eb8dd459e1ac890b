import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { json, plain } from './support/cli'
import {
  deployed,
  drilled,
  expectAsBefore,
  movesIn,
  nothingToPlan,
  path,
  patiently,
  prepareInstalled,
  resetToInstalled,
  seedDrilled,
  snapshots,
  undone,
} from './support/course'
import type { Snapshot } from './support/hosts'
import { credentials, on, onAll, put, type Credentials } from './support/lab'
import { desk, names, type Desk, type PairSettings } from './support/pair'

/** Each setting that makes a pair behave differently: deploy, verify, a drill, nothing left to plan, undo. */

let given: Credentials
let before: Snapshot[]
let at: Desk

beforeAll(async () => {
  given = credentials()
  await prepareInstalled()
})
afterEach(() => {
  at.remove()
})
async function sit(settings: PairSettings, site?: string): Promise<void> {
  await resetToInstalled()
  if (site !== undefined) for (const node of names) await put(node, '/etc/nginx/conf.d/shop.conf', site)
  before = await snapshots()
  at = desk(given, settings)
}
async function leave(): Promise<void> {
  await nothingToPlan(at)
  await undone(at)
  await expectAsBefore(before)
}

describe('what happens when nginx fails', () => {
  test('stop-keepalived, as the seed: recovery starts keepalived, too', async () => {
    await sit({ vrrp: { onNginxFailure: 'stop-keepalived' } })
    await deployed(at)
    expect(path(await seedDrilled(at))).toEqual(['nginx1 nginx2', 'nginx2 nginx2', 'nginx2 nginx1', 'nginx1 nginx1'])
    // keepalived was stopped on each and is back
    const stops = await onAll(names, "journalctl -q --no-pager -u keepalived | grep -c 'Stopped keepalived' || :")
    expect(stops.map((count) => Number(count) > 0)).toEqual([true, true])
    expect(await onAll(names, 'systemctl is-active nginx keepalived')).toEqual(['active\nactive', 'active\nactive'])
    // nginx alone is started again by the check, without keepalived
    const { exit, stdout } = await plain(at.operator, 'drill', [at.file, 'nginx-stop', ...patiently])
    expect([exit, path(movesIn(stdout))], stdout).toEqual([0, ['nginx1 nginx1', 'nginx1 nginx1']])
    await leave()
  })
})

test('unicast at 0.2 s: version 3, no password, a second at most; preempt: the VIP goes back to the preferred node', async () => {
  await sit({ vrrp: { mode: 'unicast', advertInterval: 0.2, preempt: true } })
  await deployed(at)
  expect(await onAll(names, 'ls /etc/keepalived; grep -c unicast_peer /etc/keepalived/keepalived.conf')).toEqual([
    'keepalived.conf\nkeepalived.conf.sample\n1',
    'keepalived.conf\nkeepalived.conf.sample\n1',
  ])
  const moves = await drilled(at)
  expect(path(moves)).toEqual(['nginx1 nginx2', 'nginx2 nginx1'])
  for (const { downtime } of moves) expect(downtime).toBeLessThan(2500)
  await leave()
})

test('a live pair: what all nodes must change at once is refused, the rest is deployed and undone in steps', async () => {
  await sit({}, 'server { listen 80; server_name shop.example; return 204; }\n')
  await deployed(at)
  const first = await snapshots()
  at.write({ vrrp: { routerId: 67 } })
  const refused = await json(at.operator, 'deploy', [at.file, '--yes'])
  expect([refused.exit, refused.result.failure?.kind, (refused.result.failure?.values as { settings?: unknown }).settings]).toEqual([
    3,
    'shared-change',
    ['virtual_router_id'],
  ])
  await expectAsBefore(first)

  at.write({ nginx: { content: 'keep' } })
  await deployed(at)
  expect(await on('nginx1', 'ls /etc/nginx/conf.d')).toBe('hotpair-health.conf\nshop.conf')
  await undone(at)
  await expectAsBefore(first)
  await undone(at)
  await expectAsBefore(before)
})
