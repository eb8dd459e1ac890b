import { conditions, type Difference } from '../domain/difference'
import type { Language } from './language'
import { valueWords } from './wording'
import { render } from './wording/render'

/** One thing of a node that is not as it was when the plan was made. */
export function differenceText({ aspect, subject, change, from, to }: Difference, language: Language = 'en'): string {
  const words = valueWords[language]
  const worded = (text: string): string => {
    const condition = conditions.find((each) => each === text)
    return condition === undefined ? text : words.conditions[condition]
  }
  return render(words.changes[change], { aspect: render(words.aspects[aspect], { subject }), from: worded(from), to: worded(to) })
}
