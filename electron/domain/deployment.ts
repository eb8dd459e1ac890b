import { z } from 'zod'
import { checkResult } from './check'
import { deploymentNameOrNone } from './deployment-name'
import { oneLine, planId, planIdOrNone } from './fact-values'
import { journalLine } from './journal'
import { nodeState } from './node-state'
import { pairNameOrNone } from './pair'

/** take-vip: the first one waits until it alone holds every VIP · settle: waiting until a second holder would show */
export const phases = [
  'read',
  'install',
  'prepare',
  'commit',
  'take-vip',
  'settle',
  'verify',
  'hold',
  'confirm',
  'rollback',
  'undo',
] as const
export type Phase = (typeof phases)[number]

/** What the engine tells while it deploys, rolls back or undoes. A phase without a node is the pair's. */
export const deploymentEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('phase'),
    phase: z.enum(phases),
    node: z.string().nullable(),
    state: z.enum(['started', 'done', 'failed', 'waiting']),
    /** Seconds that are left, in `waiting`: until the node decides by itself. */
    seconds: z.number().optional(),
  }),
  z.object({ type: z.literal('journal'), node: z.string(), line: journalLine }),
  z.object({ type: z.literal('check'), check: checkResult }),
])
export type DeploymentEvent = z.output<typeof deploymentEvent>

export const deploymentResult = z.object({
  /** Empty when there was nothing to do. */
  deployment: deploymentNameOrNone,
  plan: planId,
  outcome: z.enum(['nothing-to-do', 'confirmed']),
  states: z.record(z.string(), nodeState),
  checks: z.array(checkResult),
  /** Exec channels and SFTP sessions used per node, tails excepted. */
  channels: z.record(z.string(), z.number()),
  /** Length in ms. */
  took: z.number(),
})
export type DeploymentResult = z.output<typeof deploymentResult>

/** Where a node stands, by its own word. */
export const nodeStatus = z.object({
  /** Empty: nothing was ever deployed there. */
  deployment: deploymentNameOrNone,
  state: nodeState,
  open: z.boolean(),
  owner: oneLine,
  pair: pairNameOrNone,
  plan: planIdOrNone,
})
export type NodeStatus = z.output<typeof nodeStatus>
