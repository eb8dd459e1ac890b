import { Unreadable } from './fact'

/**
 * As much of nginx's syntax as is needed to see who listens where. A file may be cut off, hold Lua, or be wrong: it is nginx itself that
 * judges it later. It fails only for what no configuration is: blocks in blocks without end, or more directives than are looked at.
 */

export interface Directive {
  readonly name: string
  readonly args: readonly string[]
  /** Names of the blocks around it, outermost first. */
  readonly within: readonly string[]
  /** Number of the innermost block around it; 0 outside of all. */
  readonly block: number
  /** Number of the block that it opens; 0 when it opens none. */
  readonly opens: number
}

/** Blocks within blocks; nginx's own nest six deep, those of Lua somewhat more. */
const deepest = 64
/** Words and marks of one file: a file of 64 KiB that people have written has a fifth of it. */
const mostTokens = 50_000

interface Token {
  readonly mark: string
  readonly value: string
}

/** All directives of a file, in their order. In one pass. Throws Unreadable (see above). */
export function directives(text: string): Directive[] {
  const found: Directive[] = []
  const around: { readonly block: number; readonly within: readonly string[] }[] = [{ block: 0, within: [] }]
  let words: string[] = []
  let blocks = 0
  let tokens = 0
  for (const { mark, value } of tokensOf(text)) {
    if (++tokens > mostTokens) throw new Unreadable(`less than ${String(mostTokens)} words in a file`)
    if (mark === '') {
      words.push(value)
      continue
    }
    const [name, ...args] = words
    words = []
    const { block = 0, within = [] } = around.at(-1) ?? {}
    const opens = mark === '{' ? ++blocks : 0
    if (name !== undefined) found.push({ name, args, within, block, opens })
    if (mark === '{') {
      if (around.length > deepest) throw new Unreadable(`at most ${String(deepest)} blocks within each other`)
      around.push({ block: opens, within: [...within, name ?? ''] })
    }
    if (mark === '}' && around.length > 1) around.pop()
  }
  return found
}

const blanks = new Set([' ', '\t', '\r', '\n'])
/** What ends a word. */
const ends = new Set([...blanks, ';', '{', '}'])

/** Words without their quotes, and marks: `;`, `{` and `}`. */
function* tokensOf(text: string): Generator<Token> {
  // A quote that is never closed is an ordinary character; it is looked for once.
  const unclosed = new Set<string>()
  let at = 0
  while (at < text.length) {
    const character = text.charAt(at)
    if (blanks.has(character)) at += 1
    else if (character === '#') at = endOr(text.indexOf('\n', at), text)
    else if (ends.has(character)) {
      yield { mark: character, value: '' }
      at += 1
    } else {
      const isQuote = (character === '"' || character === "'") && !unclosed.has(character)
      const close = isQuote ? closing(text, at) : -1
      if (isQuote && close < 0) unclosed.add(character)
      const end = close < 0 ? wordEnd(text, at) : close + 1
      yield { mark: '', value: close < 0 ? text.slice(at, end) : text.slice(at + 1, close) }
      at = end
    }
  }
}

const endOr = (index: number, text: string): number => (index < 0 ? text.length : index)

/** Where the quote at `start` is closed; -1: nowhere. */
function closing(text: string, start: number): number {
  const quote = text.charAt(start)
  for (let at = start + 1; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1
    else if (text.charAt(at) === quote) return at
  }
  return -1
}

function wordEnd(text: string, start: number): number {
  let at = start
  while (at < text.length && !ends.has(text.charAt(at))) at += text.charAt(at) === '\\' ? 2 : 1
  return Math.min(at, text.length)
}
