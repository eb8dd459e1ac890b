import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { appendLine, readLastLines } from '../disk/regular'
import { asides, rotate, type Rotation } from '../disk/rotate'
import { deploymentNameOrNone } from '../domain/deployment-name'
import { fileReason, HotpairError } from '../domain/failure'
import { pairName } from '../domain/pair'
import { plainJson } from '../domain/visible'
import { errorCode, storePaths } from './folder'
import { redactDeep } from './redaction'
import type { Redact } from './redaction'

/**
 * Bytes from which on a record is put aside (`audit.jsonl.<time>.<pid>`, the same for each pair's history), and how many of those are kept
 * beside it: some 200,000 entries. The record that begins anew says in its first line which one it goes on from, and what was removed.
 */
const rotation = { most: 4 * 1024 * 1024, kept: 10 }

/** Who did what to which pair: append-only, one JSON value per line. */
export const auditEntrySchema = z.object({
  /** ISO 8601, UTC */
  time: z.iso.datetime(),
  pair: z.string(),
  /** `deploy`, `drill nginx-stop`, `credentials forgotten`, … */
  what: z.string(),
  /** `started`, `done`, `rolled-back`, or a failure's kind. */
  result: z.string(),
  detail: z.record(z.string(), z.string()).optional(),
})
export type AuditEntry = z.output<typeof auditEntrySchema>

/** One deployment, undo, drill, verification or change of a unit of a pair. `data` belongs to whoever wrote it. */
export const historyEntrySchema = z.object({
  time: z.iso.datetime(),
  kind: z.enum(['deployment', 'undo', 'drill', 'verification', 'unit']),
  /** Empty: no deployment's. */
  id: deploymentNameOrNone,
  result: z.string(),
  data: z.unknown().optional(),
})
export type HistoryEntry = z.output<typeof historyEntrySchema>

export interface Records {
  /** Adds to the audit record; the time is now unless given. Raises store-failed when it cannot be written. */
  audit(entry: Omit<AuditEntry, 'time'> & { time?: string }): Promise<void>
  /** The last entries, newest first; for one pair or all. */
  audited(limit: number, pair?: string): Promise<AuditEntry[]>
  addHistory(pair: string, entry: Omit<z.input<typeof historyEntrySchema>, 'time'> & { time?: string }): Promise<void>
  /** Newest first. */
  history(pair: string, limit: number, wanted?: (entry: HistoryEntry) => boolean): Promise<HistoryEntry[]>
  /** Also what was put aside of it. */
  removeHistory(pair: string): Promise<void>
}

/** The records in the configuration folder. `redact` sees everything before it is written. */
export function openRecords(folder: string, redact: Redact, limits: Rotation = rotation): Records {
  const paths = storePaths(folder)
  const historyFile = (pair: string): string => join(paths.history, `${pairName.parse(pair)}.jsonl`)
  const now = (): string => new Date().toISOString()
  // One line after the other, in the order of the calls.
  let last: Promise<void> = Promise.resolve()
  const add = (file: string, value: unknown): Promise<void> => {
    const line = plainJson(JSON.stringify(redactDeep(redact, value)))
    last = last.catch(() => undefined).then(() => write(file, line, limits))
    return last
  }
  return {
    audit: (entry) => add(paths.audit, auditEntrySchema.parse({ time: now(), ...entry })),
    audited: async (limit, pair) =>
      await newest(paths.audit, auditEntrySchema, limit, (entry) => pair === undefined || entry.pair === pair),
    addHistory: async (pair, entry) => {
      await add(historyFile(pair), historyEntrySchema.parse({ time: now(), ...entry }))
    },
    history: async (pair, limit, wanted) => await newest(historyFile(pair), historyEntrySchema, limit, wanted),
    removeHistory: async (pair) => {
      const file = historyFile(pair)
      for (const each of [file, ...(await asidesOf(file))]) await rm(each, { force: true })
    },
  }
}

async function write(file: string, line: string, limits: Rotation): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const done = rotate(file, limits)
    if (done !== null) await appendLine(file, JSON.stringify(rotated(done)), 0o600)
    await appendLine(file, line, 0o600)
  } catch (error) {
    throw new HotpairError('store-failed', { values: { file, ...fileReason(error) }, cause: error })
  }
}

/** Of no pair; in a history, whose entries have another shape, it is left out when that is read. */
const rotated = ({ aside, removed }: { aside: string; removed: readonly string[] }): AuditEntry => ({
  time: new Date().toISOString(),
  pair: '',
  what: 'record begun anew',
  result: 'done',
  detail: { before: basename(aside), ...(removed.length === 0 ? {} : { removed: removed.map((each) => basename(each)).join(' ') }) },
})

/** What was put aside of a record; of a folder that is not there, nothing. */
const asidesOf = async (file: string): Promise<readonly string[]> =>
  await readdir(dirname(file)).then(
    () => asides(file),
    () => [],
  )

/**
 * The last `limit` entries, newest first, also of what was put aside. Of a file no more than its last 8 MiB are read. Lines that are cut
 * short or of a later version are left out: a record must never stop the work.
 */
async function newest<T>(file: string, schema: z.ZodType<T>, limit: number, wanted: (entry: T) => boolean = () => true): Promise<T[]> {
  const found: T[] = []
  for (const each of [file, ...(await asidesOf(file))]) {
    if (found.length >= limit) break
    const text = await readLastLines(each, 8 * 1024 * 1024).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return ''
      throw error
    })
    found.push(...entriesIn(text, schema).filter(wanted).reverse())
  }
  return found.slice(0, limit)
}

const entriesIn = <T>(text: string, schema: z.ZodType<T>): T[] =>
  text.split('\n').flatMap((line) => {
    try {
      const entry = schema.safeParse(JSON.parse(line))
      return entry.success ? [entry.data] : []
    } catch {
      return []
    }
  })
