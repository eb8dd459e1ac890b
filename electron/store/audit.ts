import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { deploymentNameOrNone } from '../domain/deployment-name'
import { HotpairError } from '../domain/failure'
import { pairName } from '../domain/pair'
import { plainJson } from '../domain/visible'
import { errorCode, storePaths } from './folder'
import { redactDeep } from './redaction'
import type { Redact } from './redaction'
import { appendLine } from './write'

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

/** One deployment, undo or drill of a pair. `data` belongs to whoever wrote it. */
export const historyEntrySchema = z.object({
  time: z.iso.datetime(),
  kind: z.enum(['deployment', 'undo', 'drill', 'verification']),
  /** Empty: no deployment's. */
  id: deploymentNameOrNone,
  result: z.string(),
  data: z.unknown().optional(),
})
export type HistoryEntry = z.output<typeof historyEntrySchema>

export interface Records {
  /** Adds to the audit record; the time is now unless given. Raises export-failed when it cannot be written. */
  audit(entry: Omit<AuditEntry, 'time'> & { time?: string }): Promise<void>
  /** The last entries, newest first; for one pair or all. */
  audited(limit: number, pair?: string): Promise<AuditEntry[]>
  addHistory(pair: string, entry: Omit<z.input<typeof historyEntrySchema>, 'time'> & { time?: string }): Promise<void>
  /** Newest first. */
  history(pair: string, limit: number): Promise<HistoryEntry[]>
}

/** The records in the configuration folder. `redact` sees everything before it is written. */
export function openRecords(folder: string, redact: Redact): Records {
  const paths = storePaths(folder)
  const historyFile = (pair: string): string => join(paths.history, `${pairName.parse(pair)}.jsonl`)
  const now = (): string => new Date().toISOString()
  // One line after the other, in the order of the calls.
  let last: Promise<void> = Promise.resolve()
  const add = (file: string, value: unknown): Promise<void> => {
    const line = plainJson(JSON.stringify(redactDeep(redact, value)))
    last = last.catch(() => undefined).then(() => write(file, line))
    return last
  }
  return {
    audit: (entry) => add(paths.audit, auditEntrySchema.parse({ time: now(), ...entry })),
    audited: async (limit, pair) =>
      (await readLines(paths.audit, auditEntrySchema))
        .filter((entry) => pair === undefined || entry.pair === pair)
        .slice(-limit)
        .reverse(),
    addHistory: async (pair, entry) => {
      await add(historyFile(pair), historyEntrySchema.parse({ time: now(), ...entry }))
    },
    history: async (pair, limit) => (await readLines(historyFile(pair), historyEntrySchema)).slice(-limit).reverse(),
  }
}

async function write(file: string, line: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await appendLine(file, line, 0o600)
  } catch (error) {
    throw new HotpairError('export-failed', { values: { file, reason: errorCode(error) || 'unknown' }, cause: error })
  }
}

/** Lines that are cut short or of a later version are left out: a record must never stop the work. */
async function readLines<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return ''
    throw error
  })
  return text.split('\n').flatMap((line) => {
    try {
      const entry = schema.safeParse(JSON.parse(line))
      return entry.success ? [entry.data] : []
    } catch {
      return []
    }
  })
}
