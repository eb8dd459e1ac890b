import type { Sessions } from '../checks/follow'
import type { DrillPhase, DrillRecord, Mark } from '../domain/drill'
import { onOperatorsClock, type ClockOffset } from '../domain/node-record'
import { measureClock } from '../facts/clock-offset'
import { readDrillJournal, type Line } from '../facts/drill-journal'

/** By node; one whose clock cannot be read is not in it. */
export type Clocks = Readonly<Record<string, ClockOffset>>

export async function measureClocks(sessions: Sessions, signal?: AbortSignal): Promise<Clocks> {
  const measured = await Promise.all(
    Object.entries(sessions).map(async ([node, session]) => [node, await measureClock(session, signal).catch(() => null)] as const),
  )
  return Object.fromEntries(measured.flatMap(([node, clock]) => (clock === null ? [] : [[node, clock] as const])))
}

const read = async (sessions: Sessions, node: string, since: number): Promise<Line[]> =>
  (await (sessions[node] && readDrillJournal(sessions[node], since).catch(() => undefined))) ?? []

/**
 * What the nodes wrote since a drill began, on its clock. A node that cannot tell is left out: the drill has been judged by what clients saw.
 * @param began ms since 1970, by the operator's clock
 */
export async function recordsSince(sessions: Sessions, clocks: Clocks, began: number): Promise<DrillRecord[]> {
  const all = await Promise.all(
    Object.entries(clocks).map(async ([node, clock]) => {
      const lines = await read(sessions, node, began + clock.offset)
      return onOperatorsClock(lines, clock).map((line): DrillRecord => ({ ...line, node, at: Math.round(line.at - began) }))
    }),
  )
  // Those of the second in which it began may be of before.
  return all
    .flat()
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
}

/** ms from the fault to the first change of state of any keepalived: by then the fault was known. Null where none changed. */
export function detectedIn(phase: DrillPhase, marks: readonly Mark[], records: readonly DrillRecord[]): number | null {
  if (phase.phase !== 'break') return null
  const within = ({ at }: { readonly at: number }): boolean => at >= phase.from && at <= phase.to
  const made = marks.find((mark) => mark.event === 'injected' && within(mark))
  const changed = made === undefined ? undefined : records.find((record) => record.state !== null && record.at >= made.at && within(record))
  return made === undefined || changed === undefined ? null : changed.at - made.at
}
