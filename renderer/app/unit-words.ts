import type { UnitFact } from '../../electron/domain/node-facts'
import type { PlainKey } from '../i18n/i18n.svelte'

/** Whether a service runs. */
export const unitWords = {
  active: 'parts.unitActive',
  reloading: 'parts.unitReloading',
  inactive: 'parts.unitInactive',
  failed: 'parts.unitFailed',
  activating: 'parts.unitActivating',
  deactivating: 'parts.unitDeactivating',
} as const satisfies Record<UnitFact['active'], PlainKey>
