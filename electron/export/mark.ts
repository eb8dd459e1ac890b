import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readText } from '../disk/regular'
import type { BundleEntry } from '../domain/plan'
import { sha256 } from '../plan/sha256'

/**
 * Our mark: it names every file of an export with its sha256. A folder is an export of ours only as long as it holds these files, as they
 * were written, and nothing else; with a file more, or one that was edited, it is the user's.
 */
export const markFile = '.hotpair-export.json'

export type Written = Pick<BundleEntry, 'path' | 'content' | 'mode'>

const markSchema = z.object({ hotpair: z.literal(1), files: z.record(z.string(), z.string()) })
const largest = 8 * 1024 * 1024

export const markOf = (written: readonly Written[]): string =>
  `${JSON.stringify({ hotpair: 1, files: Object.fromEntries(written.map(({ path, content }) => [path, sha256(content)])) }, null, 2)}\n`

/**
 * What in a folder is not of an export of ours: the path in it of the first such file, link or folder; null: nothing, also when it is
 * empty. Symbolic links are not followed. Raises the system's errors.
 */
export async function foreignIn(folder: string): Promise<string | null> {
  const mark = await readText(join(folder, markFile), largest)
    .then((text) => new Map(Object.entries(markSchema.parse(JSON.parse(text)).files)))
    .catch(() => new Map<string, string>())
  const own = [...mark.keys()]
  const walk = async (within: string): Promise<string | null> => {
    for (const entry of await readdir(join(folder, within), { withFileTypes: true })) {
      const path = `${within}${entry.name}`
      if (path === markFile && mark.size > 0) continue
      const isOurs = entry.isDirectory() ? own.some((each) => each.startsWith(`${path}/`)) : entry.isFile() && (await isAsWritten(path))
      const found = isOurs ? entry.isDirectory() && (await walk(`${path}/`)) : path
      if (found) return found
    }
    return null
  }
  const isAsWritten = async (path: string): Promise<boolean> => {
    const expected = mark.get(path)
    return expected !== undefined && sha256(await readText(join(folder, path), largest).catch(() => '')) === expected
  }
  return walk('')
}
