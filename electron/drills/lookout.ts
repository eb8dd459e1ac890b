import { setTimeout as sleep } from 'node:timers/promises'
import type { Sessions } from '../checks/follow'
import { watchHolders } from '../checks/holders'
import type { DrillEvent, Mark, Sample } from '../domain/drill'
import { HotpairError } from '../domain/failure'
import { holdersOf, holdingsOf, soleHolder, type Seen } from '../domain/holders'
import type { Pair } from '../domain/pair'
import { startProbe, type Question, type Reply } from './probe'
import { marksOf } from './timeline'

/** Watches the pair while a drill runs: the probe through the first VIP, and who holds the VIPs. */
export interface Lookout {
  /** ms since the drill began, monotonic. */
  readonly clock: () => number
  /** In the order in which they were sent. */
  readonly samples: readonly Sample[]
  readonly marks: readonly Mark[]
  readonly mark: (event: Mark['event'], node: string | null) => void
  /** Requests that this machine was too late to send. */
  readonly missed: () => number
  /** What the node says of itself is not what the others see: as if it held nothing. */
  readonly ignore: (node: string) => void
  /** It counts again; followed anew, where its session is another one than before. */
  readonly attend: (node: string, anew: boolean) => void
  /** The one node that gave every answer of the last `span` ms, none missing; else null. */
  readonly answering: (since: number, span: number) => string | null
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
  readonly question: Question
  readonly signal: AbortSignal | undefined
  /** ms between requests of the probe. */
  readonly every: number
  /** Longest time of the drill, s. */
  readonly longest: number
  readonly report: (event: DrillEvent) => void
}

/** For one answer, ms: less than the second after which TCP sends a lost SYN again, so that a lost request is one that failed. */
const timeout = 800

/** A change of holder is heard this much later than it happens, at most, in a LAN (ms). */
const hearing = 100

export function openLookout({ pair, sessions, holder, question, signal, every, longest, report }: LookoutOptions): Lookout {
  const begun = performance.now()
  const clock = (): number => performance.now() - begun
  const samples: Sample[] = []
  const marks: Mark[] = []
  const held: { at: number; node: string }[] = [{ at: -Infinity, node: holder }]
  const ignored = new Set<string>()
  const holds = (seen: Seen): Seen => new Map([...seen, ...[...ignored].map((node) => [node, new Set<string>()] as const)])
  const watch = watchHolders(sessions, pair, longest, (seen) => {
    const node = soleHolder(pair, holds(seen))
    if (node !== null && held.at(-1)?.node !== node) held.push({ at: clock(), node })
  })
  const probe = startProbe(pair, question, clock, { every, timeout, limit: 4 * Math.ceil(timeout / every) })

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

  const sole = (): string | null => soleHolder(pair, holds(watch.now()))
  const lately = (since: number, span: number): readonly Sample[] => {
    const last = samples.at(-1)?.at ?? 0
    // From the end: a drill of an hour has many.
    return last - span < since ? [] : samples.slice(samples.findLastIndex((one) => one.at < last - span) + 1)
  }
  const answering = (since: number, span: number): string | null => {
    const [first, ...others] = lately(since, span)
    return first !== undefined && others.length > 0 && others.every(({ node }) => node === first.node) ? first.node : null
  }
  return {
    clock,
    samples,
    marks,
    mark: (event, node) => {
      put({ at: Math.round(clock()), event, node })
    },
    holder: sole,
    holding: () => {
      const holdings = holdingsOf(pair, holds(watch.now()))
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
    steady: (node, since, span) => sole() === node && answering(since, span) === node,
    answering,
    missed: probe.missed,
    ignore: (node) => {
      ignored.add(node)
    },
    attend: (node, anew) => {
      ignored.delete(node)
      if (anew) watch.again(node)
    },
    close: async () => {
      clearInterval(timer)
      await Promise.all([probe.stop(), watch.stop()])
      collect(true)
      tell()
    },
  }
}
