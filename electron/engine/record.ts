import { HotpairError } from '../domain/failure'
import type { Pair } from '../domain/pair'
import type { HistoryEntry, Records } from '../store/audit'
import type { Engine } from './connections'

/** Writes what was done to the audit record, and its end to the pair's history. A full disk here must not end a deployment there. */
export const recordWith =
  (records: Records): Engine['record'] =>
  async ({ pair, what, result, details }) => {
    const detail = Object.fromEntries(['node', 'by'].flatMap((name) => (typeof details[name] === 'string' ? [[name, details[name]]] : [])))
    await records.audit({ pair, what, result, detail }).catch(() => undefined)
    if (result === 'started') return
    const id = typeof details['deployment'] === 'string' ? details['deployment'] : ''
    await records.addHistory(pair, { kind: kindOf(what), id, result, data: { what, ...details } }).catch(() => undefined)
  }

function kindOf(what: string): HistoryEntry['kind'] {
  if (what.startsWith('drill') || what === 'soak') return 'drill'
  if (what.startsWith('unit')) return 'unit'
  return what === 'undo' ? 'undo' : what === 'verify' ? 'verification' : 'deployment'
}

/**
 * Does something to the hosts, and keeps a record of what was done and how it ended.
 * @param begun what is known of it from the beginning
 */
export async function recorded<T>(
  engine: Engine,
  pair: Pair,
  what: string,
  work: () => Promise<T>,
  details: (result: T) => Record<string, unknown>,
  begun: Readonly<Record<string, unknown>> = {},
): Promise<T> {
  await engine.record({ pair: pair.name, what, result: 'started', details: begun })
  try {
    const result = await work()
    await engine.record({ pair: pair.name, what, result: 'done', details: { ...begun, ...details(result) } })
    return result
  } catch (error) {
    const failure = error instanceof HotpairError ? error.failure : null
    await engine.record({ pair: pair.name, what, result: failure?.kind ?? 'bug', details: { ...begun, ...failure } })
    throw error
  }
}
