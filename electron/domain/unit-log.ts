import { z } from 'zod'

/** The newest lines of a log as a node has them. `time`: null where the line has none that is understood, or has it in its text. */
export const logLine = z.object({ time: z.iso.datetime().nullable(), text: z.string() })
export type LogLine = z.output<typeof logLine>

/** A file of nginx's own beside the journal. */
export const logFile = z.object({ file: z.string(), lines: z.array(logLine) })
export type LogFile = z.output<typeof logFile>
