import { randomBytes } from 'node:crypto'
import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Writes a whole file or nothing: temporary file in the same folder, sync, rename, sync of the folder. A symbolic link stays one, and
 * an existing file keeps its mode; `mode` is for a new one. Raises the system's errors. (write-file-atomic opens a temporary file that
 * is there already, and does not sync the folder.)
 */
export async function writeAtomically(file: string, text: string, mode: number): Promise<void> {
  const target = await realpath(file).catch(() => file)
  const kept = await stat(target).then(
    (found) => found.mode & 0o777,
    () => mode,
  )
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`)
  try {
    const handle = await open(temporary, 'wx', kept)
    try {
      await handle.writeFile(text)
      await handle.chmod(kept)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(dirname(target))
}

/** So that the new name survives a power loss. Windows cannot. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
