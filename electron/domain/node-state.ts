import { z } from 'zod'

/** States of a deployment on a node, as its runner writes them (resources/host/runner). `none`: nothing of it is there. */
export const nodeStates = [
  'none',
  'preparing',
  'prepared',
  'committing',
  'committed',
  'held',
  'confirmed',
  'rolling-back',
  'rolled-back',
  'rollback-failed',
  'undoing',
  'undone',
] as const
export const nodeState = z.enum(nodeStates)
export type NodeState = z.output<typeof nodeState>
