import { readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

export interface Rotation {
  /** Bytes from which on a file is put aside and a new one begun. */
  readonly most: number
  /** How many files that were put aside are kept beside it. */
  readonly kept: number
}

/**
 * Puts a file aside once it has grown to `most` bytes, as `FILE.<time>.<pid>`, and removes the oldest of those beyond `kept`. Nothing is ever
 * written over, and who has the file open goes on writing to it under its new name: two programs that do this at once lose no line.
 * Where it cannot be renamed (Windows, while another has it open) it grows on.
 * @returns what it is called now and what was removed; null: nothing was done
 */
export function rotate(file: string, { most, kept }: Rotation): { readonly aside: string; readonly removed: readonly string[] } | null {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined || !found.isFile() || found.size < most) return null
  // Sorts by time, and has no colon, which Windows would refuse.
  const aside = `${file}.${new Date().toISOString().replaceAll(':', '-')}.${String(process.pid)}`
  try {
    renameSync(file, aside)
  } catch {
    return null
  }
  const removed = asides(file).slice(kept)
  for (const old of removed) rmSync(old, { force: true })
  return { aside, removed }
}

/** The files that were put aside, the newest first. */
export function asides(file: string): string[] {
  const folder = dirname(file)
  const start = `${basename(file)}.`
  return readdirSync(folder)
    .filter((name) => name.startsWith(start) && /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.\d+$/.test(name.slice(start.length)))
    .sort()
    .reverse()
    .map((name) => join(folder, name))
}
