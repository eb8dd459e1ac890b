import { languageFor, type Language } from '../../electron/contract/language'
import { valueWords } from '../../electron/contract/wording'
import { en } from './en'
import { fill, spaced, type Arguments, type Message, type Screen } from './messages'
import { zhCN } from './zh-CN'

type Catalogue = typeof en
/** `screen.key`, always written out in code: a test looks for keys that nobody uses. */
export type Key = { [S in keyof Catalogue & string]: `${S}.${keyof Catalogue[S] & string}` }[keyof Catalogue & string]
type MessageOf<K extends Key> = K extends `${infer S extends keyof Catalogue & string}.${infer N}`
  ? N extends keyof Catalogue[S]
    ? Catalogue[S][N] extends Message
      ? Catalogue[S][N]
      : never
    : never
  : never
/** Keys of messages without placeholders: for tables from a value to its word. */
export type PlainKey = { [K in Key]: Arguments<MessageOf<K>> extends [] ? K : never }[Key]

const catalogues: Readonly<Record<Language, Readonly<Record<string, Screen>>>> = { en, 'zh-CN': zhCN }

class Current {
  language = $state<Language>(languageFor(globalThis.navigator.language))
}
const current = new Current()

/** The language spoken now. Reading it in markup or in $derived follows its changes. */
export const language = (): Language => current.language

export function speak(chosen: Language): void {
  current.language = chosen
  document.documentElement.lang = chosen
}

/** The sentence for a key in the language spoken now. */
export const t = <K extends Key>(key: K, ...values: Arguments<MessageOf<K>>): string => tIn(current.language, key, ...values)

/** The same in a language that need not be spoken now. */
export function tIn<K extends Key>(language: Language, key: K, ...[values]: Arguments<MessageOf<K>>): string {
  const dot = key.indexOf('.')
  const message = catalogues[language][key.slice(0, dot)]?.[key.slice(dot + 1)]
  return message === undefined ? key : fill(message, values ?? {}, language)
}

/** "1,234" */
export const number = (value: number): string => new Intl.NumberFormat(current.language).format(value)

/** "180 ms", "1.4 s", "2 min 5 s"; "1.4 秒" */
export function duration(ms: number): string {
  const unit = (value: number, name: 'millisecond' | 'second' | 'minute', digits: number) =>
    spaced(
      new Intl.NumberFormat(current.language, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits })
        .format(value)
        // The SI's symbol, as everywhere else here; English short form would be "sec".
        .replace(/\bsec$/, 's'),
      current.language,
    )
  if (ms < 1000) return unit(Math.round(ms), 'millisecond', 0)
  if (ms < 60_000) return unit(ms / 1000, 'second', ms < 10_000 ? 1 : 0)
  const minutes = Math.floor(ms / 60_000)
  return `${unit(minutes, 'minute', 0)} ${unit(Math.floor((ms - minutes * 60_000) / 1000), 'second', 0)}`
}

/** "just now", "3 minutes ago"; "刚刚", "3 分钟前" */
export function ago(time: string, now: number): string {
  const seconds = Math.min(0, (Date.parse(time) - now) / 1000)
  // The platform says "now" ("现在"), which is another thing.
  if (seconds > -60) return t('parts.justNow')
  const [value, unit]: [number, Intl.RelativeTimeFormatUnit] =
    seconds > -3600 ? [seconds / 60, 'minute'] : seconds > -86_400 ? [seconds / 3600, 'hour'] : [seconds / 86_400, 'day']
  return spaced(new Intl.RelativeTimeFormat(current.language, { numeric: 'auto' }).format(Math.round(value), unit), current.language)
}

/** "22 Nov 2026, 16:12:05" */
export const moment = (time: string | number): string =>
  spaced(
    new Intl.DateTimeFormat(current.language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }).format(new Date(time)),
    current.language,
  )

/** "16:12:05" */
export const clock = (time: string | number): string =>
  new Intl.DateTimeFormat(current.language, { timeStyle: 'medium', hourCycle: 'h23' }).format(new Date(time))

/** "198.51.100.11/24, 203.0.113.9/24"; with 、 in Chinese */
export const enumeration = (items: readonly string[]): string => items.join(valueWords[current.language].list)

/** Sentences one after the other: without a space in Chinese. */
export const sentences = (items: readonly string[]): string => items.join(current.language === 'zh-CN' ? '' : ' ')

/** "nginx1 and nginx2" */
export const list = (items: readonly string[]): string =>
  spaced(new Intl.ListFormat(current.language, { type: 'conjunction' }).format(items), current.language)
