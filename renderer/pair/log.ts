import type { LogLine } from '../../electron/domain/unit-log'
import { moment } from '../i18n/i18n.svelte'

/** The newest first, with its time here. Of a log with times, a line that has none goes on from the one before. */
export function newestFirst(lines: readonly LogLine[]): string {
  const timed = lines.some(({ time }) => time !== null)
  const entries: string[] = []
  for (const { time, text } of lines) {
    if (timed && time === null && entries.length > 0) entries.push(`${entries.pop() ?? ''}\n${text}`)
    else entries.push(time === null ? text : `${moment(time)}  ${text}`)
  }
  return entries.reverse().join('\n')
}
