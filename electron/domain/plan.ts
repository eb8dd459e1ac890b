import { z } from 'zod'
import { absolutePath, interfaceName, ipv4, planId, version } from './fact-values'
import { nodeState } from './node-state'
import { nodeName, pairName } from './pair'
import { pathOf, stepSchema, type Step, type StepCode } from './step'

/** A file of a bundle: what must be at `path` afterwards. Content is text. */
export const bundleFile = z.object({
  path: absolutePath,
  /** Octal, four digits. */
  mode: z.string(),
  owner: z.string(),
  group: z.string(),
  content: z.string(),
})
export type BundleFile = z.output<typeof bundleFile>

/** What must be true of a node afterwards: the whole of it, not only the difference. */
export const nodeTarget = z.object({
  node: nodeName,
  interface: interfaceName,
  /** The node's own IPv4 address on that interface: VRRP source, peers' firewall source. */
  address: ipv4,
  packages: z.array(z.string()),
  packageManager: z.enum(['apt', 'dnf', 'yum']),
  files: z.array(bundleFile),
  /** Paths that must not be there. */
  absent: z.array(z.string()),
  /** keepalived's version that the configuration was written for. */
  keepalivedVersion: version,
  healthPort: z.int(),
  /** VRRP version 2 has a password; it is delivered apart from the bundle. */
  vrrpAuth: z.boolean(),
})
export type NodeTarget = z.output<typeof nodeTarget>

/** `steps`: all that makes a node what it must be; those that are needed by its facts say so. */
export const nodePlan = z.object({ node: nodeName, target: nodeTarget, steps: z.array(stepSchema) })
export type NodePlan = z.output<typeof nodePlan>

/** What must be true before the next stage begins. */
const condition = z.discriminatedUnion('is', [
  z.object({ is: z.literal('state'), state: nodeState }),
  /** This node alone has every VIP. */
  z.object({ is: z.literal('sole-holder'), node: z.string() }),
  z.object({ is: z.literal('verified') }),
])

/** A part of a plan in which its nodes act side by side. prepare and commit run the steps of that name. */
export const stageSchema = z.object({
  does: z.enum(['prepare', 'commit', 'verify', 'hold', 'confirm']),
  nodes: z.array(z.string()).min(1),
  until: condition,
  /** Seconds until a second holder would show, looked at before it is verified; 0 where nothing of VRRP changes. */
  settle: z.number(),
})
export type Stage = z.output<typeof stageSchema>

export const planSchema = z.object({
  /** First 16 hex digits of the SHA-256 of all bundles and the stages; equal plans have equal ids. */
  id: planId,
  pair: pairName,
  nodes: z.array(nodePlan),
  /** In this order, each when the condition of the one before is met. */
  stages: z.array(stageSchema),
  /** Nodes that have a VIP now. */
  holders: z.array(z.string()),
  /** Settings that must change on all nodes at once, when a live pair would be changed. Empty otherwise. */
  shared: z.array(z.string()),
  /** Digest of the facts it was made from. */
  facts: z.record(z.string(), z.string()),
})
export type Plan = z.output<typeof planSchema>

/** One file of a rendered bundle as it lies on disk, path relative to the bundle's folder. */
export interface BundleEntry {
  readonly path: string
  readonly mode: number
  readonly content: string
}

/** What is to be done on a node, by its facts; empty where it is right already. */
export const neededSteps = ({ steps }: Pick<NodePlan, 'steps'>): Step[] => steps.filter(({ needed }) => needed)

export const isEmpty = (plan: Pick<Plan, 'nodes'>): boolean => plan.nodes.every((node) => neededSteps(node).length === 0)

/** The order in which nodes take the change into service. */
export const commitOrder = (plan: Pick<Plan, 'stages'>): string[] =>
  plan.stages.flatMap(({ does, nodes }) => (does === 'commit' ? nodes : []))

export interface PlanSummary {
  readonly packages: number
  readonly writes: number
  readonly removes: number
  readonly rules: number
  readonly services: number
  readonly nodes: number
}

/** What will be done to how many nodes: for the one line that says it. A rule counts once, in the running and the permanent configuration. */
export function summaryOf(plan: Plan): PlanSummary {
  const steps = plan.nodes.flatMap(neededSteps)
  const of = (...codes: StepCode[]) => steps.filter(({ code }) => codes.includes(code))
  const rules = plan.nodes.flatMap((node) => [
    ...new Set(neededSteps(node).flatMap(({ code, subjects }) => (code.startsWith('open-firewall') ? [subjects.join(' ')] : []))),
  ])
  return {
    packages: of('install-packages').reduce((sum, { subjects }) => sum + subjects.length, 0),
    writes: of('write-file', 'write-password').length,
    removes: of('remove-file').length,
    rules: rules.length + of('switch-off-firewall').length,
    services: of('start-unit', 'reload-unit', 'stop-unit').length,
    nodes: plan.nodes.filter((node) => neededSteps(node).length > 0).length,
  }
}

/** What becomes of a path on a node, if anything does. */
export const fileStep = (node: NodePlan, path: string): Step | undefined => neededSteps(node).find((step) => pathOf(step) === path)
