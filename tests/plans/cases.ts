import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { nodeFacts, type PairFacts } from '../../electron/domain/node-facts'
import { pairSchema, type Pair } from '../../electron/domain/pair'
import type { Plan } from '../../electron/domain/plan'
import { planOf } from '../../electron/plan/plan'
import type { WantedAuth } from '../../electron/plan/steps'

/** Each folder here is a case: pair.yaml and facts.json (or {"from": another case}). */
export const root = import.meta.dirname
export const cases = readdirSync(root).filter((name) => statSync(join(root, name)).isDirectory())

export function factsOf(name: string): PairFacts {
  const text: unknown = JSON.parse(readFileSync(join(root, name, 'facts.json'), 'utf8'))
  const other = z.strictObject({ from: z.string() }).safeParse(text)
  return other.success ? factsOf(other.data.from) : z.record(z.string(), nodeFacts).parse(text)
}
export const pairOf = (name: string): Pair => pairSchema.parse(parse(readFileSync(join(root, name, 'pair.yaml'), 'utf8')))

/** A password that is not known yet, unless all nodes have the same: what the command line does without a keychain. */
const authOf = (facts: PairFacts): WantedAuth =>
  new Set(Object.values(facts).map((own) => own.vrrpAuth?.digest ?? '')).size === 1 && Object.values(facts)[0]?.vrrpAuth
    ? 'keep'
    : { digest: '' }

export const planned = (pair: Pair, facts: PairFacts): Plan => planOf(pair, facts, authOf(facts), {})
