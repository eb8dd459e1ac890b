import { z } from 'zod'
import { nodeConditions } from './election'
import { nodeStates } from './node-state'
import type { Flat, Given, Shape, Values } from './shape'

const text = z.string()
const number = z.number()
const texts = z.array(text).readonly()

const node = { one: text, other: text }
const place = { interface: text }
const wanted = { command: text }
const space = { path: text, megabytes: number }
const file = { path: text }

/** What preflight can find, each with its values: names, numbers and codes of a host, or codes of ours that are worded. */
export const findingTable = {
  // the VIP
  'vip-not-in-subnet': { vip: text, ...place, subnets: texts },
  'vip-prefix': { vip: text, ...place, subnets: texts, prefix: number },
  'vip-reserved': { vip: text },
  'vip-is-node-address': { vip: text },
  'vip-in-use': { vip: text, mac: text, nodes: texts },
  'vip-unchecked': { vip: text },
  // interfaces
  'interface-missing': { ...place, interfaces: texts },
  'no-interface-guess': { address: text, interfaces: texts },
  'interface-loopback': place,
  'interface-down': { ...place, what: z.enum(['no-link', 'off']) },
  'no-ipv4-on-interface': place,
  'networkd-manages': place,
  'address-dynamic': { ...place, address: text },
  'subnets-differ': node,
  'same-address': { ...node, address: text },
  // VRRP
  'vrid-heard': { routerId: number, sources: texts, free: number },
  'vrid-unchecked': { routerId: number },
  'vip-stays-on-failed-node': { situation: z.array(z.object({ node: text, state: z.enum(nodeConditions) })).readonly() },
  // keepalived
  'keepalived-too-old': { version: text },
  'keepalived-too-old-for-unicast': { version: text },
  'keepalived-too-old-for-down-timer': { version: text, since: text, adverts: number },
  'timer-expired-left-out': { version: text, since: text },
  'other-pair': { other: text, pair: text },
  'foreign-keepalived': { routerIds: z.array(number).readonly() },
  'foreign-keepalived-running': { routerIds: z.array(number).readonly() },
  'keepalived-not-text': file,
  'keepalived-too-long': file,
  'keepalived-not-understood': file,
  'unit-masked': { unit: text },
  // packages
  'package-manager-missing': {},
  'no-package-lists': { packages: texts, ...wanted },
  'stale-package-lists': { days: number, packages: texts, ...wanted },
  'nginx-missing': wanted,
  'keepalived-missing': wanted,
  'curl-missing': wanted,
  'nginx-not-packaged': { version: text },
  'no-space': space,
  'little-space': space,
  // nginx; `process`: empty where nobody says which it is
  'port-taken': { port: number, process: text, address: text },
  'health-port-taken': { port: number, process: text, ...file },
  'default-site-replaced': file,
  'other-default-server': { paths: texts },
  'nginx-without-confd': {},
  'nothing-to-keep': {},
  'keep-proves-little': {},
  // the machines
  'same-machine': node,
  /** `alike`: machine-id, a MAC */
  'cloned-machine': { ...node, alike: texts },
  'clocks-apart': { ...node, seconds: number },
  'os-unsupported': { os: text },
  'no-systemd': { os: text },
  'selinux-enforcing': {},
  'selinux-proxy': {},
  'snapshot-advice': { virtualisation: text, seconds: number },
  cloud: { cloud: text },
  'cloud-multicast': { cloud: text },
  'cloud-openstack': {},
  /** null and empty where the node does not say it. */
  'open-deployment': { deployment: text, state: z.enum(nodeStates).nullable(), owner: text },
  // firewalls
  'firewall-foreign': { firewalls: texts },
  'firewall-foreign-left': { firewalls: texts },
  'firewall-disabled-chosen': {},
  'firewall-leave-blocks': { zone: text, peers: texts, commands: text },
  'firewall-leave-blocks-web': { zone: text },
  'firewalld-zone-unknown': place,
  'firewalld-unsaved': { zone: text, rules: texts },
} as const satisfies Readonly<Record<string, Shape>>

type Table = typeof findingTable
export type FindingRule = keyof Table
export const findingRules = Object.keys(findingTable) as readonly FindingRule[]
/** Rules that judge settings: of hosts that are no pair yet they say nothing. */
export const settingsRules: ReadonlySet<FindingRule> = new Set([
  'vip-not-in-subnet',
  'vip-prefix',
  'vip-reserved',
  'vip-is-node-address',
  'vip-in-use',
  'vip-unchecked',
  'vip-stays-on-failed-node',
  'vrid-heard',
  'vrid-unchecked',
  'port-taken',
  'default-site-replaced',
  'other-default-server',
  'snapshot-advice',
  'keepalived-too-old-for-down-timer',
  'timer-expired-left-out',
  'firewall-disabled-chosen',
])
/** Values that a sentence of a rule may name. */
export type NamesOfRule<R extends FindingRule> = Given<Table[R]>
export type FindingValues<R extends FindingRule> = Flat<Values<Table[R]>>

const common = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  /** Absent when it is about the pair. */
  node: z.string().optional(),
})
type Common = Readonly<z.output<typeof common>>

export type FindingOf<R extends FindingRule> = R extends FindingRule
  ? Flat<{ readonly rule: R; readonly values: FindingValues<R> } & Common>
  : never
/**
 * What preflight says of the facts. Words (fact, consequence, remedy) are looked up by `rule` in
 * contract/wording, so that every face and language has the same.
 */
export type Finding = FindingOf<FindingRule>
export type Severity = Finding['severity']

const [first, ...rest] = findingRules.map((rule) => common.extend({ rule: z.literal(rule), values: z.object(findingTable[rule] as Shape) }))
if (first === undefined) throw new TypeError('no rules')
// Built from the table, so that its type is the table's, which the compiler cannot follow through the loop.
export const finding = z.discriminatedUnion('rule', [first, ...rest]) as unknown as z.ZodType<Finding, Finding>
