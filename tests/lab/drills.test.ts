import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitForHolder } from '../../electron/checks/holders'
import { addressCommand, addressesIn } from '../../electron/checks/round'
import { waitUntilSettled } from '../../electron/checks/settled'
import { verify } from '../../electron/checks/verify'
import type { DrillEvent, DrillResult } from '../../electron/domain/drill'
import { HotpairError } from '../../electron/domain/failure'
import { holdersOf, holdingsOf, soleHolder, type Seen } from '../../electron/domain/holders'
import type { Pair } from '../../electron/domain/pair'
import { paths } from '../../electron/domain/paths'
import { drill } from '../../electron/drills/drill'
import type { Session } from '../../electron/remote/session'
import { sh } from '../../electron/remote/sh'
import { healthPort, install, names, on, openSessions, pairOf, put, reconnectIn, setUp, targets } from './drills-by-hand'

/**
 * Checks and drills against real keepalived: HOTPAIR_LAB=drill bash build/lab/lab.sh up --hosts 2, then
 * HOTPAIR_LAB=drill bash build/lab/lab.sh run npx vitest run --dir tests/lab drills
 */
let sessions: Record<string, Session> = {}
let folder: string
const measured: string[] = []
const seen = (): Seen => new Map(names.map((name) => [name, addressesIn(on(name, addressCommand))]))

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-drills-'))
  install()
  sessions = await openSessions()
})
afterAll(async () => {
  await Promise.all(Object.values(sessions).map((session) => session.close()))
  rmSync(folder, { recursive: true, force: true })
  process.stdout.write(`${measured.join('\n')}\n`)
})

/** How fast this machine is does not matter here: bounds are for the bench. */
const context = (pair: Pair) => ({ pair, targets, sessions, healthPort, reconnect: reconnectIn(sessions), room: 60_000 })
function note(what: string, results: readonly DrillResult[]): void {
  for (const phase of results.flatMap((result) => result.phases))
    measured.push(
      `${what}: ${phase.phase} ${phase.node} ${phase.kind}: ${String(phase.before)} -> ${String(phase.after)}, ${String(phase.downtime)} ms, ${String(phase.failed)}/${String(phase.asked)} ${phase.reason}`,
    )
}
const moves = (result: DrillResult | undefined) =>
  result?.phases.map((phase) => [phase.phase, phase.node, phase.before, phase.after, phase.verdict])
const openTimers = (): string[] => names.map((node) => on(node, "systemctl list-units --plain --no-legend 'hotpair-drill-*'").trim())
const active = (node: string): string[] => on(node, 'systemctl is-active nginx keepalived || true').trim().split('\n')
async function failure(work: Promise<unknown>): Promise<unknown> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return error instanceof HotpairError ? error.failure : error
}

