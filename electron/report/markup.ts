import { visibleLine } from '../domain/visible'

/** HTML that is put together so that a text in it is a text: whatever is filled in is cleaned and escaped, unless it is markup already. */
export interface Markup {
  readonly source: string
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Also between double quotes of an attribute. */
export const escaped = (text: string): string => visibleLine(text).replace(/[&<>"']/g, (letter) => entities[letter] ?? letter)

type Filling = string | number | Markup | readonly Markup[]

const filled = (value: Filling): string => {
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number') return String(Number(value.toFixed(2)))
  return 'source' in value ? value.source : value.map(({ source }) => source).join('')
}

/** `markup\`<td>${text}</td>\`` */
export const markup = (parts: TemplateStringsArray, ...values: readonly Filling[]): Markup => ({
  source: parts.map((part, i) => part + (i < values.length ? filled(values[i] ?? '') : '')).join(''),
})

export const nothing: Markup = { source: '' }
