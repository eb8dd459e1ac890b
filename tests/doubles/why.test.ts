import { beforeEach, expect, test, vi } from 'vitest'
import type { Call } from '../../electron/contract/wire'
import { HotpairError } from '../../electron/domain/failure'
import type { Engine } from '../../electron/engine/connections'
import { KeptConnections } from '../../electron/engine/kept-connections'
import { whyOfPair } from '../../electron/engine/why'
import type { Session } from '../../electron/remote/session'
import { answersTo, pulseAnswer, recordsAnswer } from '../facts/answering'
import { pairOf } from '../facts/healthy'

/** Nodes that are not there tell what they have recorded; the clock of nginx2 is an hour late. */

const hour = 3_600_000
interface Host {
  gone: boolean
  /** ms that its clock is ahead of this machine's. */
  readonly ahead: number
  readonly addresses: string[]
  readonly said: string[]
}
let hosts: Record<string, Host> = {}

const deployed = 'last.deployment=20251001T080706-0f0f0f\nlast.state=confirmed\nlast.pair=web\nlast.plan=0123456789abcdef\nlast.owner=me\n'

function answer(host: Host, asked: string): string {
  const { addresses, ahead, said } = host
  const pulse = pulseAnswer({ addresses, hotpair: deployed })
  return answersTo(asked, (name) => (name === 'nodeRecords' ? recordsAnswer(said, Date.now() + ahead) : pulse(name)))
}

vi.mock('../../electron/remote/connect', () => ({
  connect: ({ name }: { name: string }) => {
    const host = hosts[name]
    if (host === undefined || host.gone)
      return Promise.reject(new HotpairError('unreachable', { node: name, values: { host: 'x', port: 22, reason: 'no-answer' } }))
    const session: Session = {
      node: name,
      channels: 0,
      reachedAt: null,
      close: () => Promise.resolve(),
      run: ({ text }, options) => {
        const now = Date.now() + host.ahead
        const clock = `${String(Math.floor(now / 1000))}:${String(now % 1000).padStart(3, '0')}000000\n`
        const stdout = text === 'date +%s:%N' ? clock : answer(host, String(options?.input))
        for (const line of stdout.split('\n')) options?.onLine?.(line)
        return Promise.resolve({ stdout, stderr: '', status: 0 })
      },
    }
    return Promise.resolve(session)
  },
}))

const pair = pairOf()
const call: Call = { signal: new AbortController().signal, giveUp: new AbortController().signal, emit: () => undefined }
const why = () => whyOfPair({ hostKeys: () => ({}), connections: new KeptConnections() } as unknown as Engine, { pair, days: 7 }, call)

beforeEach(() => {
  const of = (state: string): string => `(hotpair_web) Entering ${state} STATE`
  hosts = {
    nginx1: {
      gone: false,
      ahead: 0,
      addresses: [],
      said: [of('MASTER'), 'VRRP_Script(hotpair_check) failed (exited with status 3)', of('FAULT')],
    },
    nginx2: { gone: false, ahead: -hour, addresses: ['198.51.100.199'], said: [of('FAULT'), of('BACKUP'), of('MASTER')] },
  }
})

test('on one clock, whatever those of the nodes are', async () => {
  const { instances, nodes } = await why()
  const [instance] = instances
  expect(instance?.present).toMatchObject({
    holders: ['nginx2'],
    since: { from: ['nginx1'], to: ['nginx2'], reason: { is: 'check-failed', node: 'nginx1' } },
    others: [{ node: 'nginx1', why: 'fault' }],
  })
  const late = nodes['nginx2']
  expect(late?.reachable === true && Math.abs(late.clock.offset + hour) <= late.clock.error).toBe(true)
})

test('a node that cannot be asked takes nothing from what the other says', async () => {
  ;(hosts['nginx1'] as Host).gone = true
  const { instances, nodes } = await why()
  expect(nodes).toMatchObject({
    nginx1: { reachable: false, failure: { kind: 'unreachable' } },
    nginx2: { reachable: true, journal: 'kept' },
  })
  expect(instances[0]?.transitions).toMatchObject([{ from: [], to: ['nginx2'], known: false, reason: { is: 'unknown' } }])
  expect(instances[0]?.present.others).toEqual([{ node: 'nginx1', why: 'unreachable' }])
})
