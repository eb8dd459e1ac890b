import type { Output } from '../../contract/commands'
import type { LogLine } from '../../domain/unit-log'
import { visibleLine } from '../../domain/visible'
import type { Voice } from '../wording'

/** The journal in the local time of this machine; a log file as the node has it. */
export function logText({ lines, errorLog }: Output<'pair.log'>, voice: Voice): string {
  const { say, language } = voice
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' })
  const line = ({ time, text }: LogLine): string => `  ${visibleLine(time === null ? text : `${format.format(new Date(time))}  ${text}`)}`
  const all = (of: readonly LogLine[]): string[] => (of.length === 0 ? [`  ${say('unit.nothingLogged')}`] : of.map(line))
  return [...all(lines), ...(errorLog === null ? [] : ['', visibleLine(errorLog.file), ...all(errorLog.lines)])].join('\n')
}
