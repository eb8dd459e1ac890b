import type { DrillPhase, DrillResult } from '../../domain/drill'
import { table } from './table'

const fault = (phase: DrillPhase): string => `${phase.phase === 'break' ? '' : 'recover '}${phase.kind}`

export const phaseLine = (phase: DrillPhase): string =>
  `${fault(phase)}: ${phase.before ?? 'nobody'} → ${phase.after ?? 'nobody'}, away for ${String(Math.round(phase.downtime))} ms, ${phase.verdict}${phase.reason === '' ? '' : ` (${phase.reason})`}`

/** Fault, who answered before and after, downtime, verdict. */
export function drillText(drills: readonly DrillResult[]): string {
  const rows = drills.flatMap((drill) =>
    drill.phases.map((phase) => [
      fault(phase),
      phase.node,
      phase.before ?? 'nobody',
      phase.after ?? 'nobody',
      `${String(Math.round(phase.downtime))} ms`,
      `${String(phase.failed)} of ${String(phase.asked)}`,
      phase.reason === '' ? phase.verdict : `${phase.verdict}: ${phase.reason}`,
    ]),
  )
  const header = ['FAULT', 'ON', 'BEFORE', 'AFTER', 'DOWNTIME', 'FAILED', 'VERDICT']
  const ends = drills.map(
    (drill) =>
      `drill ${drill.kind}: ${drill.verdict}${drill.reason === '' ? '' : ` (${drill.reason}${drill.node === null ? '' : ` ${drill.node}`})`}, ${(drill.took / 1000).toFixed(1)} s`,
  )
  return [table([header, ...rows]), '', ...ends].join('\n')
}
