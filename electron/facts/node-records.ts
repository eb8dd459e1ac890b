import { z } from 'zod'
import { journalKinds, type NodeRecord, type NodeRecords } from '../domain/node-record'
import type { Session } from '../remote/session'
import { sh, type Sh } from '../remote/sh'
import { match, Unreadable, type Fact } from './fact'
import { saidByKeepalived, type Said } from './keepalived-log'
import { ask } from './script'
import { messages, saidBySystemd } from './systemd-log'

/** The newest records that are read, and bytes of them. */
const most = 3000
const mostBytes = 1_572_864
/** Characters of a message; what is asked for stands at its beginning. */
const longest = 400
const mostDrills = 100

/** By the node's clock: an instant (ms since 1970), or some days before now. */
export type Since = { readonly at: number } | { readonly days: number }

const sinceText = (since: Since): string => ('at' in since ? `@${String(Math.floor(since.at / 1000))}` : `-${String(since.days)}days`)

/** What only systemd may say of a unit: any program may write a record that names one (systemd.journal-fields(7)). */
const bySystemd = (unit: string): Sh => sh`_PID=1 ${`UNIT=${unit}`}`
const wanted: Sh = [
  ...['nginx.service', 'keepalived.service', 'hotpair-nginx.service', 'shutdown.target'].map(bySystemd),
  sh`_SYSTEMD_UNIT=keepalived.service`,
  // the first record of every boot
  sh`_TRANSPORT=driver ${`MESSAGE_ID=${messages.journalStarted}`}`,
].reduce((before, each) => sh`${before} + ${each}`)

const fields = [
  ...(['MESSAGE', 'MESSAGE_ID', 'SYSLOG_IDENTIFIER', 'UNIT', 'JOB_TYPE', 'EXIT_CODE', 'EXIT_STATUS'] as const),
  ...(['_PID', '_SYSTEMD_UNIT', '_SOURCE_REALTIME_TIMESTAMP'] as const),
].join(',')

/** What keepalived repeats all day with --log-detail (the RHEL family's default), and when it is asked for its counters. */
export const repeated = ['gratuitous ARP', 'Unsolicited Neighbour', 'Printing VRRP stats', 'Got notification message'].join(String.raw`\|`)

/**
 * What the journal has of nginx, keepalived, Hotpair's own units and boots (journalctl(1)): how it is kept and when it begins, then one record
 * a line, the newest first, so that no long journal is read to its other end.
 */
export const recordsOf = (since: Since): Fact<NodeRecords> => ({
  command: sh`command -v journalctl >/dev/null || { echo none; exit 0; }
[ -e "/run/log/journal/$(cat /etc/machine-id)/system.journal" ] && kind=until-reboot || kind=kept
set -- ${wanted}
for unit in $(journalctl -q --no-pager -F UNIT 2>/dev/null | grep -x 'hotpair-drill-[A-Za-z0-9-]*-heal\.timer' | tail -n ${mostDrills}); do set -- "$@" + _PID=1 "UNIT=$unit"; done
printf '%s %s ' "$kind" "$(journalctl -q --no-pager -o json --output-fields=_PID 2>/dev/null | head -n 1 | sed -n 's/.*"__REALTIME_TIMESTAMP":"\([0-9]*\)".*/\1/p')"
{ journalctl -q --no-pager -r --since ${sinceText(since)} -o json --output-fields=${fields} "$@" 2>/dev/null; echo "end $?"; } |
  grep -v ${repeated} | sed 's/,"__CURSOR":"[^"]*"//; s/"__CURSOR":"[^"]*",//' | head -n ${most} | head -c ${mostBytes} | base64 | tr -d '\n'`,
  bytes: 2 * mostBytes,
  seconds: 20,
  hidden: true,
  parse: (stdout, status) => {
    if (status !== 0) throw new Unreadable('exit status 0')
    if (stdout === 'none') return { records: [], journal: 'none', from: null, cut: false }
    const [kind = '', oldest = '', content = ''] = match(
      stdout,
      /^(kept|until-reboot) (\d{0,16}) ([A-Za-z0-9+/]+={0,2})$/,
      'a journal in base64',
    )
    if (oldest === '') return { records: [], journal: 'none', from: null, cut: false }
    const { lines, cut } = linesIn(Buffer.from(content, 'base64').toString())
    const entries = lines.map(entryIn).reverse()
    const from = cut ? (entries[0]?.at ?? Number(oldest)) : Number(oldest)
    return {
      records: recordsIn(entries).map((record) => ({ ...record, at: Math.floor(record.at / 1000) })),
      journal: z.enum(journalKinds).parse(kind),
      from: Math.floor(from / 1000),
      cut,
    }
  },
})

