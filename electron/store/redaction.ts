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
 * Replaces every known secret in a text, also where JSON or a shell has escaped it. `secrets` is read at each call, so that
 * what is learnt later counts too.
 */
export function redactor(secrets: Iterable<string>): Redact {
  return (text) => {
    const forms = [...secrets].filter((secret) => secret.length >= shortest && !ordinary.has(secret)).flatMap(formsOf)
    // The longest first: one secret may contain another.
    return [...new Set(forms)].sort((a, b) => b.length - a.length).reduce((left, form) => left.replaceAll(form, mark), text)
  }
}

const formsOf = (secret: string): string[] => {
  const json = JSON.stringify(secret).slice(1, -1)
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    secret.replaceAll("'", `'\\''`),
    encodeURIComponent(Buffer.from(secret).toString()),
  ]
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
  async (ref) => {
    const value = await source(ref)
    if (value !== undefined) secrets.add(value)
    return value
  }
