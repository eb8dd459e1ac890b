import { z } from 'zod'
import { parseCidr } from '../../electron/domain/address'
import type { VrrpTiming } from '../../electron/domain/profiles'
import { vipText } from '../../electron/domain/vip'
import { defaultPriority, pairSchema, type Node, type Pair, type PairInput } from '../../electron/domain/pair'

/** A node as it is being typed. Numbers are text until they are numbers. Never a secret. */
const nodeTyped = z.object({
  name: z.string(),
  address: z.string(),
  port: z.string(),
  user: z.string(),
  auth: z.enum(['password', 'key', 'agent']),
  keyFile: z.string(),
  /** For a user who is not root. */
  sudo: z.enum(['password', 'nopassword']),
  /** Empty: the one that carries the address. */
  interface: z.string(),
  priority: z.int(),
})

/** Everything of a pair as it is being typed: may be incomplete and wrong. */
export const pairForm = z.object({
  name: z.string(),
  nodes: z.array(nodeTyped).min(2).max(8),
  vips: z.array(z.string()).min(1),
  routerId: z.string(),
  advertInterval: z.number(),
  version: z.union([z.literal(2), z.literal(3)]).nullable(),
  /** null: as VRRP has it; no real-time priority. Absent in drafts of before. */
  downTimerAdverts: z.number().nullable().default(null),
  realTimePriority: z.number().nullable().default(null),
  timerExpiredBackup: z.boolean().default(false),
  /** The timing was chosen by a person or a file: what is found on the hosts does not change it any more. */
  timingChosen: z.boolean().default(true),
  preempt: z.boolean(),
  mode: z.enum(['multicast', 'unicast']),
  onNginxFailure: z.enum(['release', 'stop-keepalived']),
  content: z.enum(['welcome', 'proxy', 'keep']),
  upstreams: z.array(z.string()).min(1),
  url: z.string(),
  firewall: z.enum(['open', 'leave', 'disable']),
})
export type PairForm = z.output<typeof pairForm>
export type NodeForm = PairForm['nodes'][number]

export const emptyNode = (index: number): NodeForm => ({
  name: `nginx${index + 1}`,
  address: '',
  port: '22',
  user: 'root',
  auth: 'password',
  keyFile: '',
  sudo: 'password',
  interface: '',
  priority: defaultPriority(index),
})

export const emptyForm = (name: string): PairForm => ({
  name,
  nodes: [emptyNode(0), emptyNode(1)],
  vips: [''],
  routerId: '',
  advertInterval: 1,
  version: null,
  downTimerAdverts: null,
  realTimePriority: null,
  timerExpiredBackup: false,
  timingChosen: false,
  preempt: false,
  mode: 'multicast',
  onNginxFailure: 'release',
  content: 'welcome',
  upstreams: [''],
  url: '',
  firewall: 'open',
})

const plainVersion = (interval: number): 2 | 3 => (Number.isInteger(interval) ? 2 : 3)

export const nodeForm = (node: Node): NodeForm => ({
  name: node.name,
  address: node.address,
  port: String(node.port),
  user: node.user,
  auth: node.auth,
  keyFile: node.keyFile ?? '',
  sudo: node.sudo === 'nopassword' ? 'nopassword' : 'password',
  interface: node.interface ?? '',
  priority: node.priority,
})

export const formOf = (pair: Pair): PairForm => ({
  name: pair.name,
  nodes: pair.nodes.map(nodeForm),
  vips: [...pair.vips],
  routerId: String(pair.vrrp.routerId),
  advertInterval: pair.vrrp.advertInterval,
  version: pair.vrrp.version === plainVersion(pair.vrrp.advertInterval) ? null : pair.vrrp.version,
  downTimerAdverts: pair.vrrp.downTimerAdverts ?? null,
  realTimePriority: pair.vrrp.realTimePriority ?? null,
  timerExpiredBackup: pair.vrrp.timerExpiredBackup === true,
  timingChosen: true,
  preempt: pair.vrrp.preempt,
  mode: pair.vrrp.mode,
  onNginxFailure: pair.vrrp.onNginxFailure,
  content: pair.nginx.content,
  upstreams: pair.nginx.content === 'proxy' ? [...pair.nginx.upstreams] : [''],
  url: pair.nginx.content === 'keep' ? (pair.nginx.url ?? '') : '',
  firewall: pair.firewall,
})

