import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { drillKinds } from '../../electron/domain/drill'
import { pairSchema, type PairInput } from '../../electron/domain/pair'
import { faults } from '../../electron/drills/faults'
import { healScript, injectScript } from '../../electron/drills/undo'

const pairOf = (more: Partial<PairInput> = {}) =>
  pairSchema.parse({
    name: 'web',
    nodes: [
      { name: 'n1', address: '198.51.100.11' },
      { name: 'n2', address: '198.51.100.12' },
    ],
    vips: ['198.51.100.199'],
    vrrp: { routerId: 66 },
    ...more,
  })

describe('faults', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hotpair-faults-'))
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const calls = join(folder, 'calls')
  /** Runs a script with systemctl and systemd-run that only write down how they were called. */
  const run = (script: string, systemctl = 'exit 0', systemdRun = 'exit 0') => {
    writeFileSync(calls, '')
    for (const [name, end] of [
      ['systemctl', systemctl],
      ['systemd-run', systemdRun],
    ] as const) {
      writeFileSync(join(folder, name), `#!/bin/sh\n{ printf '%s' ${name}; printf ' [%s]' "$@"; echo; } >>'${calls}'\n${end}\n`)
      chmodSync(join(folder, name), 0o755)
    }
    const { stdout, status } = spawnSync('sh', ['-c', script], { encoding: 'utf8', env: { PATH: `${folder}:/usr/bin:/bin` } })
    const out = `${stdout}${status === 0 ? '' : 'failed'}`
    return { out: out.trim().split('\n'), calls: readFileSync(calls, 'utf8').trim().split('\n') }
  }

  it.each(drillKinds)('%s: the undo is armed first, and nothing is injected without it', (kind) => {
    const pair = pairOf()
    const fault = faults[kind]
    const { out, calls: made } = run(injectScript(fault, pair, 'ab12', 60).text)
    expect(out.slice(0, 2)).toEqual(['armed', 'injecting'])
    expect(made[0]).toBe(
      `systemd-run [--quiet] [--collect] [--on-active=60] [--timer-property=AccuracySec=100ms] [--unit=hotpair-drill-ab12-heal] [/bin/sh] [-c] [${fault.heal.text}]`,
    )
    expect(made[1]).toMatch(/systemctl \[(stop|mask|kill)\]/)
    expect(run(injectScript(fault, pair, 'ab12', 60).text, 'exit 0', 'exit 1')).toMatchObject({
      out: ['failed'],
      calls: [expect.stringContaining('systemd-run')],
    })
    // systemd-run would expand it.
    expect(fault.heal.text).not.toContain('$')
  })

  it('says whether the fault took', () => {
    const script = injectScript(faults['nginx-stop'], pairOf(), 'ab12', 60).text
    expect(run(script, 'case "$1" in is-active) exit 3;; esac').out.at(-1)).toBe('injected')
    expect(run(script).out.at(-1)).toBe('survived')
  })

  it.each(drillKinds)('%s: the undo is cancelled only when it has worked', (kind) => {
    const script = healScript(faults[kind], pairOf(), 'ab12').text
    expect(run(script).calls).toContain('systemctl [stop] [--quiet] [hotpair-drill-ab12-heal.timer]')
    const { out, calls: made } = run(script, 'case "$1" in start) exit 1;; esac')
    expect(out).toEqual(['failed'])
    expect(made.join()).not.toContain('hotpair-drill')
  })

  it('ends a check that is about to stop keepalived, only while nginx is away', () => {
    const script = healScript(
      faults['nginx-unrestartable'],
      pairOf({ vrrp: { routerId: 66, onNginxFailure: 'stop-keepalived' } }),
      'ab12',
    ).text
    expect(run(script, 'case "$*" in "is-active --quiet nginx") exit 3;; esac').calls.slice(0, 4)).toEqual([
      'systemctl [is-active] [--quiet] [nginx]',
      'systemctl [stop] [keepalived]',
      'systemctl [unmask] [--quiet] [--runtime] [nginx]',
      'systemctl [start] [nginx] [keepalived]',
    ])
    expect(run(script).calls.join()).not.toContain('[stop] [keepalived]')
  })

  it('expects no move only where the check starts nginx again', () => {
    const moves = (onNginxFailure: 'release' | 'stop-keepalived') =>
      drillKinds.map((kind) => faults[kind].expectMoves(pairOf({ vrrp: { routerId: 66, onNginxFailure } })))
    expect(moves('release')).toEqual([true, true, true, true])
    expect(moves('stop-keepalived')).toEqual([false, true, true, true])
  })
})
