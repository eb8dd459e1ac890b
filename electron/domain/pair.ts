import { z } from 'zod'
import { formatCidr, isIPv4, isIPv6, parseCidr } from './address'
import { interfacePattern } from './fact-values'
import { says } from './pair-issue'

/**
 * The pair: what the user wants. The schema is the source of the type, of the form's validation and of
 * `hotpair schema`. It never holds a secret: those are kept by reference (domain/secret.ts).
 */

const name = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/i, says('name'))
export const pairName = name.meta({ description: 'Name of the pair; files and keychain entries carry it' })
/** As a host repeats it; empty where it says none. */
export const pairNameOrNone = z.union([z.literal(''), name], 'expected the name of a pair')
export const nodeName = name.meta({ description: 'Name of the node; shown everywhere and told to clients in X-Hotpair-Node' })

/** An SSH address: a host name or an IP address. */
const sshAddress = z
  .string()
  .refine(
    (text) => isIPv4(text) || isIPv6(text) || (/^(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})*\.?$/i.test(text) && !/^[\d.]+$/.test(text)),
    says('ssh-address'),
  )
  .meta({ description: 'Where SSH reaches the node: a host name or an address' })

const port = z.int().min(1).max(65535)

export const nodeSchema = z
  .strictObject({
    name: nodeName,
    address: sshAddress,
    port: port.default(22).meta({ description: 'TCP port of sshd' }),
    user: z
      .string()
      .regex(/^[a-z_][a-z0-9_.-]{0,31}\$?$/i, says('user'))
      .default('root'),
    auth: z.enum(['password', 'key', 'agent']).default('password').meta({ description: 'How SSH proves who you are' }),
    keyFile: z.string().min(1).optional().meta({ description: 'Private key file; needed with auth: key' }),
    sudo: z
      .enum(['none', 'password', 'nopassword'])
      .optional()
      .meta({ description: 'How the user becomes root; root needs none (default: none for root, else password)' }),
    interface: z
      .string()
      .regex(interfacePattern, says('interface'))
      .optional()
      .meta({ description: 'Interface that carries the VIP; by default the one that carries the address' }),
    priority: z.int().min(1).max(254).optional().meta({
      description: 'VRRP priority; the highest healthy node holds the VIP. 255 is refused: it ignores the health check',
    }),
  })
  .refine((node) => node.auth !== 'key' || node.keyFile !== undefined, {
    path: ['keyFile'],
    message: says('key-file'),
  })
  .refine((node) => node.user === 'root' || node.sudo !== 'none', {
    path: ['sudo'],
    message: says('sudo'),
  })

export const vipSchema = z
  .string()
  .refine((text) => parseCidr(text)?.family !== 'inet6', says('vip-v6'))
  .refine((text) => parseCidr(text) !== undefined, says('vip'))
  .transform((text) => {
    const cidr = parseCidr(text)
    return cidr ? formatCidr(cidr) : text
  })
  .meta({ description: 'Virtual IP address with prefix length; without one it is /32' })

export const vrrpSchema = z
  .strictObject({
    routerId: z.int(says('router-id')).min(1).max(255).meta({ description: 'VRID: equal on all nodes, unused by others on the LAN' }),
    advertInterval: z
      .number()
      .min(0.01)
      .max(40)
      .default(1)
      .meta({ description: 'Seconds between adverts. Whole seconds use VRRP version 2, fractions version 3' }),
    version: z.literal([2, 3]).optional().meta({ description: 'VRRP version; by default 2 for whole seconds, else 3' }),
    downTimerAdverts: z.int().min(2).max(100).optional().meta({
      description: 'Adverts in a row that must be missed before a standby takes over (default: 3). Needs keepalived 2.2.3 on all nodes',
    }),
    realTimePriority: z
      .int()
      .min(1)
      .max(99)
      .optional()
      .meta({ description: 'Real-time priority of keepalived, whose memory is then not swapped out either; by default none' }),
    timerExpiredBackup: z.boolean().optional().meta({
      description:
        'true: a holder that was paused gives the VIP up when it goes on, if another node may have taken over meanwhile. For virtual machines; without preempt, and from keepalived 2.3.3 on',
    }),
    preempt: z.boolean().default(false).meta({ description: 'true: the VIP goes back to the preferred node when it has recovered' }),
    mode: z.enum(['multicast', 'unicast']).default('multicast'),
    onNginxFailure: z.enum(['release', 'stop-keepalived']).default('release').meta({
      description:
        'release: the node gives the VIP away while nginx is unhealthy. stop-keepalived: it tries to start nginx, then stops keepalived',
    }),
  })
  .refine((vrrp) => vrrp.version !== 2 || Number.isInteger(vrrp.advertInterval), {
    path: ['advertInterval'],
    message: says('whole-seconds'),
  })
  .refine((vrrp) => vrrp.timerExpiredBackup !== true || !vrrp.preempt, {
    path: ['timerExpiredBackup'],
    message: says('paused-and-preempt'),
  })

