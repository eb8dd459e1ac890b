import { stringify } from 'yaml'
import { calibrationText, directionText } from '../../contract/calibration'
import { timingOf, type Calibration } from '../../domain/calibration'
import type { Pair } from '../../domain/pair'
import { visibleLine } from '../../domain/visible'
import type { Voice } from '../wording'

/** What was measured, what follows from it and, where settings follow, the lines for the pair file. */
export function calibrationPrinted(found: Calibration, pair: Pair, { say, language }: Voice): string {
  const directions = found.directions.map((each) => `  ${visibleLine(directionText(each, language))}`)
  const sentences = calibrationText(found, pair, language).map(visibleLine)
  const lines = found.choice === null ? [] : ['', say('calibrate.lines'), '', stringify({ vrrp: timingOf(found.choice) }).trimEnd()]
  return [...directions, '', ...sentences, ...lines].join('\n')
}
