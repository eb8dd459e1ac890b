import type { UnitChange } from '../../electron/domain/unit-change'
import type { SettingGroup } from '../../electron/domain/settings-history'
import type { Key, PlainKey } from '../i18n/i18n.svelte'
import type { Remembered } from './history'

export const groupWords = {
  nodes: 'pair.groupNodes',
  vips: 'pair.groupVips',
  order: 'pair.groupOrder',
  speed: 'pair.groupSpeed',
  'router-id': 'pair.groupRouterId',
  mode: 'pair.groupMode',
  preempt: 'pair.groupPreempt',
  'nginx-failure': 'pair.groupNginxFailure',
  content: 'pair.groupContent',
  firewall: 'pair.groupFirewall',
} as const satisfies Record<SettingGroup, PlainKey>

export const outcomeWords = {
  done: 'pair.resultDone',
  passed: 'pair.resultPassed',
  failed: 'pair.resultFailed',
  skipped: 'pair.resultSkipped',
  cancelled: 'pair.resultCancelled',
} as const satisfies Record<Remembered['outcome'], PlainKey>

/** The verb alone, and with what it is done to. */
export const changeWords = {
  start: { verb: 'pair.unitStart', full: 'pair.unitDoStart' },
  stop: { verb: 'pair.unitStop', full: 'pair.unitDoStop' },
  restart: { verb: 'pair.unitRestart', full: 'pair.unitDoRestart' },
} as const satisfies Record<UnitChange['change'], { readonly verb: PlainKey; readonly full: Key }>
