import { mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { readText } from '../disk/regular'
import { fileReason, HotpairError } from '../domain/failure'
import { writeAtomically } from './write'

/** Bytes: what a page may send, indented. */
const largest = 8 * 1024 * 1024

/** A small JSON document in the configuration folder, read by its schema; what cannot be read counts as absent, and is kept. */
export interface JsonDocument<T> {
  read(): Promise<T | undefined>
  /** Raises store-failed. */
  write(value: T): Promise<void>
  remove(): Promise<void>
}

export function jsonDocument<T>(file: string, schema: z.ZodType<T>): JsonDocument<T> {
  return {
    async read() {
      try {
        return schema.parse(JSON.parse(await readText(file, largest)))
      } catch {
        return undefined
      }
    },
    async write(value) {
      try {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 })
        await writeAtomically(file, `${JSON.stringify(value, null, 2)}\n`, 0o600)
      } catch (error) {
        throw new HotpairError('store-failed', { values: { file, ...fileReason(error) }, cause: error })
      }
    },
    remove: () => rm(file, { force: true }),
  }
}

const settingsSchema = z.object({
  language: z.enum(['system', 'en', 'zh-CN']).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  fontNote: z.literal('dismissed').optional(),
})
export type Settings = z.output<typeof settingsSchema>

/** Language and theme, where what is not set follows the system, and notes that were dismissed. */
export const openSettings = (folder: string): JsonDocument<Settings> => jsonDocument(join(folder, 'settings.json'), settingsSchema)

const draftSchema = z.object({ id: z.string(), saved: z.iso.datetime(), name: z.string(), content: z.json() })
export type Draft = z.output<typeof draftSchema>

/** What was typed and not finished; never a secret. One file each, named by its id. */
export function openDrafts(folder: string) {
  const drafts = join(folder, 'drafts')
  const fileOf = (id: string): string => {
    // the id becomes a path
    if (!/^[a-z0-9-]{1,40}$/.test(id)) throw new HotpairError('bug', { values: { message: 'the id of a draft has other characters' } })
    return join(drafts, `${id}.json`)
  }
  return {
    /** The most recent first. */
    async list(): Promise<Draft[]> {
      const names = await readdir(drafts).catch(() => [])
      const read = await Promise.all(
        names.filter((name) => /^[a-z0-9-]+\.json$/.test(name)).map((name) => jsonDocument(join(drafts, name), draftSchema).read()),
      )
      return read.filter((draft) => draft !== undefined).sort((a, b) => b.saved.localeCompare(a.saved))
    },
    save: (draft: Draft) => jsonDocument(fileOf(draft.id), draftSchema).write(draft),
    remove: (id: string) => jsonDocument(fileOf(id), draftSchema).remove(),
  }
}
