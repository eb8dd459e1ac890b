import { HotpairError } from '../domain/failure'

/** A change of the pair file's shape: from version N (its place in the list, from 1) to N + 1. Never edit one that was released. */
export type Migration = (value: Record<string, unknown>) => Record<string, unknown>

const released: readonly Migration[] = []

/** The version that is written now. */
export const pairVersion = released.length + 1

/**
 * Takes `version` off a pair file's value and brings it to the shape of today. Without one it is of today: people need not write it.
 * Raises pair-unreadable (reason: version) for a version from the future.
 */
export function migrate(value: unknown, file: string, migrations: readonly Migration[] = released): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || !('version' in value)) return value
  const { version, ...rest } = value as Record<string, unknown>
  const latest = migrations.length + 1
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1 || version > latest) {
    throw new HotpairError('pair-unreadable', { values: { file, reason: 'version', version: String(version), latest } })
  }
  return migrations.slice(version - 1).reduce((shape, migration) => migration(shape), rest)
}
