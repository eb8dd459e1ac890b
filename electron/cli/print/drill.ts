import type { DrillPhase, DrillResult } from '../../domain/drill'
import { drillReasonsEn } from '../../contract/wording/checks.en'
import { render } from '../../contract/wording/render'
import { visibleLine } from '../../domain/visible'
import { table } from './table'

const why = (reason: DrillPhase['reason'], node: string | null, expected: string | null): string =>
  reason === '' ? '' : render(drillReasonsEn[reason], { node: node ?? '', expected: expected ?? '' })

const fault = (phase: DrillPhase): string => `${phase.phase === 'break' ? '' : 'recover '}${phase.kind}`

export const phaseLine = (phase: DrillPhase): string =>
  `${fault(phase)}: ${phase.before ?? 'nobody'} → ${phase.after ?? 'nobody'}, away for ${String(Math.round(phase.downtime))} ms, ${phase.verdict}${phase.reason === '' ? '' : `: ${why(phase.reason, phase.node, phase.expected)}`}`

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
      phase.reason === '' ? phase.verdict : `${phase.verdict}: ${why(phase.reason, phase.node, phase.expected)}`,
    ]),
  )
  const header = ['FAULT', 'ON', 'BEFORE', 'AFTER', 'DOWNTIME', 'FAILED', 'VERDICT']
  const ends = drills.map(
    (drill) =>
      `drill ${drill.kind}: ${drill.verdict}${drill.reason === '' ? '' : `: ${visibleLine(why(drill.reason, drill.node, null))}`}, ${(drill.took / 1000).toFixed(1)} s`,
  )
  return [table([header, ...rows]), '', ...ends].join('\n')
}
