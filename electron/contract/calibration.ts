import { timingOf, type Calibration, type Direction } from '../domain/calibration'
import type { Pair } from '../domain/pair'
import { downtimes, withTiming, type Recommendation } from '../domain/profiles'
import type { Language } from './language'
import { profileWords, valueWords } from './wording'
import { render } from './wording/render'

/** A measurement of a pair's hosts, and the profiles of its timing, in words: every face says the same. */

/** ms with one place, below 10. */
const ms = (value: number): string => String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))

export const directionText = ({ from, to, heard, lost, worst, usual }: Direction, language: Language = 'en'): string =>
  render(profileWords[language].calibration.direction, {
    from,
    to,
    heard: String(heard),
    lost: String(lost),
    worst: ms(worst),
    usual: ms(usual),
  })

export const recommendationText = ({ reason, nodes }: Recommendation, language: Language = 'en'): string =>
  render(profileWords[language].recommendations[reason], { nodes: nodes.join(valueWords[language].list) })

/**
 * How it was measured, then what follows: what the settings bear, for how long clients would wait, and the risk that is left; or why nothing can be
 * chosen. Each a sentence.
 */
export function calibrationText(found: Calibration, pair: Pick<Pair, 'vrrp' | 'nodes'>, language: Language = 'en'): string[] {
  const priorities = pair.nodes.map(({ priority }) => priority)
  const words = profileWords[language]
  const say = (key: keyof typeof words.calibration, values: Record<string, string> = {}): string => render(words.calibration[key], values)
  const worst = ms(Math.max(0, ...found.directions.map((each) => each.worst)))
  const how = [
    say(found.loaded ? 'loaded' : 'idle', { seconds: String(found.seconds) }),
    ...(found.directions.length === 0 ? [] : [say(found.realTime ? 'realTime' : 'noRealTime')]),
  ]
  const problems = found.problems.map((problem) =>
    render(words.problems[problem.is], problem.is === 'no-tool' ? { node: problem.node } : { from: problem.from, to: problem.to }),
  )
  if (found.unsteady) return [...how, say('unsteady', { worst })]
  if (found.choice === null) return [...how, ...problems]
  return [
    ...how,
    say('bears', { lost: String(found.choice.lostInARow), room: ms(found.choice.room), worst }),
    say('silent', { ms: String(downtimes(withTiming(pair.vrrp, timingOf(found.choice)), priorities)['node-gone']) }),
    say(found.loaded ? 'risk' : 'riskIdle'),
  ]
}
