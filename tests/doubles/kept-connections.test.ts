import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Call } from '../../electron/contract/wire'
import { HotpairError, type FailureKind } from '../../electron/domain/failure'
import type { Engine } from '../../electron/engine/connections'
import { statusOfPair } from '../../electron/engine/deployments'
import { KeptConnections } from '../../electron/engine/kept-connections'
import { pauseAfter } from '../../electron/engine/patience'
import type { Session } from '../../electron/remote/session'
import { answersTo, pulseAnswer } from '../facts/answering'
import { pairOf } from '../facts/healthy'

/** What it costs to look at a pair again and again: connections and execs are counted, the clock is a fake one. */

interface Count {
  opened: number
  closed: number
  execs: number
  /** Connections of these answer no more. */
  broken: Set<Session>
  /** What opening raises. */
  refuses: FailureKind | null
  sessions: Session[]
}
const counts: Record<string, Count> = {}
let holder = 'nginx1'

vi.mock('../../electron/remote/connect', () => ({
  connect: (node: { name: string }) => {
    const count = counts[node.name]!
    count.opened += 1
    if (count.refuses !== null) return Promise.reject(new HotpairError(count.refuses, { node: node.name }))
    const session: Session = {
      node: node.name,
      channels: 0,
      reachedAt: null,
      close: () => {
        count.closed += 1
        return Promise.resolve()
      },
      run: (command, options) => {
        if (count.broken.has(session)) return Promise.reject(new HotpairError('connection-lost', { node: node.name }))
        count.execs += 1
        expect(command.text).toBe('sh -s')
        const addresses = holder === node.name ? ['198.51.100.199'] : []
        const hotpair =
          'last.deployment=20251001T080706-0f0f0f\nlast.state=confirmed\nlast.pair=web\nlast.plan=0123456789abcdef\nlast.owner=me\n'
        const stdout = answersTo(String(options?.input), pulseAnswer({ addresses, hotpair }))
        for (const line of stdout.split('\n')) options?.onLine?.(line)
        return Promise.resolve({ stdout, stderr: '', status: 0 })
      },
    }
    count.sessions.push(session)
    return Promise.resolve(session)
  },
}))

const pair = pairOf()
let connections: KeptConnections
const call: Call = { signal: new AbortController().signal, giveUp: new AbortController().signal, emit: () => undefined }
const engineOf = (kept: KeptConnections | null) => ({ hostKeys: () => ({}), connections: kept }) as unknown as Engine
const look = (urgent = false) => statusOfPair(engineOf(connections), { pair, urgent }, call)
const costs = () => pair.nodes.map(({ name }) => [counts[name]?.opened, counts[name]?.execs, counts[name]?.closed])

beforeEach(() => {
  vi.useFakeTimers()
  connections = new KeptConnections()
  holder = 'nginx1'
  for (const { name } of pair.nodes) counts[name] = { opened: 0, closed: 0, execs: 0, broken: new Set(), refuses: null, sessions: [] }
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a pair that is looked at', () => {
  test('ten times: one connection and ten execs on each node', async () => {
    for (let i = 0; i < 10; i++) {
      holder = i < 5 ? 'nginx1' : 'nginx2'
      const status = await look()
      expect(status).toMatchObject({
        health: 'healthy',
        holders: { '198.51.100.199/24': { is: 'sole', holders: [holder] } },
        nodes: { nginx1: { reachable: true, nginx: 'active', deployment: { state: 'confirmed', open: false, pair: 'web' } } },
      })
      await vi.advanceTimersByTimeAsync(10_000)
    }
    expect(costs()).toEqual([
      [1, 10, 0],
      [1, 10, 0],
    ])
  })

  test('by two at the same time: the same connection', async () => {
    await Promise.all([look(), look()])
    expect(costs()[0]).toEqual([1, 2, 0])
  })

  test('by the command line: a connection each time, and closed', async () => {
    for (let i = 0; i < 2; i++) await statusOfPair(engineOf(null), { pair, urgent: false }, call)
    expect(costs()[0]).toEqual([2, 2, 2])
  })

  test('no more: closed a minute after the last question', async () => {
    await look()
    await vi.advanceTimersByTimeAsync(59_000)
    await look()
    await vi.advanceTimersByTimeAsync(59_000)
    expect(costs()[0]).toEqual([1, 2, 0])
    await vi.advanceTimersByTimeAsync(1000)
    expect(costs()[0]).toEqual([1, 2, 1])
    await look()
    expect(costs()[0]).toEqual([2, 3, 1])
  })

  test('closed with the page, the pair or a secret; one of another pair stays', async () => {
    await look()
    connections.close('another')
    expect(costs()[0]).toEqual([1, 1, 0])
    connections.close(pair.name)
    await vi.advanceTimersByTimeAsync(0)
    expect(costs()[0]).toEqual([1, 1, 1])
    await look()
    connections.closeAll()
    await vi.advanceTimersByTimeAsync(0)
    expect(costs()[0]).toEqual([2, 2, 2])
  })

  test('closed in the middle of a question: that is answered first', async () => {
    const status = look()
    connections.closeAll()
    expect((await status).health).toBe('healthy')
    await vi.advanceTimersByTimeAsync(0)
    expect(costs()[0]).toEqual([1, 1, 1])
  })

  test('that has another address now: the old connection is not used', async () => {
    await look()
    const moved = { ...pair, nodes: pair.nodes.map((node) => ({ ...node, port: 2222 })) }
    await statusOfPair(engineOf(connections), { pair: moved, urgent: false }, call)
    await vi.advanceTimersByTimeAsync(0)
    expect(costs()[0]).toEqual([2, 2, 1])
  })

  test('over a connection that broke unnoticed: opened anew, and nobody sees it', async () => {
    await look()
    counts['nginx1']?.broken.add(counts['nginx1'].sessions[0]!)
    expect((await look()).health).toBe('healthy')
    expect(costs()[0]).toEqual([2, 2, 1])
  })
})

