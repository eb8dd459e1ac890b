import { HotpairError } from '../domain/failure'
import type { Pair } from '../domain/pair'
import { sh, type Sh } from '../remote/sh'
import { soleHolder, type Seen } from '../domain/holders'
import { vipsOf } from '../domain/vip'
import { follow, type Sessions } from './follow'

/**
 * Follows the VIPs of a node for `seconds`: prints `held VIP…` whenever it changes and each second. The kernel says when to look
 * (ip-monitor(8)): looking again and again would be sixty processes a second on a host that is being measured.
 */
export function watchScript(pair: Pair, seconds: number): Sh {
  const looks = vipsOf(pair).map(({ address }) => sh`case "$all" in *" inet "${address}/*) now="$now "${address};; esac`)
  const all = looks.reduce((text, look) => sh`${text}; ${look}`)
  const most = Math.ceil(seconds)
  // Whoever writes to nobody hears of it, and ends the others.
  return sh`last=; trap '' PIPE
{
  timeout ${most} ip -4 monitor address 2>/dev/null & monitor=$!
  echo; sleep 0.2; i=0
  while [ $i -lt ${most} ] && echo; do i=$((i + 1)); sleep 1; done 2>/dev/null
  kill $monitor 2>/dev/null
} | while read -r change; do
  all=$(ip -o -4 addr show); now=held; ${all}
  [ "$now" = "$last" ] && [ -n "$change" ] || echo "$now" || exit 0
  last=$now
done 2>/dev/null`
}

export interface HolderWatch {
  /** The pair's VIPs as last heard; a node that was not heard yet, or was lost since, is not in it. */
  readonly now: () => Seen
  /** Follows a node anew that has another session than before. */
  readonly again: (node: string) => void
  /** Ends the watch on the nodes; never throws. */
  readonly stop: () => Promise<void>
}

/** Follows the holders until stopped or `seconds` are over. A change is heard in the time of half a round trip and of two processes. */
export function watchHolders(
  sessions: Sessions,
  pair: Pair,
  seconds: number,
  onChange: (seen: Seen) => void = () => undefined,
): HolderWatch {
  const seen = new Map<string, ReadonlySet<string>>()
  const vips = vipsOf(pair).map(({ address }) => address)
  const following = follow(sessions, pair, {
    script: watchScript(pair, seconds),
    root: false,
    seconds,
    heard: (node, line) => {
      const [word, ...addresses] = line.split(' ')
      if (word !== 'held') return
      seen.set(node, new Set(vips.filter((vip) => addresses.includes(vip))))
      onChange(seen)
    },
    // A node that cannot be followed any more is unknown, not without VIP.
    lost: (node) => seen.delete(node),
  })
  return { now: () => seen, ...following }
}

export interface Settled {
  /** The condition was met and stayed so for `stable` ms. */
  readonly settled: boolean
  /** The one node that has every VIP, or null. */
  readonly holder: string | null
}

/** ms after which what else would be enough is asked again. */
const askedEvery = 200

/**
 * Waits until exactly one node has every VIP: `holder`, when it is named. Never throws for the waiting: look at `settled`.
 * @param options.timeout ms, by default 15,000
 * @param options.stable ms for which it must stay so, by default 500
 * @param options.enough what proves that it will stay so, before that time is over
 * @throws HotpairError cancelled
 */
export async function waitForHolder(
  sessions: Sessions,
  pair: Pair,
  options: { holder?: string | null; timeout?: number; stable?: number; enough?: (holder: string) => boolean; signal?: AbortSignal } = {},
): Promise<Settled> {
  const { holder: wanted, timeout = 15_000, stable = 500, enough, signal } = options
  let wake = (): void => undefined
  const watch = watchHolders(sessions, pair, Math.ceil(timeout / 1000) + 2, () => {
    wake()
  })
  const holder = (): string | null => soleHolder(pair, watch.now())
  const met = (): boolean => holder() !== null && (wanted ?? holder()) === holder()
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
      const sole = holder()
      const settled = since !== null && (now - since >= stable || (sole !== null && enough?.(sole) === true))
      if (settled || now >= deadline) return { settled, holder: sole }
      const next = Math.min(deadline, since === null ? deadline : since + stable, enough === undefined ? deadline : now + askedEvery)
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
