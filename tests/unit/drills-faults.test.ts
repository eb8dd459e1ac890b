import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { drillKinds } from '../../electron/domain/drill'
import { pairSchema, type PairInput } from '../../electron/domain/pair'
import { faults } from '../../electron/drills/faults'
import { healScript, injectScript } from '../../electron/drills/undo'
import { sh } from '../../electron/remote/sh'

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
  // Nothing of a fault may happen here: it finds no program but stand-ins that only write down how they were called, and some that only read.
  const harmless = ['cat', 'grep', 'paste', 'sed', 'sort', 'xargs']
  for (const name of harmless)
    symlinkSync(execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(), join(folder, name))
  const run = (script: string, systemctl = 'exit 0', systemdRun = 'exit 0') => {
    writeFileSync(calls, '')
    for (const [name, end] of [
      ['systemctl', systemctl],
      ['systemd-run', systemdRun],
      ...['date', 'ip', 'mount', 'nft', 'nginx', 'rm', 'sleep', 'ss', 'touch'].map((each) => [each, 'exit 0'] as const),
      ['umount', 'exit 1'],
    ] as const) {
      writeFileSync(join(folder, name), `#!/bin/sh\n{ printf '%s' ${name}; printf ' [%s]' "$@"; echo; } >>'${calls}'\n${end}\n`)
      chmodSync(join(folder, name), 0o755)
    }
    const elsewhere = script.replaceAll('/run/', `${folder}/run-`)
    const { stdout, status } = spawnSync('/bin/sh', ['-c', elsewhere], { encoding: 'utf8', env: { PATH: folder } })
    const out = `${stdout}${status === 0 ? '' : 'failed'}`
    return { out: out.trim().split('\n'), calls: readFileSync(calls, 'utf8').replaceAll(`${folder}/run-`, '/run/').trim().split('\n') }
  }

  const place = { interface: 'ens33', vips: ['198.51.100.199', '198.51.100.200'], site: { port: 80, secure: false } }
  const both = faults['nginx-stop']

  it.each(drillKinds)('%s: the undo is armed first, and nothing is injected without it', (kind) => {
    // What a node has to have for it is not what this is about.
    const fault = { ...faults[kind], possible: both.possible }
    const script = injectScript(fault, place, pairOf(), 'ab12', 60).text
    const { out, calls: made } = run(script)
    expect(out.slice(0, 2)).toEqual(['armed', 'injecting'])
    // Of some lines.
    expect(made.join('\n')).toContain(
      `systemd-run [--quiet] [--collect] [--on-active=60] [--timer-property=AccuracySec=100ms] [--unit=hotpair-drill-ab12-heal] [/bin/sh] [-c] [${fault.heal(place).text}]`,
    )
    expect(made[0]).toContain('hotpair-drill-ab12-heal')
    expect(run(script, 'exit 0', 'exit 1')).toMatchObject({
      out: ['failed'],
      calls: [expect.stringContaining('systemd-run'), ...made.slice(1, 1)],
    })
    // systemd-run would expand it.
    expect(fault.heal(place).text).not.toContain('$')
    expect(fault.took.text).not.toContain('$')
  })

  it('does nothing where the node cannot do it', () => {
    const impossible = { ...both, possible: sh`false` }
    expect(run(injectScript(impossible, place, pairOf(), 'ab12', 60).text)).toEqual({ out: ['impossible'], calls: [''] })
  })

  it('says whether the fault took', () => {
    const script = injectScript(both, place, pairOf(), 'ab12', 60).text
    expect(run(script, 'case "$1" in is-active) exit 3;; esac').out.at(-1)).toBe('injected')
    expect(run(script).out.at(-1)).toBe('survived')
  })

  it.each(drillKinds)('%s: the undo is cancelled only when it has worked', (kind) => {
    const script = healScript(faults[kind], place, pairOf(), 'ab12').text
    expect(run(script).calls).toContain('systemctl [stop] [--quiet] [hotpair-drill-ab12-heal.timer]')
    const { out, calls: made } = run(script, 'case "$1" in start|restart|reload) exit 1;; esac')
    expect(out).toEqual(['failed'])
    expect(made.join()).not.toContain('hotpair-drill-ab12')
  })

  it('ends a check that is about to stop keepalived, only while nginx is away', () => {
    const pair = pairOf({ vrrp: { routerId: 66, onNginxFailure: 'stop-keepalived' } })
    const script = healScript(faults['nginx-unrestartable'], place, pair, 'ab12').text
    expect(run(script, 'case "$*" in "is-active --quiet nginx") exit 3;; esac').calls.slice(0, 4)).toEqual([
      'systemctl [is-active] [--quiet] [nginx]',
      'systemctl [stop] [keepalived]',
      'systemctl [unmask] [--quiet] [--runtime] [nginx]',
      'systemctl [start] [nginx] [keepalived]',
    ])
    expect(run(script).calls.join()).not.toContain('[stop] [keepalived]')
    expect(healScript(faults.reload, place, pair, 'ab12').text).not.toContain('stop keepalived')
  })
})
