import { z } from 'zod'
import { pairSchema, type Pair } from './pair'
import { downAdverts } from './vrrp-times'

/**
 * What the hosts of a pair are set to, from what is remembered of it. Each deployment puts its settings on top; an undo takes the top
 * away.
 */

/** As much of a remembered deployment or undo as this asks for. */
export interface SettingsEntry {
  readonly kind: string
  /** ISO 8601 */
  readonly time: string
  readonly result: string
  readonly data?: unknown
}

/** settings null: deployed by a version that did not remember them. */
export interface Deployed {
  readonly time: string
  readonly settings: Pair | null
}

const deployment = z.object({ settings: pairSchema })

/** The deployments that are on the hosts, the last one first. @param entries newest first, as they are kept */
export function deployedOf(entries: readonly SettingsEntry[]): readonly Deployed[] {
  const stack: Deployed[] = []
  for (const { kind, time, result, data } of [...entries].reverse()) {
    if (result !== 'done') continue
    if (kind === 'deployment') stack.unshift({ time, settings: deployment.safeParse(data).data?.settings ?? null })
    if (kind === 'undo') stack.shift()
  }
  return stack
}

export const settingGroups = [
  'nodes',
  'vips',
  'order',
  'speed',
  'router-id',
  'mode',
  'preempt',
  'nginx-failure',
  'content',
  'firewall',
] as const
export type SettingGroup = (typeof settingGroups)[number]

const groupOf: Readonly<Record<SettingGroup, (pair: Pair) => unknown>> = {
  nodes: ({ nodes }) => nodes.map(({ name, address, port, user, interface: nic }) => [name, address, port, user, nic]),
  vips: ({ vips }) => vips,
  order: ({ nodes }) => nodes.map(({ name, priority }) => [name, priority]),
  speed: ({ vrrp }) => [vrrp.advertInterval, vrrp.version, downAdverts(vrrp), vrrp.realTimePriority, vrrp.timerExpiredBackup === true],
  'router-id': ({ vrrp }) => vrrp.routerId,
  mode: ({ vrrp }) => vrrp.mode,
  preempt: ({ vrrp }) => vrrp.preempt,
  'nginx-failure': ({ vrrp }) => vrrp.onNginxFailure,
  content: ({ nginx }) => nginx,
  firewall: ({ firewall }) => firewall,
}

/** In what two settings of a pair differ. */
export const differingGroups = (one: Pair, other: Pair): SettingGroup[] =>
  settingGroups.filter((group) => JSON.stringify(groupOf[group](one)) !== JSON.stringify(groupOf[group](other)))
