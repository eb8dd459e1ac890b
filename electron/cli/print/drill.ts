import { checkWords } from '../../contract/wording'
import { render } from '../../contract/wording/render'
import type { DrillPhase, DrillResult, Mark } from '../../domain/drill'
import { visibleLine } from '../../domain/visible'
import type { Voice } from '../wording'
import { table } from './table'

const verdicts = { passed: 'drill.isPassed', failed: 'drill.isFailed', skipped: 'drill.isSkipped' } as const

type Ended = Pick<DrillResult, 'verdict' | 'reason' | 'node'> & Partial<Pick<DrillPhase, 'expected'>>

/** Passed, or failed and why. */
export function verdictText({ verdict, reason, node, expected }: Ended, { language, say }: Voice): string {
  const is = say(verdicts[verdict])
  if (reason === '') return is
  const values = { node: node ?? '', expected: expected ?? '' }
  return say('drill.because', { verdict: is, reason: render(checkWords[language].drillReasons[reason], values) })
}

const fault = ({ phase, kind }: DrillPhase, { say }: Voice): string => (phase === 'break' ? kind : say('drill.recover', { kind }))

const away = ({ downtime }: DrillPhase): string => String(Math.round(downtime))

/** Who has every VIP; else nobody, or several nodes. */
const heldBy = (node: string | null, holding: number | null, { say }: Voice): string =>
  node ?? say(holding !== null && holding > 1 ? 'drill.several' : 'drill.nobody')

export const phaseLine = (phase: DrillPhase, voice: Voice): string => {
  return voice.say('drill.phase', {
    fault: fault(phase, voice),
    before: heldBy(phase.before, null, voice),
    after: heldBy(phase.after, phase.holding, voice),
    ms: away(phase),
    verdict: verdictText(phase, voice),
  })
}

export const markLine = ({ at, event, node }: Mark, { language, say }: Voice): string =>
  say('drill.mark', { seconds: (at / 1000).toFixed(2), event: render(checkWords[language].marks[event], { node: node ?? '' }) })

/** Fault, who answered before and after, downtime, verdict. */
export function drillText(drills: readonly DrillResult[], voice: Voice): string {
  const { say } = voice
  const rows = drills.flatMap((drill) =>
    drill.phases.map((phase) => [
      fault(phase, voice),
      phase.nodes.join(', ') || phase.node,
      heldBy(phase.before, null, voice),
      heldBy(phase.after, phase.holding, voice),
      say('drill.ms', { ms: away(phase) }),
      phase.bound === null ? '' : say('drill.ms', { ms: phase.bound }),
      say('drill.requests', { failed: phase.failed, asked: phase.asked }),
      verdictText(phase, voice),
    ]),
  )
  const header = [
    say('drill.fault'),
    say('drill.on'),
    say('drill.before'),
    say('drill.after'),
    say('drill.downtime'),
    say('drill.bound'),
    say('drill.failed'),
    say('drill.verdict'),
  ]
  const ends = drills.map((drill) =>
    visibleLine(say('drill.end', { kind: drill.kind, verdict: verdictText(drill, voice), seconds: (drill.took / 1000).toFixed(1) })),
  )
  return [table([header, ...rows]), '', ...ends].join('\n')
}
