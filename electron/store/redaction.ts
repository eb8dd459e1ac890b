import type { SecretSource } from '../domain/secret'

/** Shorter values would turn ordinary words into marks. */
const shortest = 4
const mark = '[secret]'

export type Redact = (text: string) => string

/**
 * Replaces every known secret in a text, also where JSON or a shell has escaped it. `secrets` is read at each call, so that
 * what is learnt later counts too.
 */
export function redactor(secrets: Iterable<string>): Redact {
  return (text) => {
    const forms = [...secrets].filter((secret) => secret.length >= shortest).flatMap(formsOf)
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

/** The same for every string inside a plain value; for events and failures. Keys are left alone. */
export function redactDeep<T>(redact: Redact, value: T): T {
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string') return redact(each)
    if (Array.isArray(each)) return each.map(walk)
    if (each !== null && typeof each === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(each) as object | null)) {
      return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, walk(inner)]))
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
