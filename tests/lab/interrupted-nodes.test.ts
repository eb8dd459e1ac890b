import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { json, start } from './support/cli'
import {
  deployed,
  expectAsBefore,
  expectUnlocked,
  holdersOf,
  isPhase,
  isStep,
  patient,
  prepareInstalled,
  resetToInstalled,
  snapshots,
} from './support/course'
import type { Snapshot } from './support/hosts'
import { credentials, lab, on, pause, until, type Credentials } from './support/lab'
import { desk, type Desk } from './support/pair'

/** Deployments that somebody ends, or that a node or another operator gets in the way of; the command itself lives. */

let given: Credentials
let at: Desk
let before: Snapshot[]

beforeAll(async () => {
  given = credentials()
  await prepareInstalled()
}, 180_000)
beforeEach(async () => {
  await resetToInstalled()
  before = await snapshots()
  at = desk(given)
})
afterEach(() => {
  at.remove()
})

test('Ctrl-C after the first node has committed rolls back', async () => {
  const { exit, result } = await json(at.operator, 'deploy', [at.file, '--yes'], (event, child) => {
    if (isPhase(event, 'commit', 'nginx1', 'done')) child.kill('SIGINT')
  })
  expect([exit, result.failure?.kind, result.failure?.hosts]).toEqual([1, 'cancelled', 'as-before'])
  await expectAsBefore(before)
  await expectUnlocked()
})

test('a node is switched off in the middle of its commit: recovered at boot, the other put back', async () => {
  let power: Promise<void> | undefined
  const { exit, result } = await json(at.operator, 'deploy', [at.file, '--yes'], (event) => {
    if (!isStep(event, 'nginx1', 'commit', 'start-unit')) return
    power ??= (async () => {
      await lab('kill', 'nginx1')
      await pause(3000)
      await lab('boot', 'nginx1')
    })()
  })
  await power
  expect(power).toBeDefined()
  expect([exit, result.failure?.kind, result.failure?.hosts]).toEqual([1, 'commit-failed', 'as-before'])
  expect(await on('nginx1', "grep -c 'recover\tend\trolled-back' /var/lib/hotpair/deployments/*/journal")).toBe('1')
  await expectUnlocked()
  await expectAsBefore(before)
})

test('the network of a node is cut after its commit: it goes back alone, the others are put back, and the command says so', async () => {
  at = { ...at, operator: { ...at.operator, more: { HOTPAIR_DEAD_MAN: '20' } } }
  let cable: Promise<void> | undefined
  const { exit, result } = await json(at.operator, 'deploy', [at.file, '--yes'], (event) => {
    if (!isPhase(event, 'commit', 'nginx2', 'done')) return
    cable ??= (async () => {
      await lab('cut', 'nginx2')
      await until('nginx2 has gone back alone', 60, async () =>
        (await on('nginx2', 'ls /var/lib/hotpair')).includes('open') ? undefined : true,
      )
      await lab('heal', 'nginx2')
    })()
  })
  await cable
  expect(cable).toBeDefined()
  expect([exit, result.failure?.hosts]).toEqual([1, 'as-before'])
  await expectUnlocked()
  await expectAsBefore(before)
  await deployed(patient(at))
})

test('somebody else deploys: refused by his name, and his deployment goes on', async () => {
  const other = desk(given)
  const stops = new Set<ChildProcess>()
  const stopOnce = (child: ChildProcess): void => {
    if (!stops.has(child)) child.kill('SIGSTOP')
    stops.add(child)
  }
  try {
    // both have planned; the other one takes the locks while this one reads the facts once more
    const mine = start(at.operator, 'deploy', [at.file, '--yes'], (event, child) => {
      if (isPhase(event, 'read', 'nginx1', 'started')) stopOnce(child)
    })
    await until('mine has planned', 30, () => isStopped(mine.child.pid ?? 0))
    const his = start(other.operator, 'deploy', [other.file, '--yes'], (event, child) => {
      if (isPhase(event, 'prepare', 'nginx1', 'done') || isPhase(event, 'prepare', 'nginx2', 'done')) stopOnce(child)
    })
    await until('his is prepared', 30, () => isStopped(his.child.pid ?? 0))
    mine.child.kill('SIGCONT')
    const refused = await mine.ended
    expect([refused.exit, refused.result.failure?.kind]).toEqual([3, 'locked'])
    expect(refused.result.failure?.values).toMatchObject({ owner: expect.stringContaining(`process ${String(his.child.pid)}`) as string })
    // one that starts now is told by preflight
    const late = await json(at.operator, 'deploy', [at.file, '--yes'])
    expect([late.exit, late.result.failure?.kind]).toEqual([3, 'preflight-refused'])
    expect(JSON.stringify(late.result.failure?.values)).toContain('open-deployment')
    const finish = await json(at.operator, 'finish', [at.file])
    expect([finish.exit, finish.result.finished?.decision]).toEqual([4, 'wait'])
    his.child.kill('SIGCONT')
    const done = await his.ended
    expect([done.exit, done.result.failure, done.result.outcome]).toEqual([0, undefined, 'confirmed'])
    expect(await holdersOf(given.vip)).toEqual(['nginx1'])
  } finally {
    for (const child of stops) child.kill('SIGKILL')
    other.remove()
  }
})

/** True when a process was stopped by SIGSTOP (proc(5): state T). */
const isStopped = (pid: number): true | undefined =>
  /^State:\s+T/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ? true : undefined
