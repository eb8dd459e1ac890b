import type { Language } from '../language'
import { valueWords } from './index'

/** Values as a sentence takes them: numbers and lists are written out; of what is no plain value, whoever words the sentence takes care. */
export function told(values: object, language: Language): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]: [string, unknown]) => {
      if (typeof value === 'string') return [[name, value]]
      if (typeof value === 'number') return [[name, String(value)]]
      if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) {
        return [[name, value.length === 0 ? valueWords[language].none : value.map(String).join(valueWords[language].list)]]
      }
      return []
    }),
  )
}
