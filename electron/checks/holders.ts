import { HotpairError } from '../domain/failure'
import type { Pair } from '../domain/pair'
import type { Session } from '../remote/session'
import { sh, type Sh } from '../remote/sh'
import { addressOf } from './ask'
import { addressCommand } from './round'

export type Sessions = Readonly<Record<string, Session>>

/** The nodes that have each VIP; keys are the pair's `vips` as they stand there. */
export type Holders = Readonly<Record<string, readonly string[]>>

/** Which of the pair's VIPs a node has, from what `ip -o -4 addr show` printed there. */
export const vipsIn = (addresses: string, pair: Pair): string[] => pair.vips.filter((vip) => addresses.includes(` inet ${addressOf(vip)}/`))

/** The one node that has every VIP while no other has any; else null. */
export function soleHolder(holders: Holders): string | null {
  const all = Object.values(holders)
  const [first] = all[0] ?? []
  return first !== undefined && all.every((nodes) => nodes.length === 1 && nodes[0] === first) ? first : null
}

const byVip = (pair: Pair, held: ReadonlyMap<string, readonly string[]>): Holders =>
  Object.fromEntries(pair.vips.map((vip) => [vip, pair.nodes.map((node) => node.name).filter((name) => held.get(name)?.includes(vip))]))

/** Reads the holders on every node that has a session: one channel each. Raises what `Session.run` does, and command-failed. */
export async function holders(sessions: Sessions, pair: Pair, signal?: AbortSignal): Promise<Holders> {
  const held = new Map<string, readonly string[]>()
  await Promise.all(
    pair.nodes.map(async ({ name: node }) => {
      const session = sessions[node]
      if (!session) return
      const { stdout, stderr, status } = await session.run(sh`ip -o -4 addr show`, signal ? { signal } : {})
      if (status !== 0)
        throw new HotpairError('command-failed', {
          node,
          values: { reason: 'status', status: status ?? -1, command: addressCommand, output: stderr.slice(0, 300) },
        })
      held.set(node, vipsIn(stdout, pair))
    }),
  )
  return byVip(pair, held)
}

/** Follows the VIPs of a node for `seconds`, looking every 50 ms: prints `held VIP…` whenever it changes and each second. */
export function watchScript(pair: Pair, seconds: number): Sh {
  const looks = pair.vips.map(addressOf).map((address) => sh`case "$all" in *" inet "${address}/*) now="$now "${address};; esac`)
  const all = looks.reduce((text, look) => sh`${text}; ${look}`)
  return sh`i=0; last=
while [ $i -lt ${Math.ceil(seconds * 20)} ]; do
  all=$(ip -o -4 addr show); now=held; ${all}
  # The line each second finds out that nobody listens any more.
  [ "$now" = "$last" ] && [ $((i % 20)) != 0 ] || echo "$now" || exit 0
  last=$now; i=$((i + 1)); sleep 0.05
done`
}

export interface HolderWatch {
  /** As last heard; a node that was not heard yet has nothing. */
  readonly now: () => Holders
  /** True when every node has been heard and none was lost since. */
  readonly heard: () => boolean
  /** Ends the watch on the nodes; never throws. */
  readonly stop: () => Promise<void>
}

/**
 * Follows the holders by a `tail` on every node (no channel of a deployment's budget), until stopped or `seconds` are over.
 * A change is heard within 50 ms and the time of half a round trip.
 */
export function watchHolders(
  sessions: Sessions,
  pair: Pair,
  seconds: number,
  onChange: (holders: Holders) => void = () => undefined,
): HolderWatch {
  const held = new Map<string, readonly string[]>()
  const ending = new AbortController()
  const runs = pair.nodes.flatMap(({ name: node }) => {
    const session = sessions[node]
    if (!session) return []
    const heard = (line: string): void => {
      const [word, ...addresses] = line.trim().split(' ')
      if (word !== 'held') return
      held.set(
        node,
        pair.vips.filter((vip) => addresses.includes(addressOf(vip))),
      )
      onChange(byVip(pair, held))
    }
    const run = session.run(watchScript(pair, seconds), {
      tail: true,
      timeout: (seconds * 3 + 10) * 1000,
      signal: ending.signal,
      onLine: heard,
    })
    // A node that cannot be followed any more is unknown, not without VIP; whoever needs it sees it by `heard`.
    return [
      run.then(
        () => held.delete(node),
        () => held.delete(node),
      ),
    ]
  })
  return {
    now: () => byVip(pair, held),
    heard: () => pair.nodes.every((node) => held.has(node.name)),
    stop: async () => {
      ending.abort()
      await Promise.all(runs)
    },
  }
}

export interface Holding {
  /** The condition was met and stayed so for `stable` ms. */
  readonly settled: boolean
  /** The one node that has every VIP, or null. */
  readonly holder: string | null
  readonly holders: Holders
}

/**
 * Waits until exactly one node has every VIP: `holder`, when it is named. Never throws for the waiting: look at `settled`.
 * @param options.timeout ms, by default 15,000
 * @param options.stable ms for which it must stay so, by default 500
 * @throws HotpairError cancelled
 */
export async function waitForHolder(
  sessions: Sessions,
  pair: Pair,
  options: { holder?: string | null; timeout?: number; stable?: number; signal?: AbortSignal } = {},
): Promise<Holding> {
  const { holder: wanted, timeout = 15_000, stable = 500, signal } = options
  let wake = (): void => undefined
  const watch = watchHolders(sessions, pair, Math.ceil(timeout / 1000) + 2, () => {
    wake()
  })
  const met = (): boolean =>
    watch.heard() && (wanted === null || wanted === undefined ? soleHolder(watch.now()) !== null : soleHolder(watch.now()) === wanted)
  const deadline = performance.now() + timeout
  const abort = (): void => {
    wake()
  }
  signal?.addEventListener('abort', abort)
  try {
    let since: number | null = null
    for (;;) {
      if (signal?.aborted) throw new HotpairError('cancelled')
      const now = performance.now()
      since = met() ? (since ?? now) : null
      const settled = since !== null && now - since >= stable
      if (settled || now >= deadline) return { settled, holder: soleHolder(watch.now()), holders: watch.now() }
      const next = Math.min(deadline, since === null ? deadline : since + stable)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(1, next - now))
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  } finally {
    signal?.removeEventListener('abort', abort)
    await watch.stop()
  }
}
