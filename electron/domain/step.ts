import { z } from 'zod'

/** A step is one reversible action on one node. Words for its code are in contract/wording/steps; what is done is in the step itself. */
export const stepCodes = [
  'remember-unit',
  'mask-units',
  'install-packages',
  'unmask-units',
  'disable-units',
  'take-password',
  'keep-files',
  'check-nginx',
  'check-keepalived',
  'try-check-script',
  'write-file',
  'set-attributes',
  'remove-file',
  'write-password',
  'open-firewall-always',
  'open-firewall-now',
  'switch-off-firewall',
  'reload-systemd',
  'enable-unit',
  'start-unit',
  'reload-unit',
  'stop-unit',
  'wait-for-nginx',
  'wait-for-keepalived',
] as const
export const stepCode = z.enum(stepCodes)
export type StepCode = z.output<typeof stepCode>

/** A program with its arguments, each as the program gets it: there is no shell between. `sh steps/x.sh` is a file of the bundle. */
const argv = z.array(z.string().max(4096)).min(1).max(64)
export type Argv = z.output<typeof argv>

/** As one types it in a shell. */
export const asTyped = (words: Argv): string =>
  words.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ')

const path = z.string().regex(/^(\/[^/\0\n]+)+$/)
const attributes = { mode: z.string().regex(/^[0-7]{4}$/), owner: z.string(), group: z.string() }

export const act = z.discriminatedUnion('do', [
  /** host: as it is · new-tree: in a mount namespace where the staged files lie over the real ones · new-tree-alone: there, and without a network */
  z.object({ do: z.literal('run'), argv, where: z.enum(['host', 'new-tree', 'new-tree-alone']) }),
  /** sha256 null: a secret, whose content an earlier step has staged. `before`: what is there, as far as it may be shown; null: nothing. */
  z.object({ do: z.literal('write'), path, ...attributes, sha256: z.string().nullable(), before: z.string().nullable() }),
  z.object({ do: z.literal('remove'), path, before: z.string().nullable() }),
  /** Stages what later steps write, and keeps a copy of everything that they change. */
  z.object({ do: z.literal('keep') }),
])
export type Act = z.output<typeof act>

/** A program that runs on the host as it is. */
export const host = (...words: Argv): Act => ({ do: 'run', argv: words, where: 'host' })

/** What clients notice. moves-vip: for the time of one switchover. */
export const effects = ['none', 'reload', 'restart', 'moves-vip'] as const

export const stepStages = ['prepare', 'commit'] as const

export const stepSchema = z.object({
  /** Counts from 1 through all stages of its node; the journal names steps by it. */
  number: z.int().min(1),
  stage: z.enum(stepStages),
  code: stepCode,
  /** What it is about: a path, units, packages, a rule. */
  subjects: z.array(z.string().max(4096)),
  act,
  /** Exit status 0: there is nothing to do. */
  unless: argv.nullable(),
  /** Files that a program changes on its way: kept before, put back on the way back. */
  touches: z.array(path),
  /**
   * Takes it back, besides the files that were kept; recorded before the step is done. here: not at boot, when nothing may be waited for
   * and enabled units come by themselves. `given`: only when this succeeds, where taking back what is not there would fail.
   */
  back: z.object({ argv, when: z.enum(['always', 'here']), given: argv.optional() }).nullable(),
  effect: z.enum(effects),
  /** By the facts: there is something to do. On the node `unless` decides, so that a bundle is good for a node that was made anew, too. */
  needed: z.boolean(),
})
export type Step = z.output<typeof stepSchema>

/** A step before it has its number; what is left out is nothing. Without `needed` it is needed when any other is: it serves those. */
export type Draft = Pick<Step, 'stage' | 'code' | 'subjects' | 'act'> & Partial<Omit<Step, 'number'>>

export function numbered(drafts: readonly Draft[]): Step[] {
  const any = drafts.some(({ needed }) => needed === true)
  return drafts.map((draft, i) => ({ unless: null, touches: [], back: null, effect: 'none', needed: any, ...draft, number: i + 1 }))
}

/** The path that a step writes or removes, or undefined. */
export const pathOf = ({ act: what }: Pick<Step, 'act'>): string | undefined =>
  what.do === 'write' || what.do === 'remove' ? what.path : undefined
