import type { Session } from '../remote/session'
import { sh } from '../remote/sh'
import { lines, succeeded, Unreadable, type Fact } from './fact'
import { ask } from './script'

/** Whether a failover test is going on that has not ended its fault yet: it leaves a timer that does. */
export const openDrills: Fact<boolean> = {
  command: sh`systemctl list-units --plain --no-legend --full ${'hotpair-drill-*.timer'}`,
  parse: (stdout, status) => {
    succeeded(status)
    const timers = lines(stdout)
    if (!timers.every((line) => line.startsWith('hotpair-drill-'))) throw new Unreadable('timers of drills')
    return timers.length > 0
  },
}

/** ms; the question itself ends after 10 s. */
const patience = 20_000

/** Raises fact-unreadable, and what Session.run does. */
export const readOpenDrills = async (session: Session, signal: AbortSignal): Promise<boolean> =>
  (await ask(session, { openDrills }, { salt: '', now: Date.now, timeout: patience, signal })).answers.openDrills
