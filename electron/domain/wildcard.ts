/** Patterns with `*` (any run of characters) and `?` (any one), matched in linear time however many stars there are. */

/** What one character must be: itself, any (null), or one of a bracket's. */
type Place = string | null | { readonly some: ReadonlySet<string>; readonly isNegated: boolean }

/** More is no name of a host and no path; ssh, too, takes no longer pattern (match.c). */
const longest = 1023

/**
 * True when the whole text matches. Cost: about length of pattern × length of text at worst, never more, so the shorter of the two should be ours.
 * @param brackets also understand `[a-z]` and `[!a-z]`, as glob(7) does
 */
export function matchesWildcard(pattern: string, text: string, brackets = false): boolean {
  if (pattern.length > longest) return false
  // Between stars the first fit is the best one: what comes later has then the most room.
  const pieces = piecesOf(pattern, brackets)
  const [first = [], ...rest] = pieces
  const last = rest.pop()
  if (last === undefined) return first.length === text.length && fitsAt(first, text, 0)
  if (first.length + last.length > text.length || !fitsAt(first, text, 0)) return false
  const end = text.length - last.length
  let at = first.length
  for (const piece of rest) {
    while (at + piece.length <= end && !fitsAt(piece, text, at)) at += 1
    if (at + piece.length > end) return false
    at += piece.length
  }
  return fitsAt(last, text, end)
}

/** True when a path matches a pattern of glob(7): stars do not cross a slash. */
export function matchesGlob(pattern: string, path: string): boolean {
  if (pattern.length > 4096) return false
  const [wanted, found] = [pattern.split('/'), path.split('/')]
  return wanted.length === found.length && wanted.every((part, i) => matchesWildcard(part, found[i] ?? '', true))
}

/** True when a text matches one of the patterns and none of those that begin with "!" (ssh_config(5), PATTERNS). */
export const matchesPatterns = (patterns: readonly string[], text: string): boolean =>
  !patterns.some((pattern) => pattern.startsWith('!') && matchesWildcard(pattern.slice(1), text)) &&
  patterns.some((pattern) => !pattern.startsWith('!') && matchesWildcard(pattern, text))

/** What stands between the stars; one piece: there is no star. */
function piecesOf(pattern: string, brackets: boolean): Place[][] {
  let piece: Place[] = []
  const pieces = [piece]
  for (let i = 0; i < pattern.length; i += 1) {
    const character = pattern.charAt(i)
    const bracket = brackets && character === '[' ? bracketAt(pattern, i) : undefined
    if (bracket !== undefined) {
      piece.push(bracket.place)
      i = bracket.end
    } else if (character === '*') pieces.push((piece = []))
    else piece.push(character === '?' ? null : character)
  }
  return pieces
}

/** The bracket that begins at `start`, and where it ends; undefined when it has no end and stands for itself. */
function bracketAt(pattern: string, start: number): { place: Place; end: number } | undefined {
  const isNegated = /[!^]/.test(pattern.charAt(start + 1))
  const from = start + (isNegated ? 2 : 1)
  // The first character may be "]" itself.
  const end = pattern.indexOf(']', from + 1)
  if (end < 0) return undefined
  const some = new Set<string>()
  for (let i = from; i < end; i += 1) {
    const isRange = pattern.charAt(i + 1) === '-' && i + 2 < end
    const [low, high] = [pattern.charCodeAt(i), pattern.charCodeAt(isRange ? i + 2 : i)]
    for (let code = low; code <= Math.min(high, low + 255); code += 1) some.add(String.fromCharCode(code))
    if (isRange) i += 2
  }
  return { place: { some, isNegated }, end }
}

function fitsAt(piece: readonly Place[], text: string, at: number): boolean {
  for (let i = 0; i < piece.length; i += 1) {
    const place = piece[i] ?? null
    const character = text.charAt(at + i)
    if (typeof place === 'string' ? place !== character : place !== null && place.some.has(character) === place.isNegated) return false
  }
  return true
}
