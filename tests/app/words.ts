import type { Language } from '../../electron/contract/language'
import { en } from '../../renderer/i18n/en'
import { fill, type Screen, type Values } from '../../renderer/i18n/messages'
import { zhCN } from '../../renderer/i18n/zh-CN'

type Catalogue = typeof en
/** `screen.key` of the catalogue: what a test looks for on the page is what the page says, in either language. */
export type Word = { [S in keyof Catalogue & string]: `${S}.${keyof Catalogue[S] & string}` }[keyof Catalogue & string]

const catalogues: Readonly<Record<Language, Readonly<Record<string, Screen>>>> = { en, 'zh-CN': zhCN }

/** The words of the language that the page speaks; it may be changed on the way. */
export class Words {
  language: Language

  constructor(language: Language) {
    this.language = language
  }

  /** The sentence for a key, filled in. */
  text(key: Word, values: Values = {}): string {
    return fill(this.#message(key), values, this.language)
  }

  /** The sentence for a key from its beginning to its end, with anything where a value is not given. */
  pattern(key: Word, values: Values = {}): RegExp {
    const parts = fill(this.#message(key), values, this.language).split(/\{[a-zA-Z]+\}/)
    return new RegExp(String.raw`^\s*${parts.map(escaped).join('.+')}\s*$`)
  }

  #message(key: Word) {
    const dot = key.indexOf('.')
    const message = catalogues[this.language][key.slice(0, dot)]?.[key.slice(dot + 1)]
    if (message === undefined) throw new Error(`there is no ${key} in the catalogue`)
    return message
  }
}

export const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