describe('a pair that keeps its holder', () => {
  const pair = pairOf()
  beforeAll(() => setUp(sessions, pair))

  test('verifies, with at most 3 channels on each node', async () => {
    const before = names.map((node) => sessions[node]?.channels ?? 0)
    const results = await verify(context(pair))
    expect(results.filter((result) => result.verdict !== 'passed')).toEqual([])
    // 2 by each other, 2 by the operator; one holder read on 2; the VIP from the standby and the operator
    expect(results.map((result) => result.check).sort()).toEqual([
      ...Array<string>(4).fill('node-answers'),
      'one-holder',
      'one-holder',
      'vip-answers',
      'vip-answers',
    ])
    expect(results.filter((result) => result.check === 'vip-answers').map((result) => [result.from, result.node])).toEqual([
      ['nginx2', 'nginx1'],
      ['operator', 'nginx1'],
    ])
    expect(names.map((node, i) => (sessions[node]?.channels ?? 0) - (before[i] ?? 0))).toEqual([1, 1])
  })

  test('a VIP on both nodes is found, and a drill refused', async () => {
    on('nginx2', 'ip address add 198.51.100.199/24 dev ens33')
    try {
      expect(holdersOf(holdingsOf(pair, seen()))).toEqual(['nginx1', 'nginx2'])
      const results = await verify({ ...context(pair), patience: 1 })
      expect(results.filter((result) => result.check === 'one-holder').map((result) => [result.verdict, result.reason])).toEqual(
        Array(2).fill(['failed', 'two-holders']),
      )
      expect(await failure(drill(context(pair), { kinds: ['nginx-stop'] }))).toMatchObject({
        kind: 'drill-refused',
        values: { reason: 'two-holders' },
      })
    } finally {
      on('nginx2', 'ip address del 198.51.100.199/24 dev ens33')
      // The operator may have learned the wrong machine by now.
      on('nginx1', 'systemctl reload keepalived')
      await waitForHolder(sessions, pair, { holder: 'nginx1' })
    }
  }, 60_000)

  test('dead nginx on the standby is found, and a drill refused', async () => {
    on('nginx2', 'systemctl stop nginx')
    try {
      const results = await verify({ ...context(pair), patience: 1 })
      const failed = results.filter((result) => result.verdict === 'failed')
      expect(failed.map((result) => [result.check, result.subject, result.from, result.reason])).toEqual([
        ['node-answers', 'nginx2', 'nginx1', 'no-answer'],
        ['node-answers', 'nginx2', 'operator', 'no-answer'],
      ])
      expect(await failure(drill(context(pair), { seed: true }))).toMatchObject({
        kind: 'drill-refused',
        node: 'nginx2',
        values: { reason: 'nginx-not-active' },
      })
    } finally {
      on('nginx2', 'systemctl start nginx')
      await sleep(5000) // its check must succeed twice before it can take over; nothing on the node tells when
    }
  }, 60_000)

  test('drills one after another; the VIP stays where each left it', async () => {
    const events: DrillEvent[] = []
    const results = await drill({ ...context(pair), watch: 6000 }, { kinds: ['nginx-unrestartable', 'keepalived-stop'] }, (event) =>
      events.push(event),
    )
    note('v2 1 s', results)
    expect(results.map((result) => [result.kind, result.verdict, result.reason])).toEqual([
      ['nginx-unrestartable', 'passed', ''],
      ['keepalived-stop', 'passed', ''],
    ])
    expect(results.map((result) => result.phases.map((phase) => phase.after))).toEqual([
      ['nginx2', 'nginx2'],
      ['nginx1', 'nginx1'],
    ])
    expect(events.flatMap((event) => (event.type === 'sample' ? event.samples : [])).length).toBe(
      results.flatMap((result) => result.samples).length,
    )
    const [first] = results
    expect(first?.marks.map((mark) => mark.event).filter((event) => event !== 'silent' && event !== 'answering')).toEqual([
      'armed',
      'injected',
      'recovered',
      'healed',
      'watched',
    ])
    expect(openTimers()).toEqual(['', ''])
  }, 120_000)

  test('nginx that dies or is restarted has told keepalived before its check can; where nobody else could take the VIP it tells nothing', async () => {
    const other = (node: string): string => (node === 'nginx1' ? 'nginx2' : 'nginx1')
    const holder = (): string => soleHolder(pair, seen()) ?? ''
    const cursor = (node: string): string => /-- cursor: (.*)/.exec(on(node, 'journalctl -q -u keepalived -n 1 --show-cursor'))?.[1] ?? ''
    /** What keepalived of each node has said since the change, when one holder has stayed for 2 s. */
    const saidAfter = async (nodes: readonly string[], change: string): Promise<Record<string, string>> => {
      const from = names.map(cursor)
      await Promise.all(nodes.map(async (node) => sessions[node]?.run(sh`sh -c ${change}`, { root: true })))
      await waitForHolder(sessions, pair, { stable: 2000 })
      return Object.fromEntries(
        names.map((name, i) => [name, on(name, `journalctl -q -u keepalived --after-cursor='${from[i] ?? ''}' -o cat`)]),
      )
    }
    const faults = (said: Record<string, string>): string[] => names.filter((name) => said[name]?.includes('Entering FAULT STATE'))

    for (const change of ['systemctl kill -s KILL nginx', 'systemctl restart nginx']) {
      const before = holder()
      const said = await saidAfter([before], change)
      expect([holder(), faults(said)]).toEqual([other(before), [before]])
      expect(said[before]?.split('Entering FAULT STATE')[0]).not.toContain('hotpair_check')
    }
    const hanging = holder()
    // It has told of the drill before, and would leave it to the check for a minute.
    on(hanging, 'systemctl restart hotpair-watch')
    const said = await saidAfter([hanging], 'systemctl kill --signal=STOP nginx')
    try {
      expect([holder(), faults(said)]).toEqual([other(hanging), [hanging]])
      expect(said[hanging]?.split('Entering FAULT STATE')[0]).not.toContain('hotpair_check')
    } finally {
      on(hanging, 'systemctl kill --signal=CONT nginx')
      await waitUntilSettled(sessions, pair, 60)
    }
    // One of them is left to take the VIP, whoever is first.
    expect(faults(await saidAfter(names, 'systemctl restart nginx')).length).toBeLessThan(2)

    const last = holder()
    on(other(last), 'systemctl stop nginx')
    try {
      for (const change of ['systemctl kill -s KILL nginx', 'systemctl restart nginx'])
        expect([faults(await saidAfter([last], change)).includes(last), holder()]).toEqual([false, last])
    } finally {
      on(other(last), 'systemctl start nginx')
      await waitUntilSettled(sessions, pair, 60)
    }
  }, 120_000)

  test("the seed's steps 4 to 6 pass", async () => {
    const before = soleHolder(pair, seen()) ?? ''
    const [result] = await drill(context(pair), { seed: true })
    note('seed, stays', result ? [result] : [])
    const [one, two] = [before, names.find((name) => name !== before) ?? '']
    expect(moves(result)).toEqual([
      ['break', one, one, two, 'passed'],
      ['recover', one, two, two, 'passed'],
      ['break', two, two, one, 'passed'],
      ['recover', two, one, one, 'passed'],
    ])
    expect(result?.verdict).toBe('passed')
    // A probe every 10 ms: nearly none was left out.
    expect(result?.missed).toBeLessThan(((result?.took ?? 0) / 10) * 0.2)
    expect(openTimers()).toEqual(['', ''])
  }, 120_000)

  test('Ctrl-C in the middle heals at once', async () => {
    const stop = new AbortController()
    const holder = soleHolder(pair, seen()) ?? ''
    const work = drill({ ...context(pair), signal: stop.signal }, { kinds: ['nginx-unrestartable'] }, (event) => {
      if (event.type === 'mark' && event.mark.event === 'injected')
        setTimeout(() => {
          stop.abort()
        }, 300)
    })
    expect(await failure(work)).toMatchObject({ kind: 'cancelled', hosts: 'as-before' })
    expect(active(holder)).toEqual(['active', 'active'])
    expect(openTimers()).toEqual(['', ''])
    expect(await waitForHolder(sessions, pair, { stable: 3000 })).toMatchObject({ settled: true })
  }, 60_000)

  test('when the engine is killed the node heals itself', async () => {
    const holder = soleHolder(pair, seen()) ?? ''
    const program = join(folder, 'drill.cjs')
    await build({
      entryPoints: [resolve('tests/lab/drill-alone.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      external: ['cpu-features', '*.node'],
      logLevel: 'warning',
    })
    const engine = spawn(process.execPath, [program, JSON.stringify({ pair, targets, healAfter: 6 })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    for await (const line of createInterface(engine.stdout)) if (line === 'injected') break
    await sleep(500) // the exec that injects is over by then
    engine.kill('SIGKILL')
    expect(active(holder)[0]).not.toBe('active')
    expect(await failure(drill(context(pair), { seed: true }))).toMatchObject({ kind: 'drill-refused', values: { reason: 'drill-open' } })
    const deadline = performance.now() + 15_000
    while (active(holder).join() !== 'active,active' && performance.now() < deadline) await sleep(200)
    expect(active(holder)).toEqual(['active', 'active'])
    await sleep(4000) // until its check has succeeded twice
    expect(openTimers()).toEqual(['', ''])
    const results = await drill({ ...context(pair), watch: 6000 }, { kinds: ['keepalived-stop'] })
    expect(results.map((result) => result.verdict)).toEqual(['passed'])
  }, 90_000)
})

test('a kept site: who answered is told by who holds the VIP, also when a node asks', async () => {
  const pair = pairOf({ mode: 'unicast' }, { content: 'keep' })
  await setUp(sessions, pair)
  expect((await verify(context(pair))).filter((result) => result.verdict !== 'passed')).toEqual([])
  // An operator behind a router: the standby asks, over its SSH connection.
  const [result] = await drill({ ...context(pair), watch: 6000, near: () => false }, { kinds: ['nginx-unrestartable'] })
  expect([result?.from, (result?.phases[0]?.failed ?? 0) < (result?.samples.length ?? 0) / 2]).toEqual(['nginx2', true])
  note('keep', result ? [result] : [])
  expect(moves(result)?.map((move) => [move[3], move[4]])).toEqual([
    ['nginx2', 'passed'],
    ['nginx2', 'passed'],
  ])
  put('nginx1', paths.nginxSite, 'server { listen 80 default_server; location / { return 200 "another\\n"; } }\n')
  on('nginx1', 'systemctl reload nginx')
  // nginx2 holds the VIP: its own site is the same as the VIP's, whatever nginx1 has.
  expect((await verify(context(pair))).filter((check) => check.verdict !== 'passed')).toEqual([])
}, 180_000)
