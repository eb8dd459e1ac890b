import type { Consequence, UnitChange, UnitEffect, UnitRefusal } from '../domain/unit-change'
import type { Language } from './language'
import { unitWords, valueWords } from './wording'
import { render } from './wording/render'

/** Starting and stopping nginx or keepalived of a node, in words: every face says the same. */

export const unitQuestion = ({ change, ...wanted }: UnitChange, language: Language = 'en'): string =>
  render(unitWords[language].questions[change], wanted)

export const unitDoneText = ({ change, ...done }: UnitChange, language: Language = 'en'): string =>
  render(unitWords[language].done[change], done)

/** Why it cannot be done now. */
export const unitRefusalText = (
  refusal: UnitRefusal,
  { node, unit }: Pick<UnitChange, 'node' | 'unit'>,
  language: Language = 'en',
): string => render(unitWords[language].refusals[refusal], { node, unit })

function effectText(effect: UnitEffect, language: Language): string {
  const { effects } = unitWords[language]
  return render(effects[effect.is], {
    vips: effect.vips.map((vip) => vip.replace(/\/.*/, '')).join(valueWords[language].list),
    to: 'to' in effect ? effect.to : '',
    seconds: 'seconds' in effect ? String(effect.seconds) : '',
  })
}

/** What clients notice, then what else there is to know: each a sentence. */
export const consequenceText = ({ effects, notes }: Consequence, language: Language = 'en'): string[] => [
  ...new Set(effects.map((effect) => effectText(effect, language))),
  ...notes.map((note) => unitWords[language].notes[note]),
]
