import { printable } from '../domain/printable'
import type { SecretSource } from '../domain/secret'

/** Shorter values would turn ordinary words into marks. */
const shortest = 4
const mark = '[secret]'
/** Words that stand in everything this program writes: as a password they cannot be hidden, and masking them would spoil every file shown. */
const ordinary = new Set(['root', 'nginx', 'keepalived', 'hotpair', 'vrrp', 'systemd', 'localhost', 'true', 'false', 'http', 'https'])
/** Keys whose values are this program's or its user's own words, never a host's text: masked, they would name nothing any more. */
const ownWords = new Set(
  ['type', 'kind', 'node', 'name', 'pair', 'user', 'state', 'phase', 'event', 'verb', 'verdict', 'outcome', 'result', 'hosts'].concat([
    'at',
    'time',
    'saved',
    'id',
    'plan',
    'deployment',
    'path',
    'address',
    'holder',
    'from',
    'to',
  ]),
)

export type Redact = (text: string) => string

/**
 * Replaces every known secret in a text. `secrets` is read at each call, so that what is learnt later counts too.
 *
 * What it promises: a secret of 4 characters or more that is no ordinary word of ours is not in the result
 * - as it is, composed or decomposed (NFC, NFD), and with blanks for its control characters (domain/printable.ts);
 * - as JSON writes it, once or twice, non-ASCII characters as \uXXXX too; in single quotes of a shell;
 * - percent-encoded, as encodeURIComponent, RFC 3986 and a form do it, with capital or small digits;
 * - with HTML's entities for & < > and, named or by number, for both quotes;
 * - in hexadecimal digits, capital or small;
 * - in base64 or base64url, alone or, when 8 characters of it depend on nothing else (a secret of some 7 bytes or more), within longer data;
 * - in a text of 100 characters or more, which may have been cut there: its first or last 4 characters or more as such a text's end or beginning.
 *
 * What it does not: a secret that is shorter, broken by line ends, reversed, in other case, in another character set, encoded twice
 * otherwise, compressed, encrypted or hashed; and a host that wants to tell what it was told, which can always spell it in a way of its own.
 *
 * One pass over the text for all forms of all secrets.
 */
export function redactor(secrets: Iterable<string>): Redact {
  let known: readonly string[] = []
  let { pattern, edges } = prepare(known)
  return (text) => {
    const now = [...secrets]
    if (now.length !== known.length || now.some((secret, i) => secret !== known[i])) {
      known = now
      ;({ pattern, edges } = prepare(known))
    }
    if (pattern === null) return text
    const left = text.replace(pattern, mark)
    return text.length < mayBeCut ? left : withoutHalves(left, edges)
  }
}

/** Characters from which on a text may be one that was cut. */
const mayBeCut = 100
/** Characters of base64 that must depend on the secret alone. */
const shortestWithin = 8

function prepare(known: readonly string[]): { pattern: RegExp | null; edges: readonly string[] } {
  const hidden = known.filter((secret) => secret.length >= shortest && !ordinary.has(secret))
  // The longest first: one secret may contain another.
  const forms = [...new Set(hidden.flatMap(formsOf))].filter((form) => form.length >= shortest).sort((a, b) => b.length - a.length)
  return {
    pattern: forms.length === 0 ? null : new RegExp(forms.map((form) => form.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('|'), 'g'),
    edges: hidden.flatMap((secret) => [...new Set([secret, secret.normalize('NFC'), secret.normalize('NFD')])]),
  }
}

/** A text without the half of a secret at its end or beginning; a character that was cut in its middle is U+FFFD there. */
function withoutHalves(text: string, edges: readonly string[]): string {
  let [from, to] = [0, text.length]
  while (text[from] === '\ufffd') from += 1
  while (to > from && text[to - 1] === '\ufffd') to -= 1
  let inner = text.slice(from, to)
  for (const secret of edges) {
    const lengths = Array.from({ length: Math.max(0, secret.length - shortest) }, (_, i) => secret.length - 1 - i)
    const tail = lengths.find((length) => inner.endsWith(secret.slice(0, length)) && !ordinary.has(secret.slice(0, length)))
    if (tail !== undefined) inner = `${inner.slice(0, -tail)}${mark}`
    const head = lengths.find((length) => inner.startsWith(secret.slice(-length)) && !ordinary.has(secret.slice(-length)))
    if (head !== undefined) inner = `${mark}${inner.slice(head)}`
  }
  return `${text.slice(0, from)}${inner}${text.slice(to)}`
}

const formsOf = (secret: string): string[] =>
  [...new Set([secret, secret.normalize('NFC'), secret.normalize('NFD'), printable(secret)])].flatMap((form) => {
    // Without half a character, which UTF-8 does not have.
    const bytes = Buffer.from(form)
    const hex = bytes.toString('hex')
    return [
      form,
      ...jsonForms(form),
      form.replaceAll("'", `'\\''`),
      ...urlForms(bytes.toString()),
      ...htmlForms(form),
      hex,
      hex.toUpperCase(),
      ...base64Forms(bytes),
    ]
  })

function jsonForms(text: string): string[] {
  const once = JSON.stringify(text).slice(1, -1)
  const ascii = once.replace(/[^\x20-\x7e]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return [once, ascii].flatMap((each) => [each, JSON.stringify(each).slice(1, -1)])
}

function urlForms(text: string): string[] {
  const usual = encodeURIComponent(text)
  const strict = usual.replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
  return [usual, strict]
    .flatMap((each) => [each, each.replaceAll('%20', '+')])
    .flatMap((each) => [each, each.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase())])
}

function htmlForms(text: string): string[] {
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const quoted = plain.replaceAll('"', '&quot;')
  return [
    plain,
    quoted,
    ...['&#39;', '&#x27;', '&apos;'].map((quote) => quoted.replaceAll("'", quote)),
    quoted.replaceAll('&quot;', '&#34;').replaceAll("'", '&#39;'),
  ]
}

/** Of each of the three places that a byte may have in base64's groups, the characters that depend on the secret alone. */
function base64Forms(bytes: Buffer): string[] {
  const within = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
  })
  return [bytes.toString('base64'), ...within.filter((each) => each.length >= shortestWithin)].flatMap((each) => [
    each,
    each.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
  ])
}

/**
 * The same for every string inside a plain value; for events, answers and failures. Keys are left alone, and so are names, and a `reason`
 * that is one of `codes`: a password can be the same word.
 */
export function redactDeep<T>(redact: Redact, value: T, codes: ReadonlySet<string> = new Set()): T {
  const walk = (each: unknown, key = ''): unknown => {
    if (typeof each === 'string') return ownWords.has(key) || (key === 'reason' && codes.has(each)) ? each : redact(each)
    if (Array.isArray(each)) return each.map((inner) => walk(inner))
    if (each !== null && typeof each === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(each) as object | null)) {
      return Object.fromEntries(Object.entries(each).map(([own, inner]) => [own, walk(inner, own)]))
    }
    return each
  }
  return walk(value) as T
}

/** A source that notes what it gives out, for the redactor. */
export const remembering =
  (source: SecretSource, secrets: Set<string>): SecretSource =>
  async (ref, account) => {
    const value = await source(ref, account)
    if (value !== undefined) secrets.add(value)
    return value
  }