const upstream = z
  .string()
  .regex(/^([a-z0-9.-]+|\[[0-9a-f:]+\]):\d{1,5}$/i, says('upstream'))
  .refine((text) => port.safeParse(Number(text.slice(text.lastIndexOf(':') + 1))).success, says('upstream-port'))

export const nginxSchema = z.discriminatedUnion('content', [
  z.strictObject({ content: z.literal('welcome') }).meta({ description: 'A page that names the node' }),
  z
    .strictObject({ content: z.literal('proxy'), upstreams: z.array(upstream).min(1).max(64) })
    .meta({ description: 'Reverse proxy on port 80' }),
  z
    .strictObject({
      content: z.literal('keep'),
      url: z
        .url({ protocol: /^https?$/ })
        .optional()
        .meta({ description: 'URL that proves your site; its host name is asked of the VIP and of every node' }),
    })
    .meta({ description: "nginx's own configuration stays; only a health server is added" }),
])

/** Firewall handling: `open` what is needed, `leave` it alone, or `disable` it as the seed's recipe does. */
export const firewallSchema = z.enum(['open', 'leave', 'disable'])

const distinct = <T>(values: readonly T[]): boolean => new Set(values).size === values.length

export const pairSchema = z
  .strictObject({
    name: pairName,
    nodes: z.array(nodeSchema).min(2, says('few-nodes')).max(8),
    vips: z.array(vipSchema).min(1, says('no-vip')).max(20),
    vrrp: vrrpSchema,
    nginx: nginxSchema.default({ content: 'welcome' }),
    firewall: firewallSchema.default('open'),
  })
  .refine((pair) => distinct(pair.nodes.map((node) => node.name.toLowerCase())), {
    path: ['nodes'],
    message: says('same-names'),
  })
  .refine((pair) => distinct(pair.nodes.map((node) => `${node.address.toLowerCase()} ${String(node.port)}`)), {
    path: ['nodes'],
    message: says('same-addresses'),
  })
  .refine((pair) => distinct(pair.nodes.map((node, i) => priorityOf(node, i))), {
    path: ['nodes'],
    message: says('same-priorities'),
  })
  .refine((pair) => distinct(pair.vips.map((text) => parseCidr(text)?.address)), { path: ['vips'], message: says('same-vips') })
  .transform((pair) => ({
    ...pair,
    vrrp: { ...pair.vrrp, version: pair.vrrp.version ?? (Number.isInteger(pair.vrrp.advertInterval) ? 2 : 3) } as const,
    nodes: pair.nodes.map((node, i) => ({
      ...node,
      priority: priorityOf(node, i),
      sudo: node.sudo ?? (node.user === 'root' ? ('none' as const) : ('password' as const)),
    })),
  }))

/** Of the node at this place: as high as may be, since a standby takes over the sooner the higher its priority (RFC 9568 §6.1, Skew_Time). */
export const defaultPriority = (index: number): number => 254 - index

const priorityOf = (node: { priority?: number | undefined }, index: number): number => node.priority ?? defaultPriority(index)

/** A pair as written in a file, before defaults. */
export type PairInput = z.input<typeof pairSchema>
/** A pair with every default filled in, but for the interfaces, which are facts. */
export type Pair = z.output<typeof pairSchema>
export type Node = Pair['nodes'][number]
export type NginxContent = Pair['nginx']
