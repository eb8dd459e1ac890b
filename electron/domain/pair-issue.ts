import { z } from 'zod'
import type { Flat, Given, Shape, Values } from './shape'

/**
 * What is wrong with a field of a pair, as a code with its values: rules of our own (domain/pair.ts), and what zod says of any schema.
 * Words are in contract/wording/issues, for files and forms alike.
 */

/** What a setting is in a file. */
const kinds = ['text', 'number', 'whole-number', 'yes-or-no', 'list', 'group', 'value'] as const

const ofIssues = {
  // rules of our own
  name: {},
  'ssh-address': {},
  user: {},
  'key-file': {},
  sudo: {},
  interface: {},
  vip: {},
  'vip-v6': {},
  'router-id': {},
  'whole-seconds': {},
  'paused-and-preempt': {},
  upstream: {},
  'upstream-port': {},
  'few-nodes': {},
  'no-vip': {},
  'same-names': {},
  'same-addresses': {},
  'same-priorities': {},
  'same-vips': {},
  // what zod finds
  missing: {},
  'wrong-type': { expected: z.enum(kinds) },
  'one-of': { allowed: z.array(z.string()).readonly() },
  'too-small': { limit: z.number() },
  'too-big': { limit: z.number() },
  'too-few': { limit: z.number() },
  'too-many': { limit: z.number() },
  'too-short': { limit: z.number() },
  'too-long': { limit: z.number() },
  'unknown-setting': {},
  url: {},
  invalid: {},
} as const satisfies Readonly<Record<string, Shape>>

type Table = typeof ofIssues
export type IssueCode = keyof Table
export const issueCodes = Object.keys(ofIssues) as readonly IssueCode[]
export type NamesOfIssue<C extends IssueCode> = Given<Table[C]>
/** Codes that a rule may have as its message: those without values. */
export type PairRule = { [C in IssueCode]: keyof Table[C] extends never ? C : never }[IssueCode]

export type Issue = {
  [C in IssueCode]: Flat<{ readonly path: string; readonly code: C; readonly values: Flat<Values<Table[C]>> }>
}[IssueCode]
/** `line`: where in the file; null where that is not known. */
export type PairIssue = Issue & { readonly line: number | null }

const [first, ...rest] = issueCodes.map((code) =>
  z.object({ path: z.string(), line: z.number().nullable(), code: z.literal(code), values: z.object(ofIssues[code] as Shape) }),
)
if (first === undefined) throw new TypeError('no issues')
export const pairIssue = z.discriminatedUnion('code', [first, ...rest]) as unknown as z.ZodType<PairIssue, PairIssue>

/** A rule's message is its code: so that a schema can name no rule that has no words. */
export const says = (rule: PairRule): PairRule => rule

type Path = readonly PropertyKey[]
/** An issue before its path is written out. */
type Found = Issue extends infer I ? (I extends Issue ? Omit<I, 'path'> : never) : never

const expectedOf = { string: 'text', number: 'number', int: 'whole-number', boolean: 'yes-or-no', array: 'list', object: 'group' } as const
const sizes = {
  too_small: { number: 'too-small', array: 'too-few', string: 'too-short' },
  too_big: { number: 'too-big', array: 'too-many', string: 'too-long' },
} as const

/** One of zod's issues as ours, each with its own place; `reportInput` tells what is missing from what is wrong. */
export function issuesOf(issue: z.core.$ZodIssue): (Found & { readonly path: Path })[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...path, key], code: 'unknown-setting', values: {} }))
  return [{ path, ...foundIn(issue) }]
}

function foundIn(issue: Exclude<z.core.$ZodIssue, { code: 'unrecognized_keys' }>): Found {
  const rule = issueCodes.find((code): code is PairRule => code === issue.message)
  if (rule !== undefined) return { code: rule, values: {} }
  if (issue.code !== 'invalid_union' && 'input' in issue && issue.input === undefined) return { code: 'missing', values: {} }
  switch (issue.code) {
    case 'invalid_type':
      return {
        code: 'wrong-type',
        values: { expected: (expectedOf as Partial<Record<string, (typeof kinds)[number]>>)[issue.expected] ?? 'value' },
      }
    case 'too_small':
    case 'too_big': {
      const of = sizes[issue.code]
      return {
        code: issue.origin === 'array' ? of.array : issue.origin === 'string' ? of.string : of.number,
        values: { limit: Number(issue.code === 'too_small' ? issue.minimum : issue.maximum) },
      }
    }
    case 'invalid_value':
      return { code: 'one-of', values: { allowed: issue.values.map(String) } }
    case 'invalid_union': {
      const { options } = issue as { readonly options?: readonly unknown[] }
      return options === undefined ? { code: 'invalid', values: {} } : { code: 'one-of', values: { allowed: options.map(String) } }
    }
    case 'invalid_format':
      return { code: issue.format === 'url' ? 'url' : 'invalid', values: {} }
    default:
      return { code: 'invalid', values: {} }
  }
}