export type NodeInput = PairInput['nodes'][number]

const nodeSoFar = (node: NodeForm) => ({
  name: node.name.trim(),
  address: node.address.trim(),
  port: Number(node.port),
  user: node.user.trim(),
  auth: node.auth,
  ...(node.auth === 'key' ? { keyFile: node.keyFile.trim() } : {}),
  sudo: node.user.trim() === 'root' ? ('none' as const) : node.sudo,
  ...(node.interface === '' ? {} : { interface: node.interface }),
  priority: node.priority,
})

export const nodeInput: (node: NodeForm) => NodeInput = nodeSoFar

export const pairInput = (form: PairForm): PairInput => ({
  name: form.name.trim(),
  nodes: form.nodes.map(nodeInput),
  vips: form.vips.map((vip) => vip.trim()),
  vrrp: {
    routerId: form.routerId.trim() === '' ? Number.NaN : Number(form.routerId),
    advertInterval: form.advertInterval,
    ...(form.version === null ? {} : { version: form.version }),
    ...timingOfForm(form),
    preempt: form.preempt,
    mode: form.mode,
    onNginxFailure: form.onNginxFailure,
  },
  nginx: nginxInput(form),
  firewall: form.firewall,
})

/** What is stated of it. With preempt a node that was paused takes the VIP back anyway. */
const timingOfForm = (form: PairForm): Pick<Pair['vrrp'], 'downTimerAdverts' | 'realTimePriority' | 'timerExpiredBackup'> => ({
  ...(form.downTimerAdverts === null ? {} : { downTimerAdverts: form.downTimerAdverts }),
  ...(form.realTimePriority === null ? {} : { realTimePriority: form.realTimePriority }),
  ...(form.timerExpiredBackup && !form.preempt ? { timerExpiredBackup: true } : {}),
})

/** Puts another timing into the form, as somebody has chosen it or, by default, as the hosts suggest. */
export function setTiming(form: PairForm, timing: VrrpTiming, chosen = true): void {
  form.advertInterval = timing.advertInterval
  form.version = null
  form.downTimerAdverts = timing.downTimerAdverts ?? null
  form.realTimePriority = timing.realTimePriority ?? null
  form.timingChosen ||= chosen
}

function nginxInput(form: PairForm): NonNullable<PairInput['nginx']> {
  switch (form.content) {
    case 'welcome':
      return { content: 'welcome' }
    case 'proxy':
      return { content: 'proxy', upstreams: form.upstreams.map((upstream) => upstream.trim()) }
    case 'keep':
      return form.url.trim() === '' ? { content: 'keep' } : { content: 'keep', url: form.url.trim() }
    default:
      return form.content satisfies never
  }
}

/** As far as it is typed, for rules that judge one setting: VIPs that are none yet are left out. Never to be sent or kept. */
export const pairSoFar = (form: PairForm): Pair => ({
  name: form.name.trim(),
  nodes: form.nodes.map(nodeSoFar),
  vips: form.vips.flatMap((text) => parseCidr(text.trim()) ?? []).map(vipText),
  vrrp: {
    routerId: Number(form.routerId),
    advertInterval: form.advertInterval,
    version: form.version ?? plainVersion(form.advertInterval),
    ...timingOfForm(form),
    preempt: form.preempt,
    mode: form.mode,
    onNginxFailure: form.onNginxFailure,
  },
  nginx: nginxInput(form),
  firewall: form.firewall,
})

/** The pair, when everything in the form is as it must be. */
export function pairOf(form: PairForm): Pair | null {
  const parsed = pairSchema.safeParse(pairInput(form))
  return parsed.success ? parsed.data : null
}

/** Who should hold the VIP, the first one first: indexes of nodes. */
export const byPreference = (form: PairForm): number[] =>
  form.nodes.map((_, index) => index).sort((a, b) => (form.nodes[b]?.priority ?? 0) - (form.nodes[a]?.priority ?? 0))

/** Gives the priorities that there are to the nodes in another order. */
export function reorder(form: PairForm, order: readonly number[]): void {
  const priorities = form.nodes.map((node) => node.priority).sort((a, b) => b - a)
  order.forEach((index, place) => {
    const node = form.nodes[index]
    const priority = priorities[place]
    if (node !== undefined && priority !== undefined) node.priority = priority
  })
}
