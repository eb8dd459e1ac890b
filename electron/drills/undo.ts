import { keepsNginxAway } from '../domain/drill-expectation'
import type { Pair } from '../domain/pair'
import { sh, type Sh } from '../remote/sh'
import type { Fault, FaultPlace } from './fault'

/** Names of the transient units; no two drills have the same. */
export const healUnit = (id: string): string => `hotpair-drill-${id}-heal`

/** With stop-keepalived a check that is under way could stop keepalived just after it was started; stopping it ends the check. */
function healing(fault: Fault, place: FaultPlace, pair: Pair): Sh {
  const heal = fault.heal(place)
  const ends = pair.vrrp.onNginxFailure === 'stop-keepalived' && keepsNginxAway(pair, fault.kind)
  return ends ? sh`if ${fault.took}; then systemctl stop keepalived; fi; ${heal}` : heal
}

/**
 * Arms the undo on the node, then injects. Prints `impossible` and does nothing, or `armed`, then `injecting` just before the fault, then `injected`, or
 * `survived` when what was to be stopped still runs. Nothing is injected when the undo could not be armed.
 * @param seconds after which the node heals itself
 */
export const injectScript = (fault: Fault, place: FaultPlace, pair: Pair, id: string, seconds: number): Sh =>
  // Timers are up to a minute late by default.
  sh`{ ${fault.possible}; } 2>/dev/null || { echo impossible; exit 0; }
systemd-run --quiet --collect --on-active=${seconds} --timer-property=AccuracySec=100ms --unit=${healUnit(id)} /bin/sh -c ${healing(fault, place, pair).text} || exit 1
echo armed
echo injecting
${fault.inject(place)}
if ${fault.took}; then echo injected; else echo survived; fi`

/** Heals, and cancels the undo once that has worked. Status 0: healed. Safe to run at any time, and again. */
export const healScript = (fault: Fault, place: FaultPlace, pair: Pair, id: string): Sh =>
  sh`{ ${healing(fault, place, pair)}; } || exit 1
systemctl stop --quiet ${`${healUnit(id)}.timer`} 2>/dev/null
systemctl is-active --quiet nginx && systemctl is-active --quiet keepalived`
