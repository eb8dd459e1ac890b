import { z } from 'zod'

/**
 * Names a deployment on every node: when, and something to tell it from another of the same second; or, run by hand, when and the plan.
 * Hosts say such names, and a name becomes a path and the name of a unit that root of other hosts uses: so there is this one pattern,
 * and resources/host/runner/20-lock.sh has the same. Whoever builds a path asks for a DeploymentName, which only the schema makes.
 */
export const deploymentName = z
  .string()
  .regex(/^([0-9]{8}T[0-9]{6}-[0-9a-f]{6}|hand-[0-9]{14}-[0-9a-f]{8})$/, 'expected the name of a deployment')
  .brand<'DeploymentName'>()
export type DeploymentName = z.output<typeof deploymentName>

/** The same where there may be none: empty. */
export const deploymentNameOrNone = z.union([z.literal(''), deploymentName], 'expected the name of a deployment')
