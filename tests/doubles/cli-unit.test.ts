import { describe, expect, test, vi } from 'vitest'
import { hotpair } from '../../electron/cli/program'
import type { Call } from '../../electron/contract/wire'
import { recordedOutput } from '../renderer/recorded'
import { outside } from './cli-outside'

/** `hotpair unit`: what clients notice is said, and what was said goes to the engine. */

let asked: { command: string; input: unknown }[] = []
const status = recordedOutput('pair.status', 'status')
let now = status
vi.mock('../../electron/cli/session', () => ({
  openCommandLine: (_options: unknown, call: Call) =>
    Promise.resolve({
      wire: {
        request: (command: string, input: unknown) => {
          asked.push({ command, input })
          return Promise.resolve(command === 'pair.status' ? now : { state: 'inactive' })
        },
      },
      call,
      redact: <T>(value: T): T => value,
    }),
}))

const { pairFile, terminal } = outside()
const unit = (...words: string[]): Promise<number> => {
  asked = []
  return hotpair(['unit', pairFile, ...words], {})
}

describe('hotpair unit', () => {
  test('says what clients notice, then does it, with --yes', async () => {
    now = status
    expect(await unit('nginx1', 'keepalived', 'stop', '--yes')).toBe(0)
    expect(terminal.stderr).toContain('The VIP moves to nginx2; requests to 198.51.100.199 may fail until it has.')
    expect(terminal.stdout).toContain('keepalived on nginx1 was stopped.')
    expect(asked).toMatchObject([
      { command: 'pair.status', input: { urgent: true } },
      {
        command: 'pair.unit',
        input: { node: 'nginx1', unit: 'keepalived', change: 'stop', agreed: { effects: [{ is: 'moves', to: 'nginx2' }] } },
      },
    ])
  })

  test('does nothing where nobody can be asked', async () => {
    expect(await unit('nginx1', 'keepalived', 'stop')).toBe(64)
    expect(asked).toEqual([])
    expect(terminal.stderr).toContain('--yes')
  })

  test.each([
    [['nginx9', 'nginx', 'stop', '--yes'], 'nginx9 is none of: nginx1, nginx2.'],
    [['nginx1', 'sshd', 'stop', '--yes'], 'sshd is none of: nginx, keepalived.'],
    [['nginx1', 'nginx', 'kill', '--yes'], 'kill is none of: start, stop, restart, log.'],
  ])('does not know %j', async (words, told) => {
    expect(await unit(...words)).toBe(64)
    expect(terminal.stderr).toContain(told)
    expect(asked).toEqual([])
  })

  test('is refused with 3, for a program too', async () => {
    now = status
    expect(await unit('nginx1', 'nginx', 'start', '--yes', '--json')).toBe(3)
    expect(JSON.parse(terminal.stdout)).toMatchObject({
      command: 'pair.unit',
      ok: false,
      failure: { kind: 'unit-refused', values: { reason: 'already-running' } },
    })
    expect(asked.map(({ command }) => command)).toEqual(['pair.status'])
  })
})
