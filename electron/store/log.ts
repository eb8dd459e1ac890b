import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import pino from 'pino'
import type { Logger } from 'pino'
import { appendSync } from '../disk/regular'
import { rotate, type Rotation } from '../disk/rotate'
import type { Redact } from './redaction'

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof levels)[number]

/** HOTPAIR_LOG: trace, debug, info, warn, error or silent; anything else is info. */
export const logLevel = (env: Readonly<Record<string, string | undefined>> = process.env): LogLevel =>
  levels.find((level) => level === env.HOTPAIR_LOG?.toLowerCase()) ?? 'info'

/** Bytes from which on it is put aside (`hotpair.log.<time>.<pid>`), and how many of those are kept. */
const rotation = { most: 2 * 1024 * 1024, kept: 3 }

/** Fields that hold secrets by their name, whatever is in them. */
const secretFields = ['password', 'passphrase', 'secret', 'token', 'auth_pass', 'authPass', 'input']

/**
 * A logger into a file (made with mode 0600, appended to). Every line passes `redact` just before it is written. Written at once: a line
 * before a crash is the one that matters. Raises FileRefused and the system's errors when the file cannot be opened; a line that cannot be
 * written later is lost, so that a full disk does not end a deployment.
 */
export function openLog(file: string, redact: Redact, level: LogLevel = logLevel(), limits: Rotation = rotation): Logger {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  appendSync(file, '')
  const write = (line: string): void => {
    try {
      rotate(file, limits)
      appendSync(file, line)
    } catch {
      // Said above.
    }
  }
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[secret]' },
      hooks: { streamWrite: redact },
    },
    // A transport would run in a worker thread, which a bundle cannot start.
    { write },
  )
}
