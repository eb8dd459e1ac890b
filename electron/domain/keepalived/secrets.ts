/** Which words of a keepalived.conf name a password. Broad on purpose: what is hidden without need does no harm. */

/** In a keyword, an option of a script, a variable's name. */
const naming = /auth_?pass|passw|passphrase|passcode|(?<!_)pwd|secret|credential|token|hmac|^-{0,2}pass(?![a-z])/i
const namingVariable = /pass|pwd|(?:^|_)pw|secret|credential|token|key|hmac|auth/i
/** In a comment people write as they like. */
const mentioning = /pass|pwd|secret|hmac|credential|token|key|密码|密碼|口令|密钥|密鑰/i

export const mentionsSecret = (comment: string): boolean => mentioning.test(comment)
export const namesSecret = (variable: string): boolean => namingVariable.test(variable)

/**
 * Where in a word a password may begin, after what names it: `auth_pass` → its length, `--password=x` → 11. Null when nothing names one.
 * A path names none. `auth_type PASS` is no password.
 */
export function secretAt(word: string): number | null {
  for (const { 0: piece, index } of word.matchAll(/\S+/g)) {
    if (piece.startsWith('/') || piece === 'PASS') continue
    const found = naming.exec(piece)
    if (!found) continue
    // The name ends where a sign does, so that `password_file=x` is one.
    const rest = /^[A-Za-z0-9_-]*[=:"']*/.exec(piece.slice(found.index + found[0].length))?.[0].length ?? 0
    return index + found.index + found[0].length + rest
  }
  return null
}

/** `scheme://user:password@host`: the places of what stands before the @. */
export const userInfo = (word: string): { readonly start: number; readonly end: number }[] =>
  [...word.matchAll(/:\/\/([^\s/@]{1,256})@/g)].map(({ 1: found = '', index }) => ({ start: index + 3, end: index + 3 + found.length }))

const used = /\$\{?([A-Za-z_]\w{0,254})/g

/** Names of the variables that a piece of text uses. */
export const variablesIn = (text: string): string[] => [...text.matchAll(used)].map(([, name = '']) => name)

/** `text` with its variables replaced, as keepalived does it; null when that does not end within reason. */
export function expanded(text: string, values: ReadonlyMap<string, string>): string | null {
  let now = text
  for (let i = 0; i < 8; i++) {
    if (now.length > 512) return null
    const next = now.replace(/\$\{([A-Za-z_]\w{0,254})\}|\$([A-Za-z_]\w{0,254})/g, (whole, braced?: string, bare?: string) => {
      return values.get(braced ?? bare ?? '')?.slice(0, 128) ?? whole
    })
    if (next === now) return now
    now = next
  }
  return null
}
