/** A shell command as a shell would read it, as far as the engine's own commands go: words, single quotes and escaped characters. */
export function shellWords(text: string): string[] {
  const words: string[] = []
  for (const [word] of text.matchAll(/(?:'[^']*'|\\[^]|[^\s'\\])+/g)) {
    words.push(word.replaceAll(/'([^']*)'|\\([^])/g, (_, quoted?: string, escaped?: string) => quoted ?? escaped ?? ''))
  }
  return words
}

/** What of a script is not inside single quotes: there a value would be shell. */
export const outsideQuotes = (script: string): string => script.replaceAll(/'[^']*'/g, '_')

/** How the engine sends a command (electron/remote/sudo.ts), taken apart. */
export interface Wrapped {
  /** The script itself; the whole text where it came in no wrapper that is known. */
  readonly script: string
  readonly greets: boolean
  /** Through sudo: what marks the talk, and whether sudo may ask. */
  readonly sudo: { readonly mark: string; readonly asks: boolean } | null
}

export function unwrapped(text: string): Wrapped {
  const [exec, env, , shell, dashC, wrapper = '', , script = '', mark = ''] = shellWords(text)
  if (exec !== 'exec' || env !== 'env' || shell !== 'sh' || dashC !== '-c') return { script: text, greets: false, sudo: null }
  const greets = wrapper.startsWith('printf ')
  return { script, greets, sudo: mark === '' ? null : { mark, asks: wrapper.includes('-k -S') } }
}
