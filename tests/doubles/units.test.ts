import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Call } from '../../electron/contract/wire'
import { HotpairError, type Failure } from '../../electron/domain/failure'
import { decideUnitChange, type Consequence, type UnitChange } from '../../electron/domain/unit-change'
import type { Engine } from '../../electron/engine/connections'
import { statusOfPair } from '../../electron/engine/deployments'
import { KeptConnections } from '../../electron/engine/kept-connections'
import { recordWith } from '../../electron/engine/record'
import { changeUnit, logOfUnit } from '../../electron/engine/units'
import type { RunResult, Session } from '../../electron/remote/session'
import { openRecords } from '../../electron/store/audit'
import { answersTo, pulseAnswer } from '../facts/answering'
import { pairOf } from '../facts/healthy'

/** nginx and keepalived of nodes that are not there, started and stopped by hand. */

interface Host {
  nginx: string
  keepalived: string
  /** Commands that are no questions. */
  readonly done: string[]
  open: boolean
  drill: boolean
  gone: boolean
  /** What a command ends with; null: the connection breaks. */
  ends: ((command: string) => Partial<RunResult>) | null
}
const hosts: Record<string, Host> = {}
let opened = 0

const hotpair = (link: string): string =>
  `${link}.deployment=20251001T080706-0f0f0f\n${link}.state=${link === 'open' ? 'held' : 'confirmed'}\n${link}.pair=web\n${link}.plan=0123456789abcdef\n${link}.owner=me\n`

function question(name: string, host: Host, asked: string): string {
  const addresses = name === holder() ? ['198.51.100.199'] : []
  const answer = pulseAnswer({
    addresses,
    hotpair: hotpair(host.open ? 'open' : 'last'),
    active: host.nginx,
    keepalived: host.keepalived,
  })
  return answersTo(asked, (each) => (each === 'openDrills' && host.drill ? 'hotpair-drill-0-heal.timer loaded active' : answer(each)))
}
const holder = (): string | undefined =>
  Object.entries(hosts).find(([, { nginx, keepalived }]) => nginx === 'active' && keepalived === 'active')?.[0]

vi.mock('../../electron/remote/connect', () => ({
  connect: ({ name }: { name: string }) => {
    const host = hosts[name]
    if (host === undefined || host.gone) {
      const values = { host: 'x', port: 22, reason: 'no-answer' } as const
      return Promise.reject(new HotpairError('unreachable', { node: name, values }))
    }
    opened += 1
    const session: Session = {
      node: name,
      channels: 0,
      reachedAt: null,
      close: () => Promise.resolve(),
      run: ({ text }, options) => {
        if (text === 'sh -s') {
          const stdout = question(name, host, String(options?.input))
          for (const line of stdout.split('\n')) options?.onLine?.(line)
          return Promise.resolve({ stdout, stderr: '', status: 0 })
        }
        host.done.push(text)
        expect(options?.root).toBe(true)
        if (host.ends === null) return Promise.reject(new HotpairError('connection-lost', { node: name }))
        const end = { stdout: '', stderr: '', status: 0, ...host.ends(text) }
        const [, change, unit] = / systemctl (\w+) (\w+)\.service$/.exec(text) ?? []
        if (end.status === 0 && (unit === 'nginx' || unit === 'keepalived')) host[unit] = change === 'stop' ? 'inactive' : 'active'
        return Promise.resolve(end)
      },
    }
    return Promise.resolve(session)
  },
}))

const pair = pairOf()
let engine: Engine
let records: { what: string; result: string; details: Readonly<Record<string, unknown>> }[]
const call: Call = { signal: new AbortController().signal, giveUp: new AbortController().signal, emit: () => undefined }
const nginx1 = (): Host => hosts['nginx1'] as Host
const nginx2 = (): Host => hosts['nginx2'] as Host

beforeEach(() => {
  opened = 0
  records = []
  for (const { name } of pair.nodes)
    hosts[name] = { nginx: 'active', keepalived: 'active', done: [], open: false, drill: false, gone: false, ends: () => ({}) }
  engine = {
    hostKeys: () => ({}),
    owner: 'me@here process 1',
    connections: new KeptConnections(),
    record: (entry: (typeof records)[number]) => {
      records.push(entry)
      return Promise.resolve()
    },
  } as unknown as Engine
})

const words = (text: string): UnitChange => {
  const [change = '', unit = '', node = ''] = text.split(' ')
  return { change, unit, node } as UnitChange
}
/** What a person would agree to now. */
async function agreed(wanted: UnitChange): Promise<Consequence> {
  const decision = decideUnitChange(pair, await statusOfPair(engine, { pair, urgent: true }, call), wanted, false)
  if (decision.refused !== null) throw new Error(decision.refused)
  return decision.consequence
}
async function change(text: string) {
  const wanted = words(text)
  return await changeUnit(engine, { pair, ...wanted, agreed: await agreed(wanted) }, call)
}
const failure = async (work: Promise<unknown>): Promise<Failure> => {
  const error: unknown = await work.then(
    () => null,
    (each: unknown) => each,
  )
  if (!(error instanceof HotpairError)) throw new TypeError(`no failure: ${String(error)}`)
  return error.failure
}

