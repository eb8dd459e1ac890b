import { z } from 'zod'

/**
 * What a node's own records (systemd's and keepalived's, in its journal) say of what has happened there. `at`: ms since 1970 by the clock
 * of the node. Each kind has the values that its record has.
 */

const at = z.number()
const instance = z.string()
const one = <W extends string, S extends z.ZodRawShape>(what: W, values: S) => z.object({ what: z.literal(what), at, ...values })

/** Why two nodes that hear each other do not understand each other: keepalived drops such adverts, and then both may be master. */
export const vrrpErrors = ['password', 'auth-type', 'interval', 'version', 'vips', 'cannot-send'] as const

export const nodeRecord = z.discriminatedUnion('what', [
  // VRRP, of an instance
  one('master', { instance }),
  one('backup', { instance }),
  one('fault', { instance }),
  /** Another node gave the VIP away. keepalived 2.2 and later say so only with --log-detail. */
  one('release-heard', { instance }),
  /** As master, from another one: it answers with its own advert, or gives way. `priority` is the sender's. */
  one('lower-advert', { instance, priority: z.int() }),
  one('higher-advert', { instance, priority: z.int() }),
  /** As one that will take the VIP from it (preempt). */
  one('lower-ignored', { instance, priority: z.int() }),
  one('master-silent', { instance }),
  one('vrrp-error', { instance, error: z.enum(vrrpErrors) }),
  /** A file that keepalived tracks, by its name in the configuration or its path. With --log-detail only. */
  one('file-fault', { instance, file: z.string() }),
  one('file-good', { instance, file: z.string() }),

  // what VRRP depends on
  one('check-failed', { check: z.string(), timedOut: z.boolean() }),
  one('check-succeeded', { check: z.string() }),
  one('interface-down', { interface: z.string() }),
  one('interface-up', { interface: z.string() }),

  // services; `signal`: the number of the one that ended it, null: it ended by itself
  one('keepalived-started', {}),
  one('keepalived-reloaded', {}),
  one('keepalived-stopping', {}),
  one('keepalived-stopped', { restarts: z.boolean() }),
  one('keepalived-ended', { signal: z.int().nullable() }),
  /** It did not get to run for so long: frozen, or the machine was paused. */
  one('keepalived-paused', { seconds: z.number() }),
  one('nginx-started', {}),
  one('nginx-reloaded', {}),
  one('nginx-stopping', {}),
  one('nginx-stopped', { restarts: z.boolean() }),
  one('nginx-ended', { signal: z.int().nullable() }),
  one('nginx-start-failed', {}),
  /** hotpair-nginx.service tells keepalived that nginx is about to be stopped (plan/nginx-notice.ts). */
  one('nginx-leaving', {}),

  // the host
  one('booted', {}),
  one('shutting-down', {}),

  // Hotpair's failover tests: the node will end the fault by itself, and: the fault is over
  one('drill-armed', { drill: z.string() }),
  one('drill-ended', { drill: z.string() }),
])
export type NodeRecord = z.output<typeof nodeRecord>

/** Node's clock minus the operator's, and how far that may be off; ms. */
export const clockOffset = z.object({ offset: z.number(), error: z.number() })
export type ClockOffset = z.output<typeof clockOffset>

/** On the operator's clock. It is right for what has happened since the node's clock was set last. */
export const onOperatorsClock = <T extends { readonly at: number }>(events: readonly T[], { offset }: ClockOffset): T[] =>
  events.map((event) => ({ ...event, at: event.at - offset }))

/** How a node keeps its journal (journald.conf(5), Storage=); none: it has no journal, or nothing in it. */
export const journalKinds = ['kept', 'until-reboot', 'none'] as const

/** What was read of a node's journal. */
export const nodeRecords = z.object({
  /** Oldest first. */
  records: z.array(nodeRecord),
  journal: z.enum(journalKinds),
  /** From when on the records are complete, ms since 1970 by the node's clock; null: there is no journal. */
  from: z.number().nullable(),
  /** There were more records than are read; the newest are here. */
  cut: z.boolean(),
})
export type NodeRecords = z.output<typeof nodeRecords>
