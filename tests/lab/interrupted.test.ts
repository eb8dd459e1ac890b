// lab: hosts 3

import { afterEach, beforeAll, expect, test } from 'vitest'
import type { EngineEvent } from '../../electron/contract/events'
import { json, start } from './support/cli'
import {
  deployed,
  expectAsBefore,
  expectUnlocked,
  holdersOf,
  installPackages,
  isPhase,
  isStep,
  nothingToPlan,
  patient,
  prepareInstalled,
  resetToInstalled,
  snapshots,
} from './support/course'
import { differences, snapshot } from './support/hosts'
import { credentials, lab, on, onAll, until, type Credentials } from './support/lab'
import { desk, names, type Desk } from './support/pair'

/**
 * The command is killed (SIGKILL) at moments of a deployment. Whatever the moment: in the end, by the nodes themselves or by `hotpair
 * status`, both hosts are as before or both are confirmed, nothing is locked, and a following deployment works.
 */

/** Seconds until a node that hears nothing goes back; where a moment after verify is waited for, more. */
const soon = 20
const later = 50
let given: Credentials
let at: Desk

beforeAll(async () => {
  given = credentials()
  await lab('reset', 'nginx3')
  await installPackages('nginx3')
  await prepareInstalled()
})
afterEach(() => {
  at.remove()
})
function sit(deadMan = soon): Desk {
  at = desk(given)
  return (at = { ...at, operator: { ...at.operator, more: { HOTPAIR_DEAD_MAN: String(deadMan) } } })
}

/** A deployment that was rolled back is at rest when its lock is free. */
const states = (): Promise<string[]> =>
  onAll(
    names,
    `cd /var/lib/hotpair 2>/dev/null || { echo none; exit; }
    last=$(ls -t deployments | head -n 1)
    state=$(cat "deployments/$last/state" 2>/dev/null || echo none)
    [ ! -L open ] || case $state in rolled-back | confirmed) state=rolling-back ;; esac
    echo "$state"`,
  )

/** Deploys and kills the command when `moment` is true for an event; fails when that never comes. */
async function killedAt(moment: (event: EngineEvent) => boolean, also?: () => Promise<unknown>): Promise<void> {
  let work: Promise<unknown> | undefined
  let killed = false
  const { ended } = start(at.operator, 'deploy', [at.file, '--yes'], (event, child) => {
    if (killed || !moment(event)) return
    killed = true
    child.kill('SIGKILL')
    work = also?.()
  })
  const { exit, result } = await ended
  await work
  expect([killed, exit, result.failure]).toEqual([true, null, undefined])
}

/** Nodes that work by themselves come to rest: prepared, or whatever the dead man leaves. */
const settled = (): Promise<string[]> =>
  until('no node is at work', 80, async () => {
    const now = await states()
    return now.some((state) => ['preparing', 'committing', 'committed', 'rolling-back'].includes(state)) ? undefined : now
  })

test('while packages are installed', async () => {
  await lab('reset', ...names)
  const pristine = await Promise.all(names.map((node) => snapshot(node)))
  const lonely = await snapshot('nginx3')
  sit()
  await killedAt((event) => isStep(event, 'nginx1', 'prepare', 'install-packages'))
  // nobody tells them to stop: they prepare to the end, and nothing is in service
  expect(await settled()).toEqual(['prepared', 'prepared'])
  expect(await holdersOf(given.vip)).toEqual([])
  // looking changes nothing
  const status = await json(at.operator, 'status', [at.file])
  expect([status.exit, await states()]).toEqual([4, ['prepared', 'prepared']])
  const finish = await json(at.operator, 'finish', [at.file])
  expect(finish.result.finished?.decision).toBe('rollback')
  expect(await states()).toEqual(['rolled-back', 'rolled-back'])
  await expectUnlocked()
  // as a host on which only the packages were installed, and disabled
  const after = await Promise.all(names.map((node) => snapshot(node)))
  for (const [i] of names.entries()) {
    const own = differences(pristine[i] ?? new Map(), after[i] ?? new Map())
    const strange = Object.keys(own).filter((name) => after[i]?.get(name) !== lonely.get(name) && !name.startsWith('/var/lib/nginx/'))
    expect(strange).toEqual([])
  }
})

const afterwards = {
  /** By `hotpair finish`, when no node decides alone. */
  finish: async () => {
    await settled()
    const { result } = await json(at.operator, 'finish', [at.file])
    expect(result.finished?.decision ?? 'nothing').toMatch(/^(rollback|nothing|confirm)$/)
  },
  /** By nobody: the dead men. */
  nothing: async () => {
    expect(await settled()).toEqual(['rolled-back', 'rolled-back'])
  },
}

let held = new Set<string>()
test.each<[string, (event: EngineEvent) => boolean, keyof typeof afterwards, 'as before' | 'any', ('deploy' | 'nothing')?, number?]>([
  ['after the first node has committed', (event) => isPhase(event, 'commit', 'nginx1', 'done'), 'finish', 'as before', 'deploy'],
  ['while the pair settles', (event) => isPhase(event, 'settle', null, 'started'), 'nothing', 'as before'],
  [
    'between hold and confirm',
    (event) => {
      for (const name of names) if (isPhase(event, 'hold', name, 'done')) held.add(name)
      return held.size === 2
    },
    'finish',
    'any',
    'nothing',
    later,
  ],
])('%s', async (_, moment, how, outcome, then, deadMan) => {
  await resetToInstalled()
  held = new Set()
  const before = await snapshots()
  sit(deadMan)
  await killedAt(moment)
  await afterwards[how]()
  await expectUnlocked()
  const now = await states()
  if (outcome === 'as before' || now.includes('rolled-back')) {
    expect(now).toEqual(['rolled-back', 'rolled-back'])
    await expectAsBefore(before)
    expect(await holdersOf(given.vip)).toEqual([])
  } else {
    expect(now).toEqual(['confirmed', 'confirmed'])
    await nothingToPlan(at)
  }
  if (then === 'deploy') await deployed(patient(at))
  if (then === 'deploy' || now.includes('confirmed')) expect(await holdersOf(given.vip)).toHaveLength(1)
})

test('a power cut of a node at the same time: it goes back at boot, the other by itself', async () => {
  await resetToInstalled()
  const before = await snapshots()
  sit()
  await killedAt(
    (event) => isPhase(event, 'settle', null, 'started'),
    () => lab('kill', 'nginx2'),
  )
  await until('nginx1 has gone back alone', 60, async () =>
    (await on('nginx1', 'ls /var/lib/hotpair')).includes('open') ? undefined : true,
  )
  expect(await on('nginx1', 'ip -o -4 addr show to 198.51.100.199; systemctl is-active keepalived || :')).toBe('inactive')
  await lab('boot', 'nginx2')
  await until('nginx2 has gone back at boot', 60, async () =>
    (await on('nginx2', 'ls /var/lib/hotpair')).includes('open') ? undefined : true,
  )
  const { result } = await json(at.operator, 'finish', [at.file])
  expect([result.finished, result.holders]).toEqual([
    null,
    { '198.51.100.199/24': { is: 'nobody', holders: [], unseen: [], missing: ['198.51.100.199'] } },
  ])
  await expectUnlocked()
  await expectAsBefore(before)
})