/** ms; the question itself ends before. */
const patience = 40_000

/**
 * Reads what a node has recorded since, in one exec, and changes nothing there. A node without a journal, and one that keeps it in memory only,
 * says so. Raises fact-unreadable, and what Session.run does.
 */
export async function readRecords(session: Session, since: Since, signal?: AbortSignal): Promise<NodeRecords> {
  const questions = { nodeRecords: recordsOf(since) }
  const { answers } = await ask(session, questions, { salt: '', now: Date.now, timeout: patience, ...(signal ? { signal } : {}) })
  return answers.nodeRecords
}

/** The end is said where everything came; where it did not, the oldest line may be half of one. */
function linesIn(text: string): { readonly lines: string[]; readonly cut: boolean } {
  const lines = text.split('\n')
  const last = lines.pop()
  const end = last === '' ? /^end (\d{1,3})$/.exec(lines.at(-1) ?? '') : null
  if (end === null) {
    if (lines.length < most && Buffer.byteLength(text) < mostBytes) throw new Unreadable('a journal that was read to its end')
    return { lines, cut: true }
  }
  if (end[1] !== '0') throw new Unreadable('a journal that can be read')
  lines.pop()
  return { lines, cut: false }
}

/** A field that has bytes, or several values, is no text of those that are asked for. */
const field = z.string().optional().catch(undefined)
const time = z.string().regex(/^\d{10,16}$/)
const entry = z.object({
  __REALTIME_TIMESTAMP: time,
  _SOURCE_REALTIME_TIMESTAMP: time.optional().catch(undefined),
  _BOOT_ID: z.string().regex(/^[0-9a-f]{32}$/),
  ...{ MESSAGE: field, MESSAGE_ID: field, SYSLOG_IDENTIFIER: field, UNIT: field, JOB_TYPE: field },
  ...{ EXIT_CODE: field, EXIT_STATUS: field, _PID: field, _SYSTEMD_UNIT: field },
})
/** `at`: µs since 1970. */
type Entry = z.output<typeof entry> & { readonly at: number }

function entryIn(line: string): Entry {
  let said: unknown
  try {
    said = JSON.parse(line)
  } catch {
    throw new Unreadable('a record in JSON')
  }
  const found = entry.safeParse(said)
  if (!found.success) throw new Unreadable('a record of a journal')
  // when it was said; journald may be late
  const { _SOURCE_REALTIME_TIMESTAMP: source, __REALTIME_TIMESTAMP: received } = found.data
  return { ...found.data, at: Number(source ?? received) }
}

/** @param entries the oldest first */
function recordsIn(entries: readonly Entry[]): NodeRecord[] {
  const records: NodeRecord[] = []
  let boot = entries[0]?._BOOT_ID
  // that a service ends which is being stopped is no record of its own
  const stopping = new Set<string>()
  for (const each of entries) {
    if (each._BOOT_ID !== boot) records.push({ at: each.at, what: 'booted' })
    boot = each._BOOT_ID
    const said = saidIn(each)
    if (said === undefined || (isEnd(said) && stopping.has(unitOf(said)))) continue
    records.push({ ...said, at: each.at })
    if (said.what === 'nginx-stopping' || said.what === 'keepalived-stopping') stopping.add(unitOf(said))
    else if (said.what === 'nginx-stopped' || said.what === 'keepalived-stopped' || isStart(said)) stopping.delete(unitOf(said))
  }
  return records.sort((a, b) => a.at - b.at)
}

const unitOf = ({ what }: Said): string => what.slice(0, what.indexOf('-'))
const isEnd = ({ what }: Said): boolean => what === 'nginx-ended' || what === 'keepalived-ended'
const isStart = ({ what }: Said): boolean => what === 'nginx-started' || what === 'keepalived-started'

function saidIn(each: Entry): Said | undefined {
  if (each._PID === '1') return saidBySystemd(each)
  if (each._SYSTEMD_UNIT !== 'keepalived.service' || !each.SYSLOG_IDENTIFIER?.startsWith('Keepalived')) return undefined
  return saidByKeepalived((each.MESSAGE ?? '').slice(0, longest))
}
