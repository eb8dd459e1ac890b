import { definitionAt, limits, parseConfiguration } from './configuration'
import { pairOfHeader } from './ours'
import { expanded, mentionsSecret, namesSecret, secretAt, userInfo, variablesIn } from './secrets'
import { tokensOf, type Token } from './tokens'

/**
 * What may be shown of a keepalived.conf that holds somebody's passwords.
 *
 * The promise: the value of a password is not in it, wherever the grammar lets one stand:
 * * behind a keyword that names one (auth_pass, auth_hmac, password, secret, token …; `key` of auth_hmac), on any `@node` or `~LST` line, at any
 *   place of a line, quoted or escaped, over lines that end in `\`, in a block that the keyword opens: all to the line's or the block's end;
 * * in `$NAME=value`, when the variable stands in such a place, leads to one that does, is named like one, or stands nowhere in this file
 *   and has one word for a value; in the lists of `~LST` the same; and behind a variable whose value is such a keyword;
 * * in a comment that speaks of passwords, keys or tokens: the whole comment;
 * * in an option of a script that names one (`--password x`), and before the @ of a URL;
 * * and in every other place where the same word of four characters or more stands again.
 *
 * Not seen: a password that nothing names and that stands nowhere else (`notify "/bin/tell hunter2"`). What cannot be read with certainty is not
 * shown at all. What is hidden has always the same length. Braces stay, so that what is shown reads as the same blocks.
 */
export type Shown = { readonly text: string } | { readonly hidden: 'too-long' | 'not-understood' }

export const blot = '********'

/** Values of that length or more are looked for elsewhere. */
const shortest = 4
/** How many values with blanks or signs inside are looked for elsewhere. */
const most = 64

interface Span {
  readonly start: number
  readonly end: number
}

/** Keywords whose next word is a name and nothing else. */
const beforeNames = new Set([
  'vrrp_instance',
  'vrrp_sync_group',
  'vrrp_script',
  'track_file',
  'vrrp_track_file',
  'virtual_server_group',
  'interface',
])

/** In time linear in `text`. */
export function shownConfiguration(text: string): Shown {
  if (text.length > limits.characters) return { hidden: 'too-long' }
  const tokens = tokensOf(text)
  if (tokens === null || parseConfiguration(text, tokens) === null) return { hidden: 'not-understood' }
  const found = new Search(text, tokens).run()
  if (found === null) return { hidden: 'not-understood' }
  const shown = blotted(text, found)
  return shown.length > limits.characters ? { hidden: 'too-long' } : { text: shown }
}

/** Neighbours with nothing but blanks between them become one. */
function blotted(text: string, spans: readonly Span[]): string {
  const sorted = spans.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start)
  const parts: string[] = []
  let at = 0
  let open = false
  for (const { start, end } of sorted) {
    if (end <= at) continue
    const between = text.slice(at, Math.max(at, start))
    if (!open || !/^[ \t]*$/.test(between)) parts.push(between, blot)
    open = true
    at = end
  }
  return [...parts, text.slice(at)].join('')
}

interface Defined {
  readonly name: string
  /** The value, to its line's end with what is commented there; of one over several lines to the end of them all. */
  readonly span: Span
  readonly list: boolean
}

