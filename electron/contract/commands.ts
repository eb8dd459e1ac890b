import { z } from 'zod'
import { checkResult } from '../domain/check'
import { deploymentResult, nodeState, nodeStatus } from '../domain/deployment'
import { drillKinds, drillResult } from '../domain/drill'
import { failureSchema } from '../domain/failure'
import { finding } from '../domain/finding'
import { nodeFacts } from '../domain/node-facts'
import { pairSchema } from '../domain/pair'
import { planSchema } from '../domain/plan'

/** A face never sees anything of the VRRP password, not even its digest. */
const shownFacts = nodeFacts.omit({ vrrpAuth: true })

const pair = pairSchema

/** Name → input schema, output schema. Handlers, transports and faces are derived from this table. */
export const commands = {
  'pair.detect': {
    input: z.object({ pair }),
    output: z.object({ facts: z.record(z.string(), shownFacts), findings: z.array(finding), channels: z.record(z.string(), z.number()) }),
  },
  'pair.plan': {
    input: z.object({ pair }),
    /** No plan where preflight refuses. */
    output: z.object({ findings: z.array(finding), plan: planSchema.nullable() }),
  },
  'pair.deploy': {
    /** With the id of a plan that was looked at, nothing else is deployed. */
    input: z.object({ pair, plan: z.string().nullable() }),
    output: deploymentResult,
  },
  'pair.verify': { input: z.object({ pair }), output: z.object({ checks: z.array(checkResult) }) },
  'pair.drill': {
    input: z.object({ pair, drills: z.union([z.literal('seed'), z.array(z.enum(drillKinds)).min(1)]) }),
    output: z.object({ drills: z.array(drillResult) }),
  },
  'pair.export': {
    input: z.object({ pair, to: z.string().min(1) }),
    output: z.object({ folder: z.string(), files: z.array(z.string()) }),
  },
  'pair.undo': {
    input: z.object({ pair }),
    output: z.object({
      deployments: z.record(z.string(), z.string()),
      states: z.record(z.string(), nodeState),
      warnings: z.array(z.string()),
    }),
  },
  'pair.status': {
    /** force: finish an open deployment even where its engine may be alive. */
    input: z.object({ pair, force: z.boolean() }),
    output: z.object({
      health: z.enum(['healthy', 'degraded', 'split', 'down', 'unknown']),
      /** Nodes that have each VIP. */
      holders: z.record(z.string(), z.array(z.string())),
      nodes: z.record(
        z.string(),
        z.union([
          z.object({ reachable: z.literal(true), nginx: z.string(), keepalived: z.string(), deployment: nodeStatus }),
          z.object({ reachable: z.literal(false), failure: failureSchema }),
        ]),
      ),
      /** What was done about an open deployment; null: there was none. */
      finished: z.object({ deployment: z.string(), decision: z.enum(['nothing', 'confirm', 'rollback', 'wait', 'look']) }).nullable(),
    }),
  },
} as const

export type CommandName = keyof typeof commands
export type Input<C extends CommandName> = z.output<(typeof commands)[C]['input']>
export type Output<C extends CommandName> = z.output<(typeof commands)[C]['output']>
