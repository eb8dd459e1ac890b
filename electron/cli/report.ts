import { constants } from 'node:fs'
import { access, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { version } from '../../package.json'
import { fileReason, HotpairError } from '../domain/failure'
import { formatOfFile, reportText } from '../report/report'
import type { ReportInput } from '../report/model'

/** Writes a report to a file that is not there yet. */
export type WriteReport = (input: Omit<ReportInput, 'when' | 'version'>) => Promise<void>

/**
 * Looked at before the drill: what could not be written in the end is refused at the beginning.
 * @throws HotpairError usage (report-format, file-is-there) · export-failed, also when it is written
 */
export async function reportFile(file: string): Promise<WriteReport> {
  const format = formatOfFile(file)
  if (format === undefined) throw new HotpairError('usage', { values: { reason: 'report-format', given: file } })
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (isThere) throw new HotpairError('usage', { values: { reason: 'file-is-there', file } })
  const failed = (error: unknown): never => {
    throw new HotpairError('export-failed', { values: { folder: file, ...fileReason(error) }, cause: error })
  }
  await access(dirname(resolve(file)), constants.W_OK).catch(failed)
  return async (input) => {
    const text = reportText(format, { ...input, when: new Date().toISOString(), version })
    await writeFile(file, text, { flag: 'wx', mode: 0o644 }).catch(failed)
  }
}
