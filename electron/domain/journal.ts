import { z } from 'zod'
import { nodeState } from './node-state'
import { stepCodes } from './step'

/** What a node's journal tells of: the plan's steps, and what the runner does itself. `earlier`: a sentence of a version before format 2. */
export const doings = [...stepCodes, 'enable-recovery', 'earlier'] as const
export type Doing = (typeof doings)[number]

/** Why a verb failed on a node, by the runner's own word. `step-failed`: the step is named beside it. */
export const faults = [
  'no-space',
  'dead-man-not-armed',
  'recovery-not-enabled',
  'recovery-gone',
  'step-failed',
  'not-back',
  'earlier',
] as const

export const warnings = ['changed-since', 'earlier'] as const

/** What a step's program, or the runner, found wrong, by its own word; `value` is a status, a state or an address. */
export const whys = [
  'not-included',
  'no-good-answer',
  'no-version',
  'test-ended',
  'test-complained',
  'empty-file',
  'password-missing',
  'password-unusable',
  'address-missing',
  'not-running',
  'check-refuses',
  'check-blind',
  'not-kept',
  'no-space',
  'planted',
] as const

/** A host's text, bounded. */
const text = z.string().max(2000)
const common = { at: z.number(), verb: z.string().max(40) }

export const why = z.object({ code: z.enum(whys), subject: text, value: text })
export type Why = z.output<typeof why>

/** Why a verb failed: the runner's own word, or what was seen of it from here; `doing` and `subject` are the step's, `why` its program's. */
export const fault = z.object({
  code: z.enum([...faults, 'killed', 'not-started']),
  doing: z.enum(doings).nullable(),
  subject: text,
  why: why.nullable(),
})
export type Fault = z.output<typeof fault>

/** What a node warned of: `subject` a path or an earlier version's sentence, `copy` where what was there is kept. */
export const warning = z.object({ code: z.enum(warnings), subject: text, copy: text })
export type Warning = z.output<typeof warning>

/** One line of a node's journal, by what it tells. `at`: the node's clock, ms since 1970. */
export const journalLine = z.discriminatedUnion('event', [
  /** begin: who deploys, or the state it began in. output: what a program printed before it failed. */
  z.object({ ...common, event: z.enum(['begin', 'output']), text }),
  /** do: begun · unchanged: there was nothing to do · back: being taken back · stuck: could not be taken back */
  z.object({
    ...common,
    event: z.enum(['do', 'unchanged', 'back', 'stuck']),
    doing: z.enum(doings),
    subject: text,
    step: z.int().nullable(),
  }),
  z.object({ ...common, event: z.literal('why'), why }),
  z.object({ ...common, event: z.literal('warn'), warning }),
  z.object({ ...common, event: z.literal('failed'), fault }),
  /** end: the verb's last word. lost: it ended without one. */
  z.object({ ...common, event: z.literal('end'), state: nodeState }),
  z.object({ ...common, event: z.literal('lost'), state: nodeState }),
])
export type JournalLine = z.output<typeof journalLine>
