import { tokensOf, type Token } from './tokens'

/**
 * keepalived.conf as a value: its statements in their order with their places, those included that nobody here knows. Nothing is
 * expanded and no file is included: it is what one file says. Each character of the text is in a statement, in a comment, or blank.
 */

export interface Word {
  /** Without quotes, escapes as they stand. */
  readonly text: string
  readonly start: number
  readonly end: number
}

interface Placed {
  /** Offsets in the text: from its first character, conditions included, to behind its last one. */
  readonly start: number
  readonly end: number
  /** Counted from 1. */
  readonly line: number
  /** `@node` and `@^node`: on which configuration id the line counts. */
  readonly conditions: readonly string[]
  /** `~SEQ(…)` and `~LST(…)` before it. */
  readonly loops: readonly string[]
}

/** `keyword args…`, with a block behind it or without. `{` alone has the keyword "". */
export interface Directive extends Placed {
  readonly kind: 'directive'
  readonly keyword: Word
  readonly args: readonly Word[]
  readonly children: readonly Statement[] | null
}

/** `$NAME=value`. One over several lines has a body, which is configuration itself. */
export interface Definition extends Placed {
  readonly kind: 'definition'
  readonly name: string
  readonly value: string
  readonly body: readonly Statement[] | null
}

export type Statement = Directive | Definition

export interface Configuration {
  readonly statements: readonly Statement[]
  readonly comments: readonly { readonly start: number; readonly end: number; readonly line: number }[]
  /** Where the text is not well formed. It was read as well as it could be. */
  readonly flaws: readonly { readonly line: number; readonly what: 'stray-brace' | 'unclosed-block' | 'unclosed-quote' }[]
}

/** Far beyond what keepalived's own examples have: five blocks in one another. */
export const limits = { characters: 262_144, depth: 32, statements: 20_000 } as const

type Mutable = { -readonly [K in keyof Directive]: Directive[K] } & { children: Statement[] | null }

/**
 * Reads a configuration, in linear time, or returns null when it is larger or deeper than `limits`.
 * @param tokens those of `text`, where somebody has them already
 */
export function parseConfiguration(text: string, tokens: readonly Token[] | null = tokensOf(text)): Configuration | null {
  if (tokens === null || text.length > limits.characters) return null
  const reader = new Reader(text, tokens)
  const statements = reader.statements(0, tokens.length, 0)
  if (statements === null) return null
  const comments = tokens.filter(({ kind }) => kind === 'comment').map(({ start, end, line }) => ({ start, end, line }))
  const quotes = tokens.filter(({ unclosed }) => unclosed).map(({ line }) => ({ line, what: 'unclosed-quote' as const }))
  return { statements, comments, flaws: [...reader.flaws, ...quotes].sort((a, b) => a.line - b.line) }
}

const definitionStart = /^\$([A-Za-z_]\w{0,254})=/

/** Where the value of `$NAME=value` begins, and its name; null where `word` begins no definition. */
export function definitionAt(text: string, word: Token): { readonly name: string; readonly value: number } | null {
  const [head, name = ''] = definitionStart.exec(text.slice(word.start, Math.min(word.end, word.start + 260))) ?? []
  return head === undefined ? null : { name, value: word.start + head.length }
}

class Reader {
  readonly #text: string
  readonly #tokens: readonly Token[]
  readonly flaws: Configuration['flaws'][number][] = []
  #count = 0

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text
    this.#tokens = tokens
  }

  /** The statements of a range of tokens; null beyond the limits. `level` 1 is the body of a definition. */
  statements(from: number, to: number, level: 0 | 1): Statement[] | null {
    const top: Statement[] = []
    const around: Mutable[] = []
    let at = from
    while (at < to) {
      const token = this.#tokens[at] as Token
      const siblings = around.at(-1)?.children ?? top
      if (token.kind === 'word') {
        const [statement, next] = this.#statement(at, to, level)
        if (statement === null || ++this.#count > limits.statements) return null
        siblings.push(statement)
        at = next
        continue
      }
      at += 1
      if (token.kind === 'open') {
        const before = siblings.at(-1)
        const owner = before?.kind === 'directive' && before.children === null ? (before as Mutable) : this.#nameless(token)
        if (owner !== before) siblings.push(owner)
        owner.children = []
        owner.end = token.end
        around.push(owner)
        if (around.length > limits.depth || this.#count > limits.statements) return null
      } else if (token.kind === 'close') {
        const closed = around.pop()
        if (closed !== undefined) closed.end = token.end
        else if (this.#count < limits.statements) siblings.push(this.#nameless(token))
        else return null
      }
    }
    for (const open of around.reverse()) {
      this.flaws.push({ line: open.line, what: 'unclosed-block' })
      open.end = Math.max(open.end, (open.children ?? []).at(-1)?.end ?? 0)
    }
    return top
  }

  /** A brace that belongs to nothing. */
  #nameless({ start, end, line, kind }: Token): Mutable {
    this.flaws.push({ line, what: 'stray-brace' })
    this.#count += 1
    const text = kind === 'close' ? '}' : ''
    return { kind: 'directive', keyword: { text, start, end }, args: [], children: null, start, end, line, conditions: [], loops: [] }
  }

  /** The statement that begins at a word, up to a brace or the line's end, and the token behind it. */
  #statement(from: number, to: number, level: 0 | 1): [Statement | null, number] {
    const first = this.#tokens[from] as Token
    const conditions: string[] = []
    const loops: string[] = []
    let at = from
    for (; at < to; at++) {
      const { kind, text } = this.#tokens[at] as Token
      if (kind === 'word' && text.startsWith('@')) conditions.push(text)
      else if (kind === 'word' && text.startsWith('~')) loops.push(text)
      else break
    }
    const head = this.#tokens[at]
    const definition = head?.kind === 'word' && at < to ? definitionAt(this.#text, head) : null
    const placed = { start: first.start, line: first.line, conditions, loops }
    if (definition) return this.#definition(at, to, level, definition, placed)

    const words: Word[] = []
    let end = first.end
    let next = from
    for (; next < to; next++) {
      const token = this.#tokens[next] as Token
      if (token.kind === 'comment') continue
      if (token.kind === 'continued' && level === 0) {
        end = token.start + 1
        continue
      }
      if (token.kind !== 'word') break
      end = token.end
      if (next >= at) words.push({ text: token.text, start: token.start, end: token.end })
    }
    const [keyword = { text: '', start: end, end }, ...args] = words
    return [{ kind: 'directive', keyword, args, children: null, end, ...placed }, next]
  }

  #definition(
    from: number,
    to: number,
    level: 0 | 1,
    { name, value }: { readonly name: string; readonly value: number },
    placed: Omit<Placed, 'end'>,
  ): [Statement | null, number] {
    let next = from
    let lines = 1
    let end = value
    for (; next < to; next++) {
      const { kind, start, end: behind } = this.#tokens[next] as Token
      if (kind === 'newline' || (kind === 'continued' && level === 1)) break
      if (kind === 'continued') lines += 1
      if (kind !== 'comment') end = kind === 'continued' ? start + 1 : behind
    }
    const body = lines > 1 ? this.statements(from + 1, next, 1) : null
    if (lines > 1 && body === null) return [null, next]
    return [{ kind: 'definition', name, value: this.#text.slice(value, end).trim(), body, end, ...placed }, next]
  }
}
