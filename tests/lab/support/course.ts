import type { Doing } from '../../../electron/domain/journal'
import { expect } from 'vitest'
import type { Output } from '../../../electron/contract/commands'
import type { EngineEvent } from '../../../electron/contract/events'
import { json, plain } from './cli'
import { differences, quickSnapshot, type Snapshot } from './hosts'
import { lab, on, onAll } from './lab'
import { names, type Desk } from './pair'

/** Steps that many tests take, each with what it must do. */

/** As resources/host/steps/packages-apt.sh installs, but for the mask that keeps the services down: whoever compares disables them afterwards. */
const install = (packages: string): string =>
  `export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none
  apt-get -q -y --no-install-recommends --no-upgrade -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install ${packages} >/dev/null 2>&1`

/** The control of all comparisons: the same packages and nothing else, disabled. */
export const installPackages = (node: string): Promise<string> =>
  on(node, `${install('nginx keepalived curl')} && systemctl disable --now nginx keepalived 2>/dev/null`)

export const installFirewalld = (node: string): Promise<string> =>
  on(node, `${install('firewalld')} && systemctl enable --now firewalld 2>/dev/null && firewall-cmd --state >/dev/null`)

export const snapshots = async (): Promise<Snapshot[]> => Promise.all(names.map((node) => quickSnapshot(node)))

/** Both hosts are as they were, in everything. */
export async function expectAsBefore(before: readonly Snapshot[]): Promise<void> {
  const after = await snapshots()
  expect(names.map((_, i) => differences(before[i] ?? new Map(), after[i] ?? new Map()))).toEqual(names.map(() => ({})))
}

export async function deployed(desk: Desk): Promise<Output<'pair.deploy'>> {
  const { exit, result, stderr } = await json(desk.operator, 'deploy', [desk.file, '--yes'])
  expect([exit, result.failure, stderr]).toEqual([0, undefined, ''])
  expect(result).toMatchObject({ outcome: 'confirmed', states: { nginx1: 'confirmed', nginx2: 'confirmed' } })
  return result as Output<'pair.deploy'>
}

export async function verified(desk: Desk): Promise<void> {
  const { exit, result } = await json(desk.operator, 'verify', [desk.file])
  expect(result.checks?.filter((check) => check.verdict !== 'passed')).toEqual([])
  expect(exit).toBe(0)
}

export interface Move {
  readonly fault: string
  readonly node: string
  readonly before: string
  readonly after: string
  readonly downtime: number
}

/** The table that `drill` prints, as rows. */
export const movesIn = (table: string): Move[] =>
  [...table.matchAll(/^ {2}((?:recover )?[a-z-]+) +(\w+) +(\w+) +(\w+) +(\d+) ms +\d+ ms +\d+ of \d+ +passed$/gm)].map(
    ([, fault = '', node = '', before = '', after = '', ms = '']) => ({ fault, node, before, after, downtime: Number(ms) }),
  )

/** How fast this machine is does not matter here. */
export const patiently = ['--allow', '60000'] as const

/** One fault on the node that holds the VIP, or the seed's steps 4 to 6, as a person runs them; resolves with the printed table's rows. */
async function drill(desk: Desk, what: string, rows: number): Promise<Move[]> {
  const { exit, stdout, stderr } = await plain(desk.operator, 'drill', [desk.file, what, ...patiently])
  expect(exit, stdout + stderr).toBe(0)
  expect(stdout).toMatch(/^ *FAULT +ON +BEFORE +AFTER +DOWNTIME +ALLOWED +FAILED +VERDICT$/m)
  const moves = movesIn(stdout)
  expect(moves, stdout).toHaveLength(rows)
  process.stdout.write(`${stdout}\n`)
  return moves
}
/** Both nodes are broken in turn: for what the order of two elections can show. */
export const seedDrilled = (desk: Desk): Promise<Move[]> => drill(desk, '--seed', 4)
/** The holder's nginx is broken and healed: one takeover, and who has the VIP afterwards. */
export const drilled = (desk: Desk): Promise<Move[]> => drill(desk, 'nginx-unrestartable', 2)

/** Who held before and after each of the four. */
export const path = (moves: readonly Move[]): string[] => moves.map(({ before, after }) => `${before} ${after}`)

export async function nothingToPlan(desk: Desk): Promise<void> {
  const { exit, result } = await json(desk.operator, 'plan', [desk.file])
  expect(result.plan?.nodes.map((node) => node.steps.filter(({ needed }) => needed))).toEqual([[], []])
  expect(exit).toBe(0)
}

export async function undone(desk: Desk): Promise<void> {
  const { exit, result } = await json(desk.operator, 'undo', [desk.file])
  expect(result.failure).toBeUndefined()
  expect([exit, result.states]).toEqual([0, { nginx1: 'undone', nginx2: 'undone' }])
}

/** Nothing of a deployment is open on any host. */
export async function expectUnlocked(): Promise<void> {
  expect(await onAll(names, '[ ! -L /var/lib/hotpair/open ] && echo free')).toEqual(['free', 'free'])
}

/** Which of the nodes have the VIP. */
export async function holdersOf(vip: string): Promise<string[]> {
  const held = await onAll(names, `ip -o -4 addr show to ${vip}/32`)
  return names.filter((_, i) => held[i] !== '')
}

/** The same desk without a dead man of its own: what must work also on a slow machine. */
export const patient = (desk: Desk): Desk => ({ ...desk, operator: { ...desk.operator, more: {} } })

/** Both hosts as in the snapshot "installed": the packages are there, disabled. Made once per lab. */
export const resetToInstalled = async (): Promise<void> => {
  await lab('reset', '--from', 'installed', ...names)
}
export async function prepareInstalled(): Promise<void> {
  await lab('reset', ...names)
  await Promise.all(names.map(installPackages))
  await lab('snapshot', 'installed', ...names)
}

/** True for the event that a node has come to the end of a phase, or has begun it. */
export const isPhase = (event: EngineEvent, phase: string, node: string | null, state: string): boolean =>
  event.type === 'phase' && event.phase === phase && event.node === node && event.state === state

/** True for the line of a node's journal that announces a step. */
export const isStep = (event: EngineEvent, node: string, verb: string, doing: Doing): boolean =>
  event.type === 'journal' && event.node === node && event.line.verb === verb && event.line.event === 'do' && event.line.doing === doing
