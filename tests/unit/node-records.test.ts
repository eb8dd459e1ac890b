import { describe, expect, it } from 'vitest'
import { read } from '../../electron/facts/fact'
import { readRecords, recordsOf } from '../../electron/facts/node-records'
import type { Session } from '../../electron/remote/session'
import { answersTo } from '../facts/answering'

/** What a file of tests/facts/node-records would be too large for. */

const begin = 1_796_093_374_000
/** Newest first, as journalctl -r has them, a second apart. */
const lines = (count: number, message = '(hotpair_web) Entering MASTER STATE'): string[] =>
  Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      __REALTIME_TIMESTAMP: `${String(begin + 1000 * (count - i))}000`,
      _BOOT_ID: '0'.repeat(32),
      SYSLOG_IDENTIFIER: 'Keepalived_vrrp',
      _SYSTEMD_UNIT: 'keepalived.service',
      MESSAGE: message,
    }),
  )
const answer = (text: string): string => `kept ${String(begin)}000 ${Buffer.from(text).toString('base64')}`
const fact = recordsOf({ days: 7 })

describe('a journal with more than is read', () => {
  it('that was cut after a number of records begins with the oldest of them', () => {
    const { records, from, cut } = read(fact, answer(`${lines(4000).slice(0, 3000).join('\n')}\n`), 0)
    expect([records.length, cut, from]).toEqual([3000, true, begin + 1_001_000])
    expect(records[0]?.at).toBe(from)
  })

  it('that was cut after a number of bytes loses the record in which it was', () => {
    const text = lines(3000, 'x'.repeat(600)).join('\n').slice(0, 1_572_864)
    const { from, cut } = read(fact, answer(text), 0)
    expect(cut).toBe(true)
    expect(from).toBe(begin + 1000 * (3000 - text.split('\n').length + 2))
  })

  it('is not taken for one that came to its end', () => {
    const { from, cut } = read(fact, answer(`${lines(2999).join('\n')}\nend 0\n`), 0)
    expect([cut, from]).toEqual([false, begin])
  })
})

it('is asked by the node’s own clock', async () => {
  let asked = ''
  const session = {
    node: 'nginx1',
    run: (_: unknown, { input }: { input: string }) => {
      asked = input
      return Promise.resolve({ stdout: answersTo(input, () => answer('end 0\n')), stderr: '', status: 0 })
    },
  } as unknown as Session
  expect(await readRecords(session, { days: 30 })).toEqual({ records: [], journal: 'kept', from: begin, cut: false })
  expect(asked).toContain('--since -30days ')
  await readRecords(session, { at: begin + 999 })
  expect(asked).toContain(`--since @${String(begin / 1000)} `)
})
