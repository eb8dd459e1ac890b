import type { z } from 'zod'
import { failureKinds, failureTable, type Failure, type FailureKind } from '../electron/domain/failure'
import { findingRules, findingTable, type Finding } from '../electron/domain/finding'
import { issueCodes, pairIssue, type PairIssue } from '../electron/domain/pair-issue'
import type { Shape } from '../electron/domain/shape'

/** One value of each kind that a table knows, so that tests can walk all of them. */

type Text = (name: string) => string

/** A value that the schema takes, with `text` in every free text. */
function sampleOf(schema: z.core.$ZodType, name: string, text: Text): unknown {
  const { def } = schema as z.core.$ZodTypes & { readonly _zod: unknown } & { readonly def: z.core.$ZodTypes['_zod']['def'] }
  switch (def.type) {
    case 'string':
      return text(name)
    case 'number':
      return 7
    case 'literal':
      return def.values[0]
    case 'enum':
      return Object.values(def.entries)[0]
    case 'array':
      return [sampleOf(def.element, name, text)]
    case 'object':
      return samplesOf(def.shape, text)
    case 'record':
      return {}
    case 'optional':
    case 'nullable':
    case 'readonly':
      return sampleOf(def.innerType, name, text)
    case 'union':
      return sampleOf(def.options[0] as z.core.$ZodType, name, text)
    default:
      throw new Error(`no sample of ${def.type}`)
  }
}
const samplesOf = (shape: Readonly<Record<string, z.core.$ZodType>>, text: Text): Record<string, unknown> =>
  Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, sampleOf(schema, name, text)]))

const plain: Text = (name) => `<${name}>`

/** A failure of the kind with each of its reasons. */
export function failuresOf(kind: FailureKind, text: Text = plain): Failure[] {
  const { values, reasons = {} }: { readonly values: Shape; readonly reasons?: Readonly<Record<string, Shape>> } = failureTable[kind]
  const common = { kind, node: text('node'), hosts: 'look', look: [{ node: text('node'), state: 'held', fault: null }] }
  const each = Object.entries(reasons).map(([reason, own]) => ({ reason, ...samplesOf({ ...values, ...own }, text) }))
  return (each.length === 0 ? [samplesOf(values, text)] : each).map((sample) => ({ ...common, values: sample }) as Failure)
}
export const allFailures = (text: Text = plain): Failure[] => failureKinds.flatMap((kind) => failuresOf(kind, text))

export const allFindings = (text: Text = plain): Finding[] =>
  findingRules.map((rule) => ({ rule, severity: 'error', node: text('node'), values: samplesOf(findingTable[rule], text) }) as Finding)

const issues = (pairIssue as unknown as { readonly options: readonly z.ZodObject[] }).options
export const allIssues = (text: Text = plain): PairIssue[] =>
  issues.map((option, i) => ({ ...samplesOf(option.shape, text), code: issueCodes[i] }) as PairIssue)
