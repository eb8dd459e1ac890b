import type { Language } from '../../contract/language'
import type { NamesIn } from '../../contract/wording/catalogue'
import { render } from '../../contract/wording/render'
import { en } from './en'
import { zhCN } from './zh-CN'

export const catalogues: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { en, 'zh-CN': zhCN }

export type Key = keyof typeof en
/** The arguments that a sentence asks for: none, or a value for each placeholder. */
type Arguments<K extends Key> = [NamesIn<(typeof en)[K]>] extends [never]
  ? []
  : [values: Readonly<Record<NamesIn<(typeof en)[K]>, string | number>>]

/** What speaks to the person: the language for the engine's words, and the command line's own. */
export interface Voice {
  readonly language: Language
  readonly say: <K extends Key>(key: K, ...values: Arguments<K>) => string
}

export const voiceOf = (language: Language): Voice => ({
  language,
  say: (key, ...[values]) =>
    render(catalogues[language][key], Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, String(value)]))),
})
