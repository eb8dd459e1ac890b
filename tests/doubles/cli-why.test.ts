import { describe, expect, test, vi } from 'vitest'
import { hotpair } from '../../electron/cli/program'
import type { Call } from '../../electron/contract/wire'
import { HotpairError } from '../../electron/domain/failure'
import { whyOutput } from '../renderer/reasons'
import { outside } from './cli-outside'

/** `hotpair why`: what the engine answers, as a table. */

let asked: unknown[] = []
let output = whyOutput
vi.mock('../../electron/cli/session', () => ({
  openCommandLine: (_options: unknown, call: Call) =>
    Promise.resolve({
      wire: {
        request: (_command: string, input: unknown) => {
          asked.push(input)
          return Promise.resolve(output)
        },
      },
      call,
      redact: <T>(value: T): T => value,
    }),
}))

const { pairFile, terminal } = outside()
const why = (...words: string[]): Promise<number> => {
  asked = []
  return hotpair(['why', pairFile, ...words], {})
}

describe('hotpair why', () => {
  test('says who has the VIP and why, why no other, and every change', async () => {
    output = whyOutput
    expect(await why()).toBe(0)
    expect(asked).toMatchObject([{ days: 7 }])
    const lines = terminal.stdout.split('\n')
    expect(lines[0]).toBe('198.51.100.199/24 → nginx2')
    expect(lines[1]).toMatch(/^ {2}since Dec 1, 2026, [\d:]{8}: nginx on nginx1 was stopped\. A failover test was running\.$/)
    expect(lines[2]).toMatch(/^ {2}nginx1: standby; the VIP stays where it is/)
    expect(terminal.stdout).toMatch(
      /nginx2 → nginx1, nginx2 +The nodes no longer understood each other, and nginx1 went on as holder\. The VRRP passwords differ\. Both held the VIP at once\.\n/,
    )
    expect(terminal.stdout).toMatch(
      /\nnginx1: records since .*; its clock is off by -4 ms \(± 5 ms\).*memory only.*There are more records than were read\.\n/,
    )
  })

  test('says what is lost when a node cannot be asked, and exits with 1', async () => {
    const failure = new HotpairError('timeout', { node: 'nginx1', values: { seconds: 30 } }).failure
    output = { ...whyOutput, nodes: { ...whyOutput.nodes, nginx1: { reachable: false, failure } } }
    expect(await why('--days', '30')).toBe(1)
    expect(asked).toMatchObject([{ days: 30 }])
    expect(terminal.stdout).toContain('\nnginx1: nginx1 did not answer in 30 s.\n')
  })

  test('says that nothing is on record', async () => {
    const [instance] = whyOutput.instances
    if (instance === undefined) throw new Error('no instance')
    output = { ...whyOutput, instances: [{ ...instance, present: { ...instance.present, holders: [], since: null }, transitions: [] }] }
    expect(await why('--days', '2')).toBe(0)
    expect(terminal.stdout).toContain('198.51.100.199/24 → no node\n  No change of holder is on record that led to this.\n')
    expect(terminal.stdout).toContain('No change of holder is on record for the last 2 days.')
  })

  test.each(['0', '91', '-1', '1.5', 'all', ''])('does not take %j for a number of days', async (days) => {
    expect(await why('--days', days)).toBe(64)
    expect(asked).toEqual([])
    expect(terminal.stderr).toContain('is not a number of days from 1 to 90.')
  })

  test('is for programs, too', async () => {
    output = whyOutput
    expect(await why('--json')).toBe(0)
    expect(JSON.parse(terminal.stdout)).toMatchObject({ type: 'result', command: 'pair.why', ok: true, ...whyOutput })
  })
})