describe('a unit by hand', () => {
  test.each([
    ['stop nginx nginx2', ['timeout 45 systemctl stop nginx.service'], 'inactive'],
    ['restart nginx nginx2', ['timeout 45 nginx -t -q', 'timeout 45 systemctl restart nginx.service'], 'active'],
    ['restart keepalived nginx2', ['timeout 45 systemctl restart keepalived.service'], 'active'],
  ])('%s', async (text, commands, state) => {
    expect(await change(text)).toEqual({ state })
    expect(nginx2().done).toEqual(commands)
    expect(nginx1().done).toEqual([])
    // over the connections that are kept
    expect(opened).toBe(2)
    const { node, unit, change: verb } = words(text)
    expect(records.map(({ what, result }) => [what, result])).toEqual([
      [`unit ${verb} ${unit}`, 'started'],
      [`unit ${verb} ${unit}`, 'done'],
    ])
    expect(records[1]?.details).toEqual({ node, unit, change: verb, by: 'me@here process 1', state })
  })

  test('is not touched where clients would notice something else by now', async () => {
    const wanted = words('stop nginx nginx2')
    const input = { pair, ...wanted, agreed: await agreed(wanted) }
    nginx1().keepalived = 'failed'
    expect(await failure(changeUnit(engine, input, call))).toMatchObject({
      kind: 'unit-refused',
      values: { reason: 'changed' },
      hosts: 'unchanged',
    })
    expect(nginx2().done).toEqual([])
    expect(records).toEqual([])
  })

  test.each<[string, () => void, object]>([
    ['a deployment is open', () => (nginx1().open = true), { kind: 'unit-refused', values: { reason: 'deployment-open' } }],
    ['another Hotpair’s drill', () => (nginx1().drill = true), { kind: 'unit-refused', values: { reason: 'working' } }],
    ['it was done already', () => (nginx2().nginx = 'inactive'), { kind: 'unit-refused', values: { reason: 'already-stopped' } }],
  ])('is not touched: %s', async (_, happens, expected) => {
    const wanted = words('stop nginx nginx2')
    const input = { pair, ...wanted, agreed: await agreed(wanted) }
    happens()
    expect(await failure(changeUnit(engine, input, call))).toMatchObject(expected)
    expect(nginx2().done).toEqual([])
  })

  test('a node that does not answer says so itself', async () => {
    const wanted = words('stop nginx nginx2')
    const input = { pair, ...wanted, agreed: await agreed(wanted) }
    nginx2().gone = true
    engine.connections?.closeAll()
    expect(await failure(changeUnit(engine, input, call))).toMatchObject({ kind: 'unreachable', node: 'nginx2' })
    expect(await failure(logOfUnit(engine, { pair, node: 'nginx2', unit: 'nginx' }, call))).toMatchObject({ kind: 'unreachable' })
  })

  test('nginx is not stopped for a restart that could not start it', async () => {
    nginx2().ends = (text) => (text.includes('nginx -t') ? { status: 1, stderr: 'nginx: [emerg] unknown directive' } : {})
    expect(await failure(change('restart nginx nginx2'))).toMatchObject({
      kind: 'unit-failed',
      values: { reason: 'configuration', state: 'active', output: 'nginx: [emerg] unknown directive' },
      hosts: 'unchanged',
    })
    expect(nginx2().done).toEqual(['timeout 45 nginx -t -q'])
  })

  test('systemctl fails: its words, the state after it, and a host to look at', async () => {
    nginx2().ends = () => ({ status: 1, stderr: 'Job for keepalived.service failed.' })
    expect(await failure(change('restart keepalived nginx2'))).toMatchObject({
      kind: 'unit-failed',
      node: 'nginx2',
      values: { reason: 'status', status: 1, output: 'Job for keepalived.service failed.' },
      hosts: 'look',
      look: [{ node: 'nginx2', state: 'sick' }],
    })
    expect(records.at(-1)).toMatchObject({ result: 'unit-failed', details: { node: 'nginx2', unit: 'keepalived' } })
  })

  test('a command whose answer was lost is not sent twice', async () => {
    nginx2().ends = null
    const wanted = words('restart keepalived nginx2')
    expect(await changeUnit(engine, { pair, ...wanted, agreed: await agreed(wanted) }, call)).toEqual({ state: 'active' })
    expect(nginx2().done).toEqual(['timeout 45 systemctl restart keepalived.service'])
  })

  test('its log', async () => {
    expect(await logOfUnit(engine, { pair, node: 'nginx1', unit: 'nginx' }, call)).toEqual({
      lines: [{ time: '2026-11-30T21:57:11.000Z', text: 'systemd[1]: Started nginx.service.' }],
      errorLog: { file: '/var/log/nginx/error.log', lines: [] },
    })
  })
})

test('who did it, when and where is in the audit record, and in the pair’s history', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hotpair-units-'))
  try {
    const kept = openRecords(folder, (text) => text)
    await kept.addHistory('web', { kind: 'deployment', id: '', result: 'done' })
    engine = { ...engine, record: recordWith(kept) }
    await change('stop keepalived nginx2')
    expect(await kept.audited(9)).toMatchObject([
      { pair: 'web', what: 'unit stop keepalived', result: 'done', detail: { node: 'nginx2', by: 'me@here process 1' } },
      { pair: 'web', what: 'unit stop keepalived', result: 'started', detail: { node: 'nginx2', by: 'me@here process 1' } },
    ])
    expect(await kept.history('web', 9)).toMatchObject([
      { kind: 'unit', result: 'done', data: { node: 'nginx2', unit: 'keepalived', change: 'stop', state: 'inactive' } },
      { kind: 'deployment' },
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
