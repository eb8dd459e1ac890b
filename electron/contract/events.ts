import { z } from 'zod'
import { deploymentEvent } from '../domain/deployment'
import { drillEvent } from '../domain/drill'

/** What the engine tells while it works. */
export const engineEvent = z.union([
  deploymentEvent,
  z.object({ type: z.literal('connecting'), node: z.string(), address: z.string(), state: z.enum(['started', 'done', 'failed']) }),
  z.object({ type: z.literal('host-key'), node: z.string(), keyType: z.string(), fingerprint: z.string(), accepted: z.boolean() }),
  z.object({ type: z.literal('drill'), event: drillEvent }),
  /** A measurement of adverts is on, in which of its seconds. */
  z.object({ type: z.literal('calibration'), second: z.int(), seconds: z.int() }),
])
export type EngineEvent = z.output<typeof engineEvent>
