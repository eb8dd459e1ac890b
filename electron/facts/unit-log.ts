import { secretAt } from '../domain/keepalived/secrets'
import { blot } from '../domain/keepalived/shown'
import type { LogFile, LogLine } from '../domain/unit-log'
import type { UnitName } from '../domain/unit-change'
import type { Session } from '../remote/session'
import { sh } from '../remote/sh'
import { match, succeeded, Unreadable, type Fact } from './fact'
import { serviceOf } from './pulse'
import { ask } from './script'

/** Lines, and bytes of them, the newest. */
const mostLines = 200
const mostBytes = 131_072
/** Characters of one line. */
const longest = 2000
/** In base64, with what stands around it. */
const bytes = 2 * mostBytes
const seconds = 15

/** What the journal has of a unit (journalctl(1)); none: nothing was logged yet. */
export const unitLog = (unit: string): Fact<LogLine[]> => ({
  command: sh`{ journalctl -q --utc -u ${unit} -n ${mostLines} --no-pager -o short-iso 2>/dev/null; echo "end $?"; } | tail -c ${mostBytes} | base64 | tr -d '\n'`,
  bytes,
  seconds,
  hidden: true,
  parse: (stdout, status) => {
    succeeded(status)
    return linesIn(stdout).map(journalLine)
  },
})

/**
 * The first error log that nginx's configuration names, else the one that it was built with (Debian's writes to stderr unless it is told);
 * null: there is no such file. Its times are the node's own.
 */
export const nginxErrorLog: Fact<LogFile | null> = {
  command: sh`path=$({ nginx -T 2>/dev/null | sed -n 's#^[[:space:]]*error_log[[:space:]]\{1,\}\(/[^[:space:];]*\).*#\1#p'
  nginx -V 2>&1 | tr ' ' '\n' | sed -n 's,^--error-log-path=\(/.*\)$,\1,p'; } | head -n 1)
[ -f "$path" ] || { echo none; exit 0; }
printf '%s ' "$(printf %s "$path" | base64 | tr -d '\n')"
{ tail -c ${mostBytes} "$path"; echo "end $?"; } | tail -c ${mostBytes} | tail -n ${mostLines + 1} | base64 | tr -d '\n'`,
  bytes,
  seconds,
  hidden: true,
  parse: (stdout, status) => {
    succeeded(status)
    if (stdout === 'none') return null
    const [path = '', content = ''] = match(stdout, /^([A-Za-z0-9+/=]{1,5000}) ([A-Za-z0-9+/=]+)$/, 'a path and a text')
    return { file: decoded(path).slice(0, 1000), lines: linesIn(content).map((text) => ({ time: null, text: shown(text) })) }
  },
}

const noFile: Fact<null> = { command: sh`true`, parse: () => null }

/** ms; the questions themselves end before. */
const patience = 30_000

/** Asks a node for the newest lines of a unit, in one exec. Raises fact-unreadable, and what Session.run does. */
export async function readUnitLog(
  session: Session,
  unit: UnitName,
  signal: AbortSignal,
): Promise<{ readonly lines: LogLine[]; readonly errorLog: LogFile | null }> {
  const questions: { unitLog: Fact<LogLine[]>; errorLog: Fact<LogFile | null> } = {
    unitLog: unitLog(serviceOf(unit)),
    errorLog: unit === 'nginx' ? nginxErrorLog : noFile,
  }
  const { answers } = await ask(session, questions, { salt: '', now: Date.now, timeout: patience, signal })
  return { lines: answers.unitLog, errorLog: answers.errorLog }
}

const decoded = (base64: string): string => Buffer.from(base64, 'base64').toString()

function linesIn(base64: string): string[] {
  match(base64, /^[A-Za-z0-9+/]+={0,2}$/, 'base64')
  const text = decoded(base64)
  const end = text.lastIndexOf('end ')
  if (text.slice(end) !== 'end 0\n') throw new Unreadable('a log that was read to its end')
  const lines = text.slice(0, end).split('\n')
  // Cut off in its middle.
  if (Buffer.byteLength(text) >= mostBytes) lines.shift()
  return lines.filter((line) => line !== '').slice(-mostLines)
}

/** journalctl -o short-iso: time, host, program, message; what has none goes on from the line before. */
function journalLine(line: string): LogLine {
  const [, at = '', hours = '', minutes = '', text = ''] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)([+-]\d\d):?(\d\d) \S+ (.*)$/.exec(line.slice(0, longest)) ?? []
  const time = Date.parse(`${at}${hours}:${minutes}`)
  return Number.isNaN(time) ? { time: null, text: shown(line) } : { time: new Date(time).toISOString(), text: shown(text) }
}

/** Passwords of somebody's own keepalived.conf, which keepalived may repeat, are not shown: the rest of such a line goes with them. */
export function shown(line: string): string {
  const text = line.slice(0, longest)
  const at = secretAt(text)
  return at === null ? text : `${text.slice(0, at)} ${blot}`
}
