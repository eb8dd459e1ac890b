import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { HotpairError } from '../domain/failure'
import type { Pair } from '../domain/pair'
import type { BundleEntry, Plan } from '../domain/plan'
import { byHand } from './by-hand'

export interface Exported {
  /** The folder made, absolute. */
  readonly folder: string
  /** Files in it, relative, sorted. */
  readonly files: readonly string[]
}

/**
 * Writes every node's bundle to `to/<pair>/<node>/`, byte for byte what deploy uploads, and how to run it by hand. The folder appears
 * whole or not at all; one that is there is replaced only when it is an export of ours.
 * @throws HotpairError export-failed naming the folder
 */
export async function exportBundles(
  pair: Pair,
  plan: Plan,
  bundles: Readonly<Record<string, readonly BundleEntry[]>>,
  to: string,
): Promise<Exported> {
  const folder = join(resolve(to), pair.name)
  const files: string[] = []
  try {
    await mkdir(dirname(folder), { recursive: true })
    if (await isForeign(folder)) throw new Error(`${folder} is there already and is not an export of Hotpair`)
    const draft = await mkdtemp(`${folder}.`)
    const put = async (path: string, content: string, mode: number): Promise<void> => {
      await mkdir(dirname(join(draft, path)), { recursive: true })
      await writeFile(join(draft, path), content, { mode })
      files.push(path)
    }
    await put('README.txt', byHand(pair, plan), 0o644)
    for (const [node, entries] of Object.entries(bundles)) {
      for (const entry of entries) await put(join(node, entry.path), entry.content, entry.mode)
    }
    await rm(folder, { recursive: true, force: true })
    await rename(draft, folder)
  } catch (error) {
    throw new HotpairError('export-failed', {
      values: { folder, reason: error instanceof Error ? error.message : String(error) },
      cause: error,
    })
  }
  return { folder, files: files.sort() }
}

async function isForeign(folder: string): Promise<boolean> {
  const entries = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (entries === null || entries.length === 0) return false
  const nodes = await Promise.all(
    entries.map(async (entry) => {
      const found = await stat(join(folder, entry, 'manifest.json')).catch(() => null)
      return entry === 'README.txt' || found !== null
    }),
  )
  return nodes.includes(false)
}
