import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { measureClock } from '../../electron/facts/clock-offset'
import type { Session } from '../../electron/remote/session'

beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-12-01T02:00:00Z') }))
afterEach(() => vi.useRealTimers())

/** Exchanges that take so long to the node and back, ms; its clock is ahead of this one's. */
function node(ahead: number, exchanges: readonly (readonly [there: number, back: number])[]): Session {
  let asked = 0
  return {
    node: 'nginx1',
    channels: 0,
    reachedAt: null,
    close: () => Promise.resolve(),
    run: ({ text }, options) => {
      expect(text).toBe('date +%s:%N')
      const [there, back] = exchanges[asked++ % exchanges.length] ?? [0, 0]
      vi.advanceTimersByTime(there)
      const now = Date.now() + ahead
      const stdout = `${String(Math.floor(now / 1000))}:${String(now % 1000).padStart(3, '0')}000000\n`
      vi.advanceTimersByTime(back)
      options?.onLine?.(stdout.trimEnd())
      // until the channel is closed
      vi.advanceTimersByTime(500)
      return Promise.resolve({ stdout, stderr: '', status: 0 })
    },
  }
}

it('takes the exchange with the least round trip, and says how far it may be off', async () => {
  const exchanges = [
    [300, 10],
    [40, 40],
    [6, 2],
    [100, 1],
  ] as const
  expect(await measureClock(node(-3_600_000, exchanges))).toEqual({ offset: -3_599_998, error: 5 })
})

it('is right within that, whichever way was the longer', async () => {
  for (const exchange of [
    [9, 0],
    [0, 9],
    [5, 4],
  ] as const) {
    const { offset, error } = await measureClock(node(1234, [exchange]))
    expect(Math.abs(offset - 1234)).toBeLessThanOrEqual(error)
  }
})

it('raises fact-unreadable for what is no time', async () => {
  const session = { ...node(0, []), run: () => Promise.resolve({ stdout: 'sh: date: not found\n', stderr: '', status: 127 }) }
  await expect(measureClock(session)).rejects.toMatchObject({ failure: { kind: 'fact-unreadable', node: 'nginx1' } })
})
