import { HotpairError } from '../domain/failure'
import type { ClockOffset } from '../domain/node-record'
import type { Session } from '../remote/session'
import { sh } from '../remote/sh'
import { clockOf } from './clock'

/** Exchanges; the first one may have to open more than the others. */
const times = 6
/** ms for one. */
const patience = 10_000

/**
 * How far the node's clock is from the operator's, in ms: of several short exchanges the one with the least round trip counts, since the node
 * read its clock somewhere within it. Its half, and a millisecond for clocks that are read in whole ones, is how far the offset may be off.
 * Raises fact-unreadable when the node tells no time, and what Session.run does.
 */
export async function measureClock(session: Session, signal?: AbortSignal): Promise<ClockOffset> {
  let best: ClockOffset | undefined
  for (let i = 0; i < times; i++) {
    const before = Date.now()
    let after: number | undefined
    const { stdout } = await session.run(sh`date +%s:%N`, {
      timeout: patience,
      ...(signal ? { signal } : {}),
      onLine: () => (after ??= Date.now()),
    })
    const clock = clockOf({ node: stdout, before, after: after ?? Date.now() })
    if (clock === undefined) {
      const output = stdout.slice(0, 100)
      throw new HotpairError('fact-unreadable', { node: session.node, values: { reason: 'unexpected', fact: 'clock', output } })
    }
    if (best === undefined || clock.error < best.error) best = clock
  }
  return best === undefined ? { offset: 0, error: Infinity } : { ...best, error: best.error + 1 }
}
