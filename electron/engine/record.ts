import type { Records } from '../store/audit'
import type { Engine } from './connections'

/** Writes what was done to the audit record, and its end to the pair's history. A full disk here must not end a deployment there. */
export const recordWith =
  (records: Records): Engine['record'] =>
  async ({ pair, what, result, details }) => {
    await records.audit({ pair, what, result }).catch(() => undefined)
    if (result === 'started') return
    const kind = what.startsWith('drill') ? 'drill' : what === 'undo' ? 'undo' : what === 'verify' ? 'verification' : 'deployment'
    const id = typeof details['deployment'] === 'string' ? details['deployment'] : ''
    await records.addHistory(pair, { kind, id, result, data: { what, ...details } }).catch(() => undefined)
  }
