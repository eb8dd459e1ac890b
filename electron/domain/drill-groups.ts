import { drillKinds, type DrillKind } from './drill'

/** What a fault concerns: drills are offered by it, in this order. */
export const drillGroups = ['nginx', 'keepalived', 'network', 'host'] as const
export type DrillGroup = (typeof drillGroups)[number]

/** A kind without a group does not compile. */
export const groupOfDrill = {
  'nginx-stop': 'nginx',
  'nginx-unrestartable': 'nginx',
  'nginx-crash': 'nginx',
  'nginx-hang': 'nginx',
  'nginx-5xx': 'nginx',
  'nginx-slow': 'nginx',
  'check-broken': 'nginx',
  'all-sick': 'nginx',
  'keepalived-stop': 'keepalived',
  'keepalived-kill': 'keepalived',
  'keepalived-freeze': 'keepalived',
  reload: 'keepalived',
  'vip-deleted': 'keepalived',
  'vrrp-blocked-one-way': 'network',
  'vrrp-blocked': 'network',
  'link-flapping': 'network',
  'link-down': 'network',
  'power-loss': 'host',
  'clock-jump': 'host',
  reboot: 'host',
} as const satisfies Readonly<Record<DrillKind, DrillGroup>>

/** The groups that have drills, each with its drills in their order. */
export const drillsByGroup = (): readonly { readonly group: DrillGroup; readonly kinds: readonly DrillKind[] }[] => {
  const groupOf: Readonly<Record<DrillKind, DrillGroup>> = groupOfDrill
  return drillGroups
    .map((group) => ({ group, kinds: drillKinds.filter((kind) => groupOf[kind] === group) }))
    .filter(({ kinds }) => kinds.length > 0)
}
