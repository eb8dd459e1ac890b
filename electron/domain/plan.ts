import { z } from 'zod'
import { absolutePath, interfaceName, ipv4, planId, version, zoneName } from './fact-values'
import { nodeName, pairName } from './pair'

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

/** A firewall rule in firewalld's terms. */
export const firewallRule = z.object({ zone: zoneName, kind: z.enum(['rich-rule', 'service', 'port']), value: z.string() })
export type FirewallRule = z.output<typeof firewallRule>

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
  /** firewalld rules that must be there; `disable` names a firewall unit to switch off. */
  firewall: z.object({ rules: z.array(firewallRule), disable: z.array(z.string()) }),
  /** keepalived's version that the configuration was written for. */
  keepalivedVersion: version,
  healthPort: z.int(),
  /** VRRP version 2 has a password; it is delivered apart from the bundle. */
  vrrpAuth: z.boolean(),
})
export type NodeTarget = z.output<typeof nodeTarget>

/** One difference between a node and its target. */
export const step = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('install'), packages: z.array(z.string()) }),
  z.object({
    kind: z.literal('write'),
    path: z.string(),
    before: z.string().nullable(),
    after: z.string(),
    /** mode or owner only */ attributes: z.boolean(),
  }),
  z.object({ kind: z.literal('remove'), path: z.string(), before: z.string().nullable() }),
  z.object({ kind: z.literal('vrrp-password'), path: z.string() }),
  z.object({ kind: z.literal('firewall'), rule: firewallRule }),
  z.object({ kind: z.literal('disable-firewall'), unit: z.string() }),
  z.object({ kind: z.literal('enable'), unit: z.string() }),
  z.object({ kind: z.literal('start'), unit: z.string() }),
  z.object({ kind: z.literal('reload'), unit: z.string() }),
])
export type Step = z.output<typeof step>

export const nodePlan = z.object({ node: nodeName, target: nodeTarget, steps: z.array(step) })
export type NodePlan = z.output<typeof nodePlan>

export const planSchema = z.object({
  /** First 16 hex digits of the SHA-256 of all bundles; equal plans have equal ids. */
  id: planId,
  pair: pairName,
  nodes: z.array(nodePlan),
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