describe('a node that gives no answer', () => {
  test('is left alone for longer and longer, at most two minutes', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 100].map((times) => pauseAfter(times) / 1000)).toEqual([0, 5, 10, 20, 40, 80, 120, 120, 120])
  })

  test('is asked less and less often, and shown as it was last; the other as often as before', async () => {
    const count = counts['nginx2']!
    count.refuses = 'unreachable'
    const opened: number[] = []
    for (let second = 0; second < 400; second += 1) {
      const before = count.opened
      const { nodes, health } = await look()
      expect([health, nodes['nginx2']]).toMatchObject(['degraded', { reachable: false, failure: { kind: 'unreachable' } }])
      if (count.opened > before) opened.push(second)
      await vi.advanceTimersByTimeAsync(1000)
    }
    expect(opened).toEqual([0, 5, 15, 35, 75, 155, 275, 395])
    expect(costs()[0]).toEqual([1, 400, 0])
  })

  test('is asked at once when a person asks, and when its pair was changed', async () => {
    const count = counts['nginx2']!
    count.refuses = 'auth-refused'
    for (let i = 0; i < 5; i++) await look(true)
    expect(count.opened).toBe(5)
    await look()
    expect(count.opened).toBe(5)
    connections.close(pair.name)
    count.refuses = null
    expect((await look()).health).toBe('healthy')
    // what was is forgotten with the first answer
    count.broken.add(count.sessions[0]!)
    count.refuses = 'unreachable'
    await look()
    const before = count.opened
    await vi.advanceTimersByTimeAsync(5000)
    await look()
    expect(count.opened).toBe(before + 1)
  })

  test('says what makes no sense: that is an answer, and it is asked on', async () => {
    await look()
    counts['nginx2']!.sessions[0]!.run = () => Promise.resolve({ stdout: 'nonsense', stderr: '', status: 0 })
    for (let i = 0; i < 3; i++)
      expect((await look()).nodes['nginx2']).toMatchObject({ reachable: false, failure: { kind: 'fact-unreadable', node: 'nginx2' } })
    expect(costs()[1]?.[0]).toBe(1)
  })
})

test('who began to open a connection leaves: another who waits opens it', async () => {
  const [node] = pair.nodes
  const gone = new AbortController()
  const stays = new AbortController()
  let opened = 0
  const open = (signal: AbortSignal) => (): Promise<Session> => {
    opened += 1
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new HotpairError('cancelled', { node: 'nginx1' })))
      setTimeout(() => resolve({ close: () => Promise.resolve() } as Session), 1000)
    })
  }
  const ask = (signal: AbortSignal) =>
    connections.ask({ pair: 'web', node: node!, open: open(signal), signal, urgent: false }, () => Promise.resolve('answer'))
  const first = ask(gone.signal)
  const second = ask(stays.signal)
  gone.abort()
  await expect(first).rejects.toMatchObject({ failure: { kind: 'cancelled' } })
  await vi.advanceTimersByTimeAsync(1000)
  expect(await second).toBe('answer')
  expect(opened).toBe(2)
})
