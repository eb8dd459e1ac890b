import { z } from 'zod'
import { vrrpErrors } from './node-record'

const node = z.string()
/** ms since 1970, or not known. */
const time = z.number().nullable()
/** Number of the signal that ended a program (signal(7)). */
const signal = z.int()

/**
 * Why the holder of an instance changed. `node`: whose doing it is.
 *
 * nginx-stopped: on purpose, by a person or a program · nginx-restarted: the VIP was given away before · nginx-killed, nginx-crashed: it ended by a
 * signal from outside, or by its own fault · nginx-failed: it ended with an error, or could not be started · nginx-hung: it ran and did not answer ·
 * check-failed: keepalived's check found no good answer · keepalived-killed, keepalived-crashed: the same of keepalived · keepalived-paused: it, or the
 * machine, stood still · host-shut-down: on purpose · host-lost: no power, or a crash;
 * `booted` is when it was there again · not-heard: the former holder went on as one, the nodes did not hear each other (`error`: did not
 * understand each other) · silent: not heard any more, and its records, where they could be read, do not tell why · released: given away, it is not known
 * why · higher-priority: its node takes the VIP back (preempt) · split-ended: nodes that were holders at once heard each other again, and this one stayed it ·
 * started, recovered: nobody had it, and this node was the first that could
 */
export const whyReason = z.discriminatedUnion('is', [
  z.object({ is: z.literal('nginx-stopped'), node }),
  z.object({ is: z.literal('nginx-restarted'), node }),
  z.object({ is: z.literal('nginx-killed'), node, signal }),
  z.object({ is: z.literal('nginx-crashed'), node, signal }),
  z.object({ is: z.literal('nginx-failed'), node }),
  z.object({ is: z.literal('nginx-hung'), node }),
  z.object({ is: z.literal('check-failed'), node }),
  z.object({ is: z.literal('keepalived-stopped'), node }),
  z.object({ is: z.literal('keepalived-restarted'), node }),
  z.object({ is: z.literal('keepalived-killed'), node, signal }),
  z.object({ is: z.literal('keepalived-crashed'), node }),
  z.object({ is: z.literal('keepalived-paused'), node, seconds: z.number() }),
  z.object({ is: z.literal('host-shut-down'), node, booted: time }),
  z.object({ is: z.literal('host-lost'), node, booted: time }),
  z.object({ is: z.literal('interface-down'), node, interface: z.string() }),
  z.object({ is: z.literal('not-heard'), node, error: z.enum(vrrpErrors).nullable() }),
  z.object({ is: z.literal('silent'), node }),
  z.object({ is: z.literal('released'), node }),
  z.object({ is: z.literal('higher-priority'), node }),
  z.object({ is: z.literal('split-ended'), node }),
  z.object({ is: z.literal('started'), node }),
  z.object({ is: z.literal('recovered'), node }),
  z.object({ is: z.literal('unknown') }),
])
export type WhyReason = z.output<typeof whyReason>
