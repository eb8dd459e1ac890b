/**
 * keepalived.conf as words, comments and braces with their places (keepalived.conf(5); how a line is cut into words was seen in
 * keepalived 2.x). In time linear in the text. Between two tokens there are only blanks.
 */

export interface Token {
  /** continued: a `\` at the end of a line, with the line's end */
  readonly kind: 'word' | 'comment' | 'open' | 'close' | 'newline' | 'continued'
  /** Offsets in the text, in UTF-16 units; `end` is behind it. */
  readonly start: number
  readonly end: number
  /** Counted from 1. */
  readonly line: number
  /** Of a word: without its quotes, escapes as they stand. Else empty. */
  readonly text: string
  /** Of a word: a quote that its line does not close. */
  readonly unclosed: boolean
}

const blank = /[ \t\v\f\r\ufeff]+/y
const plain = /[^ \t\v\f\r\n\ufeff"#!{}\\$]+/y
const variable = /\$\{[A-Za-z_]\w{0,254}(?: [\w ]{0,254})?\}/y
const loop = /~(?:SEQx?|LST)[ \t]{0,64}\(/y
const insideQuotes = /(?:[^"\\\r\n]|\r(?!\n))+/y
const endOfLine = /\r?\n/y

/** More than any configuration of 256 KiB has that says something. */
export const mostTokens = 60_000

/** All tokens of `text`, or null when there are more than `mostTokens`. A `\r` that ends no line is a blank. */
export function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = []
  let at = 0
  let line = 1
  let parenthesis = -1
  let lineEnd = -1

  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    if (!pattern.test(text)) return false
    at = pattern.lastIndex
    return true
  }
  /** Looked for once per place, so that it stays linear. */
  const next = (character: string, known: number): number => {
    if (known >= at) return known
    const found = text.indexOf(character, at)
    return found < 0 ? text.length : found
  }
  const add = (kind: Token['kind'], start: number, word = '', unclosed = false): void => {
    tokens.push({ kind, start, end: at, line, text: word, unclosed })
  }

  const quoted = (): void => {
    const start = at
    at += 1
    while (skip(insideQuotes) || escaped());
    const closed = text[at] === '"'
    const inside = text.slice(start + 1, at)
    if (closed) at += 1
    add('word', start, inside, !closed)
  }
  /** `\` with the character behind it, unless that ends the line. */
  const escaped = (): boolean => {
    if (text[at] !== '\\' || at + 1 >= text.length || text[at + 1] === '\n' || text.startsWith('\r\n', at + 1)) return false
    at += 2
    return true
  }
  /** `~LST(A, 1, 2)` and `~SEQ(…)` are one word, braces and blanks included. */
  const looping = (): boolean => {
    const start = at
    if (!skip(loop)) return false
    parenthesis = next(')', parenthesis)
    lineEnd = next('\n', lineEnd)
    if (parenthesis < lineEnd) {
      at = parenthesis + 1
      return true
    }
    at = start
    return false
  }
  const single = (character: string): boolean => {
    if (text[at] !== character) return false
    at += 1
    return true
  }
  const word = (): boolean => {
    const start = at
    if (!looping()) while (skip(plain) || escaped() || skip(variable) || single('$'));
    if (at > start) add('word', start, text.slice(start, at))
    return at > start
  }

  while (at < text.length) {
    if (tokens.length > mostTokens) return null
    // By the code of the character: a pattern for each would take most of the time.
    const code = text.charCodeAt(at)
    if (code === 32) {
      at += 1
      continue
    }
    const start = at
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) === 10)) {
      at += code === 10 ? 1 : 2
      add('newline', start)
      line += 1
    } else if ((code < 32 || code === 0xfeff) && skip(blank)) continue
    else if (text[at] === '"') quoted()
    else if (single('{')) add('open', start)
    else if (single('}')) add('close', start)
    else if (text[at] === '#' || text[at] === '!') {
      lineEnd = next('\n', lineEnd)
      at = text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd
      add('comment', start)
    } else if (!word()) {
      at += 1
      if (skip(endOfLine)) {
        add('continued', start)
        line += 1
      } else add('word', start, text.slice(start, at))
    }
  }
  return tokens
}
