// lab: hosts 3
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { json, plain } from './support/cli'
import { deployed, expectAsBefore, installPackages, nothingToPlan, path, seedDrilled, snapshots, undone, verified } from './support/course'
import { differences, snapshot, type Snapshot } from './support/hosts'
import { credentials, lab, on, onAll, type Credentials } from './support/lab'
import { desk, names, type Access, type Desk } from './support/pair'

/** The whole main job on pristine hosts; after undo they are compared with a control host, on which only the packages were installed. */

let given: Credentials
let open: Desk | undefined
let pristineControl: Snapshot
let control: Snapshot

beforeAll(async () => {
  given = credentials()
  await lab('reset')
  pristineControl = await snapshot('nginx3')
  await installPackages('nginx3')
  control = await snapshot('nginx3')
})
afterEach(() => {
  open?.remove()
})
const sit = (access: Access): Desk => (open = desk(given, {}, access))

/** What the node differs in from the control, but for what made them different hosts from the start (name, address, keys). */
const strange = (pristine: Snapshot, after: Snapshot): Record<string, unknown> => {
  const own = Object.keys(differences(pristine, pristineControl))
  return Object.fromEntries(
    Object.entries(differences(after, control)).filter(([name]) => !own.includes(name) || pristine.get(name) !== after.get(name)),
  )
}
const running = (): Promise<string[]> =>
  onAll(
    names,
    `systemctl show nginx keepalived -p MainPID -p ExecMainStartTimestampMonotonic -p NRestarts; cat /var/lib/hotpair/deployments/*/journal | sha256sum; ls /var/lib/hotpair/deployments; systemctl show nginx -p StateChangeTimestampMonotonic; journalctl -q -u nginx -u keepalived --no-pager | grep -ci reload || :`,
  )

// By sudo, which takes more than root does; root with a password is how all other files log in.
describe.each<Access>(['sudo'])('by %s', (access) => {
  test('detect, plan, deploy, verify, drill, plan, deploy again, undo, plan', async () => {
    await lab('reset', ...names)
    const pristine = await Promise.all(names.map((node) => snapshot(node)))
    const untouched = await snapshots()
    const { operator, file } = sit(access)
    const at = open as Desk

    const detected = await json(operator, 'detect', [file])
    expect(detected.exit).toBe(0)
    expect(detected.result.findings?.map((finding) => finding.rule)).toEqual(['vrid-unchecked'])
    expect(detected.result.channels).toEqual({ nginx1: 1, nginx2: 1 })

    const planned = await plain(operator, 'plan', [file])
    expect(planned.exit, planned.stderr).toBe(2)
    expect(planned.stdout).toContain('• Installs nginx, keepalived, curl')
    for (const name of names) expect(planned.stdout).toContain(`+<h1>welcome to ${name}</h1>`.slice(1))
    expect(planned.stdout).toMatch(
      /--- \/dev\/null\n +\+\+\+ b\/etc\/keepalived\/keepalived\.conf\n +@@ -0,0 \+1,\d+ @@\n +\+# Written by Hotpair/,
    )
    await expectAsBefore(untouched)

    const { channels, took, checks } = await deployed(at)
    process.stdout.write(`${access}: deployed in ${String(took)} ms, channels ${JSON.stringify(channels)}\n`)
    expect(Object.keys(channels)).toEqual([...names])
    expect(Math.max(...Object.values(channels))).toBeLessThanOrEqual(12)
    expect(checks.filter((check) => check.verdict !== 'passed')).toEqual([])
    await verified(at)

    // Faults are injected and healed over the same sessions as everything else, whatever opened them: once, by the narrowest way in.
    if (access === 'sudo') {
      const moves = await seedDrilled(at)
      expect(path(moves)).toEqual(['nginx1 nginx2', 'nginx2 nginx2', 'nginx2 nginx1', 'nginx1 nginx1'])
      expect(moves.map(({ fault }) => fault)).toEqual([
        'nginx-unrestartable',
        'recover nginx-unrestartable',
        'nginx-unrestartable',
        'recover nginx-unrestartable',
      ])
      for (const { downtime } of moves) expect(downtime).toBeLessThan(6000)
      // the nodes' own records tell the same afterwards
      const { result } = await json(operator, 'why', [file])
      const [told] = result.instances ?? []
      expect(told?.transitions.map(({ from, to, reason, drill }) => ({ from, to, reason, drill }))).toEqual([
        { from: ['nginx2'], to: ['nginx1'], reason: { is: 'nginx-stopped', node: 'nginx2' }, drill: true },
        { from: ['nginx1'], to: ['nginx2'], reason: { is: 'nginx-stopped', node: 'nginx1' }, drill: true },
        { from: [], to: ['nginx1'], reason: { is: 'started', node: 'nginx1' }, drill: false },
      ])
      expect(told?.present).toMatchObject({ holders: ['nginx1'], since: told?.transitions[0], others: [{ why: 'lower-priority' }] })
    }

    await nothingToPlan(at)
    const before = await running()
    const again = await json(operator, 'deploy', [file, '--yes'])
    expect([again.exit, again.result.outcome]).toEqual([0, 'nothing-to-do'])
    expect(again.events.filter((event) => event.type === 'phase' || event.type === 'journal')).toEqual([])
    expect(await running()).toEqual(before)

    await undone(at)
    const after = await Promise.all(names.map((node) => snapshot(node)))
    expect(names.map((_, i) => strange(pristine[i] ?? new Map(), after[i] ?? new Map()))).toEqual([{}, {}])
    expect((await json(operator, 'plan', [file])).exit).toBe(2)
    // nothing is left to undo
    const nothing = await json(operator, 'undo', [file])
    expect([nothing.exit, nothing.result.failure?.kind]).toEqual([3, 'nothing-to-undo'])
  })
})

test('facts cost one exec per node, as sshd itself counts', async () => {
  await lab('reset', ...names)
  await onAll(names, "echo 'LogLevel VERBOSE' >/etc/ssh/sshd_config.d/00-verbose.conf; systemctl reload ssh; sleep 0.5")
  const { operator, file } = sit('sudo')
  const sessions = (): Promise<string[]> => onAll(names, "journalctl -q --no-pager -t sshd | grep -c 'Starting session: ' || :")
  expect((await json(operator, 'detect', [file])).exit).toBe(0)
  expect(await sessions()).toEqual(['1', '1'])
  const { channels } = await deployed(open as Desk)
  const counted = (await sessions()).map((count) => Number(count) - 1)
  process.stdout.write(
    `a deployment's sessions as sshd counts them, tails included: ${counted.join(', ')}; counted by us: ${JSON.stringify(channels)}\n`,
  )
  // the rest are tails, which are not counted
  for (const [i, name] of names.entries()) expect(counted[i]).toBeGreaterThanOrEqual(channels[name] ?? Infinity)
  for (const count of counted) expect(count).toBeLessThanOrEqual(12)
  expect(await on('nginx1', 'ls /var/lib/hotpair/deployments | wc -l')).toBe('1')
})
