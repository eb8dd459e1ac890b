// Controls (C0, C1, DEL), what is not seen but changes what is (directions, joiners, marks of order: Cf), line and paragraph
// separators, halves of surrogate pairs. Line feeds and tabs are ours to judge.
const unseen = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu
const unseenOrBreak = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const shown = (letter: string): string => {
  const code = letter.codePointAt(0) ?? 0
  // Unicode has pictures of these: ␛
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  return code === 0x7f ? '␡' : `\\u{${code.toString(16)}}`
}

/**
 * Text that may be a host's, for a terminal or a page: what would be obeyed or not be seen is shown instead, ESC as ␛, a change of
 * direction as \u{202e}. Line feeds and tabs stay.
 */
export const visible = (text: string): string => text.replace(unseen, shown)

/** The same for what is one line, a cell or a word: line feeds and tabs are shown, too. */
export const visibleLine = (text: string): string => text.replace(unseenOrBreak, shown)

/** visible() for every string inside a plain value, keys included. */
export function visibleDeep<T>(value: T): T {
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string') return visible(each)
    if (Array.isArray(each)) return each.map(walk)
    if (each !== null && typeof each === 'object')
      return Object.fromEntries(Object.entries(each).map(([key, inner]) => [visible(key), walk(inner)]))
    return each
  }
  return walk(value) as T
}

/** JSON whose strings keep such letters, but as \uXXXX: for terminals and files that people look at. Takes JSON, gives equal JSON. */
export const plainJson = (json: string): string =>
  json.replace(unseen, (letter) =>
    Array.from({ length: letter.length }, (_, i) => `\\u${letter.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  )
