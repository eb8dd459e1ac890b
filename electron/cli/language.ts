import { languageFor, languages, type Language } from '../contract/language'
import { HotpairError } from '../domain/failure'

type Environment = Readonly<Record<string, string | undefined>>

/** What LC_ALL, LC_MESSAGES or LANG say, the first that is set (locale(7)); English without them. */
export function systemLanguage(env: Environment): Language {
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((each) => each !== undefined && each !== '')
  return languageFor((locale ?? '').replace('_', '-'))
}

/**
 * The value of `--lang`, the last one counts. It is read before the other arguments, since help and complaints about those are in that
 * language, too. Undefined: there is none, or it has no value, which the parser complains about.
 */
function asked(args: readonly string[]): string | undefined {
  const end = args.indexOf('--')
  const own = end === -1 ? args : args.slice(0, end)
  const given = own.flatMap((arg, i) =>
    arg === '--lang' ? (own[i + 1] ?? []) : arg.startsWith('--lang=') ? arg.slice('--lang='.length) : [],
  )
  return given.at(-1)
}

/** The language to speak. Raises usage: language-unknown. */
export function chosenLanguage(args: readonly string[], env: Environment): Language {
  const given = asked(args)
  if (given === undefined) return systemLanguage(env)
  const language = languages.find((each) => each === given)
  if (language === undefined) throw new HotpairError('usage', { values: { reason: 'language-unknown', given } })
  return language
}
