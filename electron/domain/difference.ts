import { z } from 'zod'

/** What of a node a plan depends on. */
export const aspects = [
  'system',
  'machine',
  'hostname',
  'interface',
  'ssh-interface',
  'package-manager',
  'version',
  'unit',
  'sites',
  'default-site',
  'conf-d',
  'ports',
  'firewalld',
  'zones',
  'rules',
  'permanent-rules',
  'ufw',
  'nftables',
  'iptables',
  'selinux',
  'file',
] as const
export type Aspect = (typeof aspects)[number]

/** What an aspect is, where that is one of a few. */
export const conditions = [
  'none',
  'unknown',
  'absent',
  'masked',
  'not-masked',
  'stock',
  'changed',
  'yes',
  'no',
  'active',
  'not-active',
  'some',
] as const
export type Condition = (typeof conditions)[number]

/** One thing that differs between two readings of a node; `from` and `to` only where they are short enough to be told. */
export const difference = z.object({
  aspect: z.enum(aspects),
  /** Which interface, unit, package or file; else empty. */
  subject: z.string(),
  change: z.enum(['told', 'new', 'gone', 'changed']),
  from: z.string(),
  to: z.string(),
})
export type Difference = z.output<typeof difference>
