import type { DrillRecord } from '../domain/drill'
import { printable } from '../domain/printable'
import type { Session } from '../remote/session'
import { sh } from '../remote/sh'
import { match, succeeded, type Fact } from './fact'
import { saidByKeepalived } from './keepalived-log'
import { repeated } from './node-records'
import { ask } from './script'
import { shown } from './unit-log'

/** Lines of each unit, the oldest; bytes of all. */
const mostLines = 150
const mostBytes = 131_072

const units = { keepalived: 'keepalived', nginx: 'nginx', 'hotpair-nginx': 'hotpair', 'hotpair-watch': 'hotpair' } as const
const states = { master: 'MASTER', backup: 'BACKUP', fault: 'FAULT' } as const

/** A line of a journal, its time by the node's clock (ms since 1970). */
export type Line = Omit<DrillRecord, 'node'>

/** What keepalived, nginx and Hotpair's helpers wrote since an instant (ms since 1970, by the node's clock): their own words (journalctl(1)). */
export const drillJournal = (since: number): Fact<Line[]> => ({
  command: sh`for unit in ${Object.keys(units)}; do
  journalctl -q --no-pager -o short-unix -u "$unit.service" --since ${`@${String(Math.floor(since / 1000))}`} 2>/dev/null | grep -v ${repeated} | head -n ${mostLines} | sed "s/^/$unit /"
done | head -c ${mostBytes} | base64 | tr -d '\n'`,
  bytes: 2 * mostBytes,
  seconds: 15,
  hidden: true,
  parse: (stdout, status) => {
    succeeded(status)
    const [content = ''] = match(stdout, /^([A-Za-z0-9+/]*={0,2})$/, 'base64')
    const found = Buffer.from(content, 'base64')
      .toString()
      .split('\n')
      .flatMap((line) => lineIn(line) ?? [])
    return found.sort((a, b) => a.at - b.at)
  },
})

/** "keepalived 1764560000.123456 nginx1 Keepalived_vrrp[64]: (VI_1) Entering MASTER STATE"; what is no such line, as a half one, is left out. */
function lineIn(line: string): Line | undefined {
  const [, name, time, said = ''] = /^([a-z-]{1,20}) (\d{10}\.\d{1,6}) \S{1,255} [^ :]{1,255}: (.{1,4000})$/.exec(line) ?? []
  const unit = Object.entries(units).find(([each]) => each === name)?.[1]
  if (unit === undefined) return undefined
  const state = unit === 'keepalived' ? saidByKeepalived(said)?.what : undefined
  return {
    at: Math.round(1000 * Number(time)),
    unit,
    text: printable(shown(said)).slice(0, 300),
    state: state === 'master' || state === 'backup' || state === 'fault' ? states[state] : null,
  }
}

/** ms; the question itself ends before. */
const patience = 30_000

/** In one exec. Raises fact-unreadable, and what Session.run does. */
export async function readDrillJournal(session: Session, since: number): Promise<Line[]> {
  const { answers } = await ask(session, { drillJournal: drillJournal(since) }, { salt: '', now: Date.now, timeout: patience })
  return answers.drillJournal
}
