import { lstat, mkdir, mkdtemp, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fileReason, HotpairError } from '../domain/failure'
import type { Pair } from '../domain/pair'
import type { BundleEntry, Plan } from '../domain/plan'
import { byHand } from './by-hand'
import { foreignIn, markFile, markOf, type Written } from './mark'

export interface Exported {
  /** The folder made, absolute. */
  readonly folder: string
  /** Files in it, relative, sorted; without our mark. */
  readonly files: readonly string[]
}

/**
 * Writes every node's bundle to `to/<pair>/<node>/`, byte for byte what deploy uploads, and how to run it by hand. The folder appears
 * whole or not at all. One that is there is replaced only when it is an export of ours and nothing else (mark.ts): it is renamed aside
 * first, looked at again where nobody else knows it, and put back when the new one cannot take its place.
 *
 * All of it happens in `to/.<pair>.hotpair-…`. When it is killed, that folder is left behind: it has another name at each run, is never
 * read, and can be deleted.
 * @throws HotpairError export-failed naming the folder (reason: foreign with `found`, link, not-a-folder, or the system's code)
 */
export async function exportBundles(
  pair: Pair,
  plan: Plan,
  bundles: Readonly<Record<string, readonly BundleEntry[]>>,
  to: string,
): Promise<Exported> {
  const folder = join(resolve(to), pair.name)
  const written: Written[] = [
    { path: 'README.txt', content: byHand(pair, plan), mode: 0o644 },
    ...Object.entries(bundles).flatMap(([node, entries]) => entries.map((entry) => ({ ...entry, path: `${node}/${entry.path}` }))),
  ]
  try {
    await mkdir(dirname(folder), { recursive: true })
    await refuseForeign(folder, folder)
    const work = await mkdtemp(join(dirname(folder), `.${basename(folder)}.hotpair-`))
    try {
      const draft = join(work, 'new')
      await mkdir(draft, { mode: 0o700 })
      for (const { path, content, mode } of [...written, { path: markFile, content: markOf(written), mode: 0o644 }]) {
        await mkdir(dirname(join(draft, path)), { recursive: true })
        await writeFile(join(draft, path), content, { mode, flag: 'wx' })
      }
      await replace(folder, draft, join(work, 'old'))
    } finally {
      // What was put aside and could not be put back stays.
      await rm(join(work, 'new'), { recursive: true, force: true }).catch(() => undefined)
      await rmdir(work).catch(() => undefined)
    }
  } catch (error) {
    if (error instanceof HotpairError) throw error
    throw new HotpairError('export-failed', { values: { folder, ...fileReason(error) }, cause: error })
  }
  return { folder, files: written.map(({ path }) => path).sort() }
}

async function replace(folder: string, draft: string, aside: string): Promise<void> {
  const isThere = await rename(folder, aside).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
      throw error
    },
  )
  try {
    if (isThere) await refuseForeign(aside, folder)
    await rename(draft, folder)
  } catch (error) {
    if (isThere) await rename(aside, folder)
    throw error
  }
  // The export is in its place whether or not its forerunner can be removed.
  if (isThere) await rm(aside, { recursive: true }).catch(() => undefined)
}

/** Raises export-failed, which names `folder`, unless nothing is at `at`, or an empty folder, or an export of ours as it was written. */
async function refuseForeign(at: string, folder: string): Promise<void> {
  const kind = await lstat(at).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (kind === null) return
  if (kind.isSymbolicLink()) throw new HotpairError('export-failed', { values: { folder, reason: 'link' } })
  if (!kind.isDirectory()) throw new HotpairError('export-failed', { values: { folder, reason: 'not-a-folder' } })
  const found = await foreignIn(at)
  if (found !== null) throw new HotpairError('export-failed', { values: { folder, reason: 'foreign', found } })
}
