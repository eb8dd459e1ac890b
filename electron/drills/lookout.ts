import { setTimeout as sleep } from 'node:timers/promises'
import type { Sessions } from '../checks/follow'
import { watchHolders } from '../checks/holders'
import type { DrillEvent, Mark, Sample } from '../domain/drill'
import { HotpairError } from '../domain/failure'
import { holdersOf, holdingsOf, soleHolder } from '../domain/holders'
import type { Pair } from '../domain/pair'
import { firstVip } from '../domain/vip'
import { questionOf, startProbe, type Reply } from './probe'
import { marksOf } from './timeline'

/** Watches the pair while a drill runs: the probe through the first VIP, and who holds the VIPs. */
export interface Lookout {
  /** ms since the drill began, monotonic. */
  readonly clock: () => number
  /** In the order in which they were sent. */
  readonly samples: readonly Sample[]
  readonly marks: readonly Mark[]
  readonly mark: (event: Mark['event'], node: string | null) => void
  /** The one node with every VIP; else null. */
  readonly holder: () => string | null
  /** How many nodes have a VIP; null when a node cannot be heard. */
  readonly holding: () => number | null
  /** True once `test` holds, false after `timeout` ms. Raises cancelled. */
  readonly until: (test: () => boolean, timeout: number) => Promise<boolean>
  /** For at least `span` ms, up to the last answer, every good answer was `node`'s, none was missing, and it alone has every VIP. */
  readonly steady: (node: string, since: number, span: number) => boolean
  readonly close: () => Promise<void>
}

export interface LookoutOptions {
  readonly pair: Pair
  readonly sessions: Sessions
  readonly holder: string
  readonly signal: AbortSignal | undefined
  /** ms between requests of the probe. */
  readonly every: number
  /** Longest time of the drill, s. */
  readonly longest: number
  readonly report: (event: DrillEvent) => void
}

/** A change of holder is heard this much later than it happens, at most, in a LAN (ms). */
const hearing = 100

export function openLookout({ pair, sessions, holder, signal, every, longest, report }: LookoutOptions): Lookout {
  const begun = performance.now()
  const clock = (): number => performance.now() - begun
  const samples: Sample[] = []
  const marks: Mark[] = []
  const held: { at: number; node: string }[] = [{ at: -Infinity, node: holder }]
  const watch = watchHolders(sessions, pair, longest, (seen) => {
    const node = soleHolder(pair, seen)
    if (node !== null && held.at(-1)?.node !== node) held.push({ at: clock(), node })
  })
  const probe = startProbe(pair, questionOf(pair, firstVip(pair)), clock, { every, timeout: 1000, limit: 64 })

  const put = (mark: Mark): void => {
    marks.push(mark)
    report({ type: 'mark', mark })
  }
  // In `keep` nobody says who answered: it was who held the VIP then (right to ± 50 ms).
  const answered = ({ at, took }: Reply): string => held.findLast((one) => one.at <= at + took + hearing / 2)?.node ?? holder
  const late: Reply[] = []
  let said = 0
  const tell = (): void => {
    if (said < samples.length) report({ type: 'sample', samples: samples.slice(said) })
    said = samples.length
  }
  const collect = (final = false): void => {
    late.push(...probe.take())
    const ripe = final || pair.nginx.content !== 'keep' ? late.length : late.findIndex((reply) => reply.at + reply.took > clock() - hearing)
    const news = late.splice(0, ripe < 0 ? late.length : ripe).map((reply): Sample => ({
      at: Math.round(reply.at),
      took: Math.round(reply.took),
      node: reply.good ? (reply.node ?? answered(reply)) : null,
      error: reply.error.slice(0, 200),
    }))
    if (news.length === 0) return
    const implied = marksOf(news, samples.at(-1))
    samples.push(...news)
    implied.forEach(put)
  }
  const timer = setInterval(() => {
    collect()
    tell()
  }, 200)

  const sole = (): string | null => soleHolder(pair, watch.now())
  return {
    clock,
    samples,
    marks,
    mark: (event, node) => {
      put({ at: Math.round(clock()), event, node })
    },
    holder: sole,
    holding: () => {
      const holdings = holdingsOf(pair, watch.now())
      return holdings.some(({ unseen }) => unseen.length > 0) ? null : holdersOf(holdings).length
    },
    until: async (test, timeout) => {
      const deadline = clock() + timeout
      for (;;) {
        if (signal?.aborted) throw new HotpairError('cancelled')
        collect()
        if (test()) return true
        if (clock() >= deadline) return false
        await sleep(50, undefined, signal ? { signal } : {}).catch(() => undefined)
      }
    },
    steady: (node, since, span) => {
      const last = samples.at(-1)?.at ?? 0
      if (last - span < since || sole() !== node) return false
      const lately = samples.filter((one) => one.at >= last - span)
      return lately.length > 1 && lately.every((one) => one.node === node)
    },
    close: async () => {
      clearInterval(timer)
      await Promise.all([probe.stop(), watch.stop()])
      collect(true)
      tell()
    },
  }
}
