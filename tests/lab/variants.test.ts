import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { json, plain } from './support/cli'
import {
  deployed,
  drilled,
  expectAsBefore,
  holdersOf,
  movesIn,
  nothingToPlan,
  path,
  prepareInstalled,
  resetToInstalled,
  seedDrilled,
  snapshots,
  undone,
} from './support/course'
import type { Snapshot } from './support/hosts'
import { credentials, lab, on, onAll, put, until, type Credentials } from './support/lab'
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
    const { exit, stdout } = await plain(at.operator, 'drill', [at.file, 'nginx-stop'])
    expect([exit, path(movesIn(stdout))], stdout).toEqual([0, ['nginx1 nginx1', 'nginx1 nginx1']])
    await leave()
  })
})

/** How often a node has become something else so far. */
const changes = (): Promise<string[]> => onAll(names, "journalctl -q --no-pager -u keepalived | grep -c 'Entering' || :")

test('unicast at 0.02 s: version 3, no password, real time; measuring it moves nothing; preempt: the VIP goes back to the preferred node', async () => {
  const vrrp = { mode: 'unicast', advertInterval: 0.02, downTimerAdverts: 6, realTimePriority: 50, preempt: true } as const
  await sit({ vrrp })
  await deployed(at)
  expect(await onAll(names, 'ls /etc/keepalived; grep -c unicast_peer /etc/keepalived/keepalived.conf')).toEqual([
    'keepalived.conf\nkeepalived.conf.sample\n1',
    'keepalived.conf\nkeepalived.conf.sample\n1',
  ])
  const scheduling =
    'for each in $(pidof keepalived); do chrt -p "$each"; done | grep -c SCHED_RR; journalctl -q -u keepalived | grep -c "Unknown keyword" || :'
  expect(await onAll(names, scheduling)).toEqual(['1\n0', '1\n0'])
  await reloadedAlive()
  await measuredUnnoticed()
  await takenOverInTime()
  const moves = await drilled(at)
  expect(path(moves)).toEqual(['nginx1 nginx2', 'nginx2 nginx1'])
  for (const { downtime } of moves) expect(downtime).toBeLessThan(2500)
  await leave()
})

/** keepalived forgets at a reload that it may run in real time, and the kernel ended it then: the processes stay the same, in real time. */
async function reloadedAlive(): Promise<void> {
  const processes = (): Promise<string[]> => onAll(names, 'for each in $(pidof keepalived); do chrt -p "$each"; done')
  const before = await processes()
  await onAll(names, 'systemctl reload keepalived; sleep 1')
  expect(await processes()).toEqual(before)
}

/** Adverts are measured between nodes that serve, and that are busy: both ways, with nothing lost, and nothing of it stays. */
async function measuredUnnoticed(): Promise<void> {
  const before = await changes()
  const { exit, result } = await json(at.operator, 'calibrate', [at.file, '--seconds', '5', '--load'])
  expect([exit, result.problems, result.loaded, result.realTime]).toEqual([0, [], true, true])
  expect(result.directions?.map(({ from, to, lost }) => [from, to, lost])).toEqual([
    ['nginx2', 'nginx1', 0],
    ['nginx1', 'nginx2', 0],
  ])
  process.stdout.write(`${JSON.stringify(result)}\n`)
  expect(await changes()).toEqual(before)
  const left = "systemctl list-units --all --no-legend 'hotpair-calibrate-*' 'hotpair-load-*'; pgrep -x perl || :"
  expect(await onAll(names, left)).toEqual(['', ''])
}

/** A holder that is cut off is followed long before VRRP's usual three seconds. */
async function takenOverInTime(): Promise<void> {
  const since = String(Math.floor(Date.now() / 1000))
  await lab('cut', 'nginx1')
  const cut = Date.now()
  const taken = await until('nginx2 is master', 10, async () => {
    const entries = await on(
      'nginx2',
      `journalctl -q --no-pager -o short-unix -u keepalived --since @${since} | grep 'Entering MASTER' || :`,
    )
    return entries === '' ? undefined : 1000 * Number.parseFloat(entries)
  })
  await lab('heal', 'nginx1')
  process.stdout.write(`taken over ${String(Math.round(taken - cut))} ms after the cut\n`)
  expect(taken - cut).toBeLessThan(1000)
  await until('nginx1 has the VIP again', 20, async () => ((await holdersOf(given.vip)).join() === 'nginx1' ? true : undefined))
}

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
