import { policyOf, type ElectionRow, type NodeCondition, type Situation, type VrrpPolicy } from '../../../electron/domain/election'
import type { PairForm } from '../../app/form'
import type { PlainKey } from '../../i18n/i18n.svelte'

/** The rules of VRRP for what is typed so far; the address is not needed for that. */
export const policyOfForm = (form: PairForm): VrrpPolicy =>
  policyOf(
    form,
    form.nodes.map(({ name, priority }) => ({ name: name.trim(), priority })),
  )

/** One question of "what happens when…". */
export interface Scenario {
  readonly id: 'healthy' | 'holder-nginx' | 'holder-down' | 'standby-down' | 'all-nginx' | 'all-down'
  readonly key: PlainKey
  readonly row: ElectionRow
}

const keys = {
  healthy: 'vip.whenHealthy',
  'holder-nginx': 'vip.whenHolderNginx',
  'holder-down': 'vip.whenHolderDown',
  'standby-down': 'vip.whenStandbyDown',
  'all-nginx': 'vip.whenAllNginx',
  'all-down': 'vip.whenAllDown',
} as const satisfies Record<Scenario['id'], PlainKey>

/** The rows of the election table that a person asks about: from the usual state, one thing goes wrong. */
export function scenarios(table: readonly ElectionRow[], policy: VrrpPolicy): Scenario[] {
  const names = policy.nodes.map(({ name }) => name)
  const find = (states: Partial<Record<string, NodeCondition>>, previous: string | null): ElectionRow | undefined =>
    table.find((row) => row.previous === previous && names.every((name) => row.situation[name] === (states[name] ?? 'healthy')))
  const usual = find({}, null)?.holder ?? null
  if (usual === null) return []
  const standby = [...policy.nodes].filter(({ name }) => name !== usual).sort((a, b) => b.priority - a.priority)[0]?.name ?? ''
  const all = (state: NodeCondition): Situation => Object.fromEntries(names.map((name) => [name, state]))
  const asked: readonly (readonly [Scenario['id'], ElectionRow | undefined])[] = [
    ['healthy', find({}, null)],
    ['holder-nginx', find({ [usual]: 'nginx-failed' }, usual)],
    ['holder-down', find({ [usual]: 'down' }, usual)],
    ['standby-down', find({ [standby]: 'down' }, usual)],
    ['all-nginx', find(all('nginx-failed'), usual)],
    ['all-down', find(all('down'), usual)],
  ]
  return asked.flatMap(([id, row]) => (row === undefined ? [] : [{ id, key: keys[id], row }]))
}
