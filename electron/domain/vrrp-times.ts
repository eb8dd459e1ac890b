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

/**
 * Seconds after its start within which a node that hears no other takes the VIP: its check has to succeed first (init_fail), then three
 * adverts and the skew, less than a fourth, have to be missed (RFC 9568 §6.1). One holder before that proves nothing.
 */
export function settleSeconds(vrrp: Vrrp): number {
  const { interval, rise } = checkTimes(vrrp)
  return interval * rise + 4 * vrrp.advertInterval + 1
}
