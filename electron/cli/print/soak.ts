import { checkWords } from '../../contract/wording'
import { render } from '../../contract/wording/render'
import type { SoakResult, SoakRound } from '../../domain/soak'
import { visibleLine } from '../../domain/visible'
import type { Voice } from '../wording'
import { verdictText } from './drill'
import { table } from './table'

/** How often each drill came, its longest downtime, and what was found; then how to make it come again. */
export function soakText({ seed, rounds, verdict, took }: SoakResult, voice: Voice): string {
  const { say, language } = voice
  const kinds = [...new Set(rounds.map(({ kind }) => kind))].sort()
  const rows = kinds.map((kind) => {
    const all = rounds.filter((round) => round.kind === kind)
    const most = (of: (round: SoakRound) => number): number => Math.max(0, ...all.map(of))
    return [
      kind,
      String(all.length),
      say('drill.ms', { ms: most(({ downtime }) => downtime) }),
      say('drill.requests', { failed: sum(all, ({ failed }) => failed), asked: sum(all, ({ asked }) => asked) }),
      verdictText(
        { expected: null, ...(all.find((round) => round.verdict !== 'passed') ?? { verdict: 'passed', reason: '', node: null }) },
        voice,
      ),
    ]
  })
  const findings = rounds.flatMap(({ kind, findings }) =>
    findings.map(({ node, what, text }) => visibleLine(render(checkWords[language].auditFindings[what], { node, text, kind }))),
  )
  const values = { seed, rounds: rounds.length, minutes: (took / 60_000).toFixed(1) }
  return [
    table([[say('drill.fault'), say('soak.times'), say('soak.longest'), say('drill.failed'), say('drill.verdict')], ...rows]),
    ...findings,
    '',
    say(verdict === 'passed' ? 'soak.passed' : 'soak.failed', values),
  ].join('\n')
}

const sum = (rounds: readonly SoakRound[], of: (round: SoakRound) => number): number => rounds.reduce((all, round) => all + of(round), 0)
