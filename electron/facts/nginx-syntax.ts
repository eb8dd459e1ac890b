/**
 * As much of nginx's syntax as is needed to see who listens where. It never fails: a file may be cut off, hold Lua, or be wrong, and it
 * is nginx itself that judges it later.
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

const word = /\s+|#[^\n]*|([;{}])|("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?:\\.|[^\s;{}\\])+)|./gsy

/** All directives of a file, in their order. */
export function directives(text: string): Directive[] {
  const found: Directive[] = []
  const around: { name: string; block: number }[] = []
  let words: string[] = []
  let blocks = 0
  for (const [, mark, value] of text.matchAll(word)) {
    if (value !== undefined) words.push(value.replace(/^(["'])(.*)\1$/s, '$2'))
    if (mark === undefined) continue
    const [name, ...args] = words
    words = []
    const opens = mark === '{' ? ++blocks : 0
    if (name !== undefined) found.push({ name, args, within: around.map((each) => each.name), block: around.at(-1)?.block ?? 0, opens })
    if (mark === '{') around.push({ name: name ?? '', block: opens })
    if (mark === '}') around.pop()
  }
  return found
}