class Search {
  readonly #text: string
  readonly #tokens: readonly Token[]
  readonly #spans: Span[] = []
  /** Values behind a keyword, to be looked for elsewhere. */
  readonly #values = new Set<string>()
  readonly #defined: Defined[] = []
  /** Names of variables that stand where a password does. */
  readonly #secret = new Set<string>()

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text
    this.#tokens = tokens
  }

  /** What to hide; null when it cannot be said. */
  run(): Span[] | null {
    this.#define()
    if (!this.#behindKeywords()) return null
    if (!this.#ofVariables()) return null
    return this.#again() ? this.#spans : null
  }

  #hide(start: number, end: number): void {
    this.#spans.push({ start, end })
    for (const name of variablesIn(this.#text.slice(start, end))) this.#secret.add(name)
  }

  #value(text: string): void {
    const whole = unquoted(text)
    for (const value of [whole, unquoted(whole.split(/\s/, 1)[0] ?? '')])
      if (value.length >= shortest && value !== blot && !value.includes('$')) this.#values.add(value)
  }

  #slice({ start, end }: Span): string {
    return this.#text.slice(start, end)
  }

  #define(): void {
    let fresh = true
    let within = false
    this.#tokens.forEach((token, i) => {
      if (token.kind === 'comment') return
      if (token.kind === 'newline') within = false
      if (token.kind !== 'word') fresh = token.kind !== 'continued' || within
      else if (token.text.startsWith('~')) this.#list(token)
      else if (!token.text.startsWith('@')) {
        const definition = fresh ? definitionAt(this.#text, token) : null
        if (definition) {
          const end = this.#endOfDefinition(i, within)
          this.#defined.push({ name: definition.name, span: { start: definition.value, end }, list: false })
          within = true
        }
        fresh = false
      }
    })
  }

  /** A definition in a definition ends with its line, others go on behind a `\`. */
  #endOfDefinition(from: number, within: boolean): number {
    let end = this.#tokens[from]?.end ?? 0
    for (let i = from + 1; ; i++) {
      const token = this.#tokens[i]
      if (!token || token.kind === 'newline' || (within && token.kind === 'continued')) return end
      if (token.kind !== 'continued') end = token.end
    }
  }

  /** `~LST({A, B}, {1,2}, …)`, `~SEQ(A, 1, 9)`: the variables, and all that is in the parentheses. */
  #list(token: Token): void {
    const start = token.start + token.text.indexOf('(') + 1
    const span = { start, end: Math.max(start, token.end - 1) }
    const [, several, one = ''] = /^\s*(?:\{([^}]*)\}|([^,]*))/.exec(this.#slice(span).slice(0, 1024)) ?? []
    for (const name of (several ?? one).split(',')) this.#defined.push({ name: name.trim(), span, list: true })
  }

  #behindKeywords(): boolean {
    const values = new Map(this.#defined.map(({ name, span }): [string, string] => [name, unquoted(this.#slice(span))]))
    const structural = this.#structural()
    /** next: a keyword without a value; what is hidden begins with the next line */
    let hiding: 'no' | 'line' | 'next' = 'no'
    /** Blocks that are hidden. */
    let depth = 0
    let hadValue = false
    let patient = false
    let inDefinition = false
    /** First words of the statement, conditions and loops left out. */
    let words: string[] = []
    let commentGoesOn = false
    let line = { secret: false, unclosed: false }

    for (const [i, token] of this.#tokens.entries()) {
      if (token.kind === 'newline') {
        if (line.secret && line.unclosed) return false
        line = { secret: depth > 0, unclosed: false }
        if (hiding === 'line') hiding = !hadValue && patient ? 'next' : 'no'
        inDefinition = false
        words = []
      } else if (token.kind === 'continued') {
        if (!inDefinition) continue
        if (hiding === 'line' && hadValue) hiding = 'no'
        words = []
      } else if (token.kind === 'open') {
        if (depth > 0) depth += 1
        else if (hiding === 'line' && hadValue && this.#inWord(i)) this.#hide(token.start, token.end)
        else if (hiding !== 'no') [depth, hiding] = [1, 'no']
        words = []
      } else if (token.kind === 'close') {
        if (depth > 0) depth -= 1
        else if (hiding === 'line' && !structural[i]) this.#hide(token.start, token.end)
        else hiding = 'no'
        words = []
      } else if (token.kind === 'comment') {
        const marks = /^[#!]+/.exec(this.#text.slice(token.start, token.start + 16))?.[0].length ?? 1
        const ours = token.start === 0 ? (pairOfHeader(this.#text)?.length ?? 0) : 0
        const said = this.#text.slice(token.start + Math.max(marks, ours), token.end).trim()
        const tells = mentionsSecret(said)
        // Behind a password its sign may be one of the password's.
        if (hiding === 'line') this.#hide(token.start, token.end)
        else if (tells || commentGoesOn || depth > 0) this.#hide(token.start + marks, token.end)
        if (tells && said.endsWith('\\') && hiding === 'no') [hiding, hadValue, patient] = ['next', false, false]
        commentGoesOn = tells && (/[:：=]$/.test(said) || mentionsSecret(said.slice(-24)))
      } else {
        if (token.unclosed) line.unclosed = true
        commentGoesOn = false
        if (hiding === 'next') hiding = 'line'
        if (depth > 0 || hiding === 'line') {
          line.secret = true
          this.#hide(token.start, token.end)
          if (depth > 0 || !hadValue) this.#value(token.text)
          hadValue = true
          continue
        }
        if (definitionAt(this.#text, token)) inDefinition = true
        const inside = token.start + (this.#text[token.start] === '"' ? 1 : 0)
        for (const { start, end } of userInfo(token.text)) this.#hide(inside + start, inside + end)
        const at = this.#secretIn(token, i, words, values)
        if (words.length < 2 && !/^[@~]/.test(token.text)) words.push(token.text)
        if (at === null) continue
        hiding = 'line'
        line.secret = true
        hadValue = at < token.text.length
        patient = /auth_?pass/i.test(token.text)
        if (hadValue) {
          this.#hide(inside + at, inside + token.text.length)
          this.#value(token.text.slice(at))
        }
      }
    }
    return !(line.secret && line.unclosed)
  }

  /** Where a password begins in a word or behind it. `before`: the first words of its statement. */
  #secretIn(token: Token, i: number, before: readonly string[], values: ReadonlyMap<string, string>): number | null {
    if (before.length === 1 && beforeNames.has(before[0] ?? '')) return null
    const at = secretAt(token.text)
    if (at !== null) return at
    // The key of auth_hmac. SSL's key is a file.
    if (before.length === 0 && token.text === 'key' && !this.#tokens[i + 1]?.text.startsWith('/')) return token.text.length
    if (!token.text.includes('$') || definitionAt(this.#text, token)) return null
    const means = expanded(token.text, values)
    return means === null || secretAt(means) !== null ? token.text.length : null
  }

  /** A brace that has a word on both sides and no blank. */
  #inWord(i: number): boolean {
    const [before, token, after] = [this.#tokens[i - 1], this.#tokens[i], this.#tokens[i + 1]]
    return before?.kind === 'word' && before.end === token?.start && after?.kind === 'word' && after.start === token.end
  }

  /** Whether a closing brace ends the word before it: behind it is a blank or more of its kind. Else it may be one of a password's. */
  #structural(): boolean[] {
    const result: boolean[] = []
    for (let i = this.#tokens.length - 1; i >= 0; i--) {
      const [token, after] = [this.#tokens[i], this.#tokens[i + 1]]
      const apart = !after || after.start > (token?.end ?? 0) || after.kind === 'newline' || after.kind === 'continued'
      result[i] = apart || (after.kind === 'close' && result[i + 1] === true)
    }
    return result
  }

  #ofVariables(): boolean {
    const used = new Set<string>()
    for (const token of this.#tokens) {
      if (token.kind !== 'word') continue
      const from = definitionAt(this.#text, token)?.value ?? token.start
      for (const name of variablesIn(this.#text.slice(from, token.end))) used.add(name)
    }
    const byName = new Map<string, Defined[]>()
    for (const each of this.#defined) {
      const all = byName.get(each.name)
      if (all) all.push(each)
      else byName.set(each.name, [each])
      const idle = !each.list && !used.has(each.name) && !/\s/.test(unquoted(this.#slice(each.span)))
      if (idle || namesSecret(each.name)) this.#secret.add(each.name)
    }
    // A set that grows while it is walked: each name once. The names of one list share its values.
    const done = new Set<number>()
    for (const name of this.#secret) {
      for (const { span, list } of byName.get(name) ?? []) {
        if (done.has(span.start)) continue
        done.add(span.start)
        const value = this.#slice(span)
        if ((value.split('"').length - 1) % 2 === 1) return false
        this.#hide(span.start, span.end)
        for (const each of list ? value.split(/[,{}]/) : [value]) this.#value(each)
      }
    }
    return true
  }

  /** The same values in other places. */
  #again(): boolean {
    const sought = [...this.#values]
    const odd = sought.filter((value) => sign.test(value))
    if (odd.length > most) return false
    const header = pairOfHeader(this.#text)?.length ?? 0
    for (const value of odd) {
      for (let at = this.#text.indexOf(value, header); at >= 0; at = this.#text.indexOf(value, at + value.length))
        this.#spans.push({ start: at, end: at + value.length })
    }
    if (odd.length === sought.length) return true
    for (const { 0: piece, index } of this.#text.matchAll(pieces)) {
      if (index < header) continue
      const [from, to] = core(piece)
      if (this.#values.has(piece)) this.#spans.push({ start: index, end: index + piece.length })
      else if (this.#values.has(piece.slice(from, to))) this.#spans.push({ start: index + from, end: index + to })
    }
    return true
  }
}

const sign = /[\s"'{}()=,;:#!<>@/\\]/
const pieces = /[^\s"'{}()=,;:#!<>@/\\]+/g

/** Where letters and digits begin and end in a word. */
function core(piece: string): [from: number, to: number] {
  const plain = (at: number): boolean => /[\p{L}\p{N}]/u.test(piece[at] ?? '')
  let [from, to] = [0, piece.length]
  while (from < to && !plain(from)) from += 1
  while (to > from && !plain(to - 1)) to -= 1
  return [from, to]
}

const unquoted = (text: string): string => {
  const inside = text.trim()
  return /^"[^"]*"$|^'[^']*'$/.test(inside) ? inside.slice(1, -1).trim() : inside
}
