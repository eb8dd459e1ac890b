import { sh } from '../remote/sh'
import { always, fault, shortly, startBoth } from './fault'

/** There while the clock is ahead. */
const jumped = '/run/hotpair-drill-clock'

/** The clock is set two minutes ahead, and back: a machine that was paused, a time server that was found at last. VRRP counts by another clock. */
const clockJump = fault('clock-jump', {
  // Bit 25 is CAP_SYS_TIME (capabilities(7)): a container has no clock of its own.
  possible: sh`[ $(( 0x$(sed -n 's/^CapEff:[[:space:]]*//p' /proc/self/status) >> 25 & 1 )) = 1 ]`,
  inject: () => sh`date -s '+120 seconds' >/dev/null && touch ${jumped}`,
  heal: () => sh`if [ -e ${jumped} ]; then rm -f ${jumped}; date -s '-120 seconds' >/dev/null; fi; ${startBoth}`,
  took: sh`[ -e ${jumped} ]`,
})

const reboot = fault('reboot', {
  // What does not start by itself would not come back.
  possible: sh`systemctl is-enabled --quiet nginx && systemctl is-enabled --quiet keepalived`,
  inject: () => shortly(sh`systemctl reboot`),
  heal: () => sh`systemctl is-system-running --wait >/dev/null; ${startBoth}`,
  took: always,
  away: 'boots',
})

export const hostFaults = { 'clock-jump': clockJump, reboot }
