import { closeSync, constants, fstatSync, openSync, statSync, writeFileSync } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'

/**
 * The one place that opens files which a user has named or that are found on disk. A pipe that nobody writes to, a terminal or /dev/zero
 * would keep the engine for good: only regular files are opened, never waited for, and never read beyond a limit.
 */

/** `code` as the system's errors have one: `not-regular` (pipe, socket, device), `too-large`, `EISDIR`. */
export class FileRefused extends Error {
  readonly code: string
  constructor(file: string, code: 'not-regular' | 'too-large' | 'EISDIR') {
    super(`${file} ${{ 'not-regular': 'is a pipe, a socket or a device', 'too-large': 'is too large', EISDIR: 'is a folder' }[code]}`)
    this.name = 'FileRefused'
    this.code = code
  }
}

// Windows knows neither. O_NOCTTY: a terminal must not become ours.
const atOnce = ((constants.O_NONBLOCK as number | undefined) ?? 0) | ((constants.O_NOCTTY as number | undefined) ?? 0)

interface Kind {
  isFile(): boolean
  isDirectory(): boolean
}
function mustBeFile(file: string, found: Kind): void {
  if (!found.isFile()) throw new FileRefused(file, found.isDirectory() ? 'EISDIR' : 'not-regular')
}

/** Looked at before, since a device may act when it is opened, and again when open: by then the path may lead elsewhere. */
async function opened<T>(file: string, flags: number, mode: number, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  const before = await stat(file).catch(() => null)
  if (before !== null) mustBeFile(file, before)
  const handle = await open(file, flags | atOnce, mode)
  try {
    mustBeFile(file, await handle.stat())
    return await work(handle)
  } finally {
    await handle.close()
  }
}

/**
 * The text of a regular file of at most `most` bytes; symbolic links are followed. Raises FileRefused and the system's errors, each with
 * its `code`.
 */
export const readText = (file: string, most: number): Promise<string> =>
  opened(file, constants.O_RDONLY, 0, async (handle) => {
    if ((await handle.stat()).size > most) throw new FileRefused(file, 'too-large')
    // Not by its size: it may grow meanwhile, and those of /proc say 0.
    const content = await readFrom(handle, 0, most + 1)
    if (content.length > most) throw new FileRefused(file, 'too-large')
    return content.toString('utf8')
  })

/** The whole lines among the last `most` bytes of a regular file. Raises as readText does, but for too-large. */
export const readLastLines = (file: string, most: number): Promise<string> =>
  opened(file, constants.O_RDONLY, 0, async (handle) => {
    const from = Math.max(0, (await handle.stat()).size - most)
    const text = (await readFrom(handle, from, most)).toString('utf8')
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1)
  })

async function readFrom(handle: FileHandle, from: number, most: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  while (size < most) {
    const part = Buffer.alloc(Math.min(most - size, 256 * 1024))
    const { bytesRead } = await handle.read(part, 0, part.length, from + size)
    if (bytesRead === 0) break
    parts.push(part.subarray(0, bytesRead))
    size += bytesRead
  }
  return Buffer.concat(parts)
}

/**
 * Appends one line to a regular file (made with `mode`) in one write, O_APPEND and on disk when it resolves: whole or not at all, and never
 * loses what another program appends. A line that a crash has cut short is closed first. Raises as readText does.
 */
export const appendLine = (file: string, line: string, mode: number): Promise<void> =>
  opened(file, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, mode, async (handle) => {
    const { size } = await handle.stat()
    const last = Buffer.from('\n')
    if (size > 0) await handle.read(last, 0, 1, size - 1)
    await handle.appendFile(`${last.toString() === '\n' ? '' : '\n'}${line}\n`)
    await handle.sync()
  })

/** Appends to a regular file (made with mode 0600) before it returns, without waiting for the disk. Raises as readText does. */
export function appendSync(file: string, text: string): void {
  const before = statSync(file, { throwIfNoEntry: false })
  if (before !== undefined) mustBeFile(file, before)
  const handle = openSync(file, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | atOnce, 0o600)
  try {
    mustBeFile(file, fstatSync(handle))
    writeFileSync(handle, text)
  } finally {
    closeSync(handle)
  }
}
