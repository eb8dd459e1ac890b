import type { Language } from '../../electron/contract/language'

/** A sentence, or its forms for a number: `count` chooses by the language's plural rules. `{name}` is filled in. */
export type Message = string | { readonly one?: string; readonly other: string }
export type Screen = Readonly<Record<string, Message>>

/** What another language must have of a screen: the same keys, and plural forms where English has them. */
export type Translation<S extends Screen> = { readonly [K in keyof S]: S[K] extends string ? string : { readonly other: string } }

type TextOf<M extends Message> = M extends string ? M : M extends { readonly other: infer O extends string } ? O : never
type NamesIn<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never
export type Values = Readonly<Record<string, string | number>>
/** The arguments that a message asks for: none, or an object with a value for each placeholder. */
export type Arguments<M extends Message> =
  NamesIn<TextOf<M>> extends never ? [] : [values: Readonly<Record<NamesIn<TextOf<M>>, string | number>>]

/** Fills in a message; numbers are written as the language writes them. */
export function fill(message: Message, values: Values, language: Language): string {
  const text = typeof message === 'string' ? message : formOf(message, Number(values.count), language)
  return text.replace(/( ?)\{([a-zA-Z]+)\}( ?)/g, (placeholder, before: string, name: string, after: string) => {
    const value = values[name]
    if (value === undefined) return placeholder
    const filled = typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value
    if (language !== 'zh-CN') return before + filled + after
    // Written for a name or a number; a Chinese value ("本机") stands without spaces.
    return (/^\p{Script=Han}/u.test(filled) ? '' : before) + filled + (/\p{Script=Han}$/u.test(filled) ? '' : after)
  })
}

/** Chinese keeps a space between Han and Latin letters or digits; the platform's formats do not. */
export const spaced = (text: string, language: Language): string =>
  language === 'zh-CN' ? text.replace(/(?<=\p{Script=Han})(?=[a-z0-9])|(?<=[a-z0-9])(?=\p{Script=Han})/giu, ' ') : text

const formOf = (message: Exclude<Message, string>, count: number, language: Language): string =>
  new Intl.PluralRules(language).select(count) === 'one' ? (message.one ?? message.other) : message.other
