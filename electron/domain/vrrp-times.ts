import type { Pair } from './pair'

type Vrrp = Pair['vrrp']

/** How keepalived runs the health check; seconds, and how many in a row count. Whole seconds of at least 1 until keepalived 2.3.2. */
export function checkTimes(vrrp: Vrrp): {
  readonly interval: number
  readonly timeout: number
  readonly fall: number
  readonly rise: number
} {
  const fast = vrrp.advertInterval < 1
  const classic = vrrp.onNginxFailure === 'stop-keepalived'
  return {
    interval: classic ? 2 : 1,
    // the script may start nginx before it answers
    timeout: classic ? 10 : fast ? 1 : 2,
    fall: fast || classic ? 1 : 2,
    rise: fast ? 1 : 2,
  }
}

/** systemd tells keepalived at once that nginx has ended. Where the check itself starts nginx again, it has to find that out first. */
export const isTold = (vrrp: Vrrp): boolean => vrrp.onNginxFailure === 'release'

/** How nginx is asked between keepalived's checks; seconds, and how many in a row count. */
export interface WatchTimes {
  readonly interval: number
  /** For one answer: nginx's own server on loopback needs a millisecond. */
  readonly patience: number
  readonly fall: number
  readonly rise: number
}

/**
 * An nginx that does not answer is found within interval + fall × patience. Two in a row, so that a machine that was stopped for a moment, whose time for an
 * answer is over when it goes on, loses nothing.
 */
export const watchTimes = ({ advertInterval }: Vrrp): WatchTimes =>
  advertInterval < 1 ? { interval: 0.03, patience: 0.09, fall: 2, rise: 30 } : { interval: 0.05, patience: 0.2, fall: 2, rise: 20 }

/** RFC 9568 §6.1: so many missed adverts tell that the holder is gone. */
export const plainDownAdverts = 3
export const downAdverts = ({ downTimerAdverts = plainDownAdverts }: Pick<Vrrp, 'downTimerAdverts'>): number => downTimerAdverts

/**
 * Seconds until a standby of this priority takes the VIP that another node has given away (RFC 9568 §6.1, Skew_Time; in version 2 as of
 * RFC 3768 §6.1).
 */
export const skewSeconds = (vrrp: Vrrp, priority: number): number =>
  ((256 - priority) / 256) * (vrrp.version === 2 ? 1 : vrrp.advertInterval)

/**
 * Seconds after the last advert of a holder that died without a word, until a standby of this priority takes the VIP: no client waits longer for
 * it (RFC 9568 §6.1, Active_Down_Interval; down_timer_adverts of keepalived.conf(5)).
 */
export const masterDownSeconds = (vrrp: Vrrp, priority: number): number =>
  downAdverts(vrrp) * vrrp.advertInterval + skewSeconds(vrrp, priority)

/**
 * Seconds for which nginx goes on answering after the VIP was given away: the best standby's skew and room for its announcement. Not longer than
 * clients' patience with a stop, for standbys of low priority.
 */
export const noticeSeconds = ({ vrrp, nodes }: Pair, node: string): number => {
  const best = bestStandby(nodes, node)
  return Math.min(2, Math.ceil(10 * skewSeconds(vrrp, best) + 1) / 10)
}

/** The highest priority of the other nodes. */
export const bestStandby = (nodes: readonly { readonly name: string; readonly priority: number }[], node: string): number =>
  Math.max(...nodes.flatMap(({ name, priority }) => (name === node ? [] : [priority])))

/**
 * Seconds after its start within which a node that hears no other takes the VIP: its check has to succeed first (init_fail), then all
 * adverts of the down timer and the skew, less than one more, have to be missed (RFC 9568 §6.1). One holder before that proves nothing.
 */
export function settleSeconds(vrrp: Vrrp): number {
  const { interval, rise } = checkTimes(vrrp)
  return interval * rise + (downAdverts(vrrp) + 1) * vrrp.advertInterval + 1
}
