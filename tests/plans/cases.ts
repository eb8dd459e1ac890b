import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { nodeFacts, type PairFacts } from '../../electron/domain/node-facts'
import { pairSchema, type Pair } from '../../electron/domain/pair'
import type { Plan } from '../../electron/domain/plan'
import { planOf } from '../../electron/plan/plan'
import type { WantedAuth } from '../../electron/plan/steps'

/** Each folder here is a case: pair.yaml, facts.json, and what is expected. */
export const root = import.meta.dirname
export const cases = readdirSync(root).filter((name) => statSync(join(root, name)).isDirectory())

/**
 * Facts are those of one case, debian-bare, and how others differ from it or from another: so a new fact is written down once. `set` and
 * `without` name values by JSON Pointer (RFC 6901); a node that the other case has not begins as its first one.
 */
const differing = z.strictObject({
  from: z.string(),
  nodes: z
    .record(z.string(), z.strictObject({ set: z.record(z.string(), z.json()), without: z.array(z.string()).default([]) }))
    .optional(),
})
type Facts = Record<string, Record<string, unknown>>

function rawFacts(name: string): Facts {
  const text: unknown = JSON.parse(readFileSync(join(root, name, 'facts.json'), 'utf8'))
  const other = differing.safeParse(text)
  if (!other.success) return text as Facts
  const base = rawFacts(other.data.from)
  const { nodes } = other.data
  if (nodes === undefined) return base
  return Object.fromEntries(
    Object.entries(nodes).map(([node, { set, without }]) => {
      const own = structuredClone(base[node] ?? Object.values(base)[0] ?? {})
      for (const [pointer, value] of Object.entries(set)) {
        const [holder, key] = placeOf(own, pointer)
        holder[key] = value
      }
      for (const pointer of without) {
        const [holder, key] = placeOf(own, pointer)
        Reflect.deleteProperty(holder, key)
      }
      return [node, own]
    }),
  )
}

/** The object that has, or gets, the value, and its key there. */
function placeOf(value: Record<string, unknown>, pointer: string): [holder: Record<string, unknown>, key: string] {
  const keys = pointer.split('/').slice(1).map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  const key = keys.pop() ?? ''
  return [keys.reduce<Record<string, unknown>>((holder, each) => (holder[each] ??= {}) as Record<string, unknown>, value), key]
}

export const factsOf = (name: string): PairFacts => z.record(z.string(), nodeFacts).parse(rawFacts(name))
export const pairOf = (name: string): Pair => pairSchema.parse(parse(readFileSync(join(root, name, 'pair.yaml'), 'utf8')))

/** A password that is not known yet, unless all nodes have the same: what the command line does without a keychain. */
const authOf = (facts: PairFacts): WantedAuth =>
  new Set(Object.values(facts).map((own) => own.vrrpAuth?.digest ?? '')).size === 1 && Object.values(facts)[0]?.vrrpAuth
    ? 'keep'
    : { digest: '' }

export const planned = (pair: Pair, facts: PairFacts): Plan => planOf(pair, facts, authOf(facts), {})
