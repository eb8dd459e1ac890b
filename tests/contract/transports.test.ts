import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { largestMessage } from '../../electron/contract/handshake'
import type { EngineEvent } from '../../electron/contract/events'
import { HotpairError, type Failure } from '../../electron/domain/failure'
import { overIpc, overWebSocket, type Carried } from './carried'
import { event, until } from './engine'

/** The same contract over both wires: whatever a face may rely on, it may rely on in both. */

const pair = {
  name: 'web',
  nodes: [
    { name: 'n1', address: '192.0.2.1' },
    { name: 'n2', address: '192.0.2.2' },
  ],
  vips: ['192.0.2.9'],
  vrrp: { routerId: 66 },
}

const failed = async (work: Promise<unknown>): Promise<Failure> => {
  const error: unknown = await work.then(
    () => 'it did not fail',
    (why: unknown) => why,
  )
  if (!(error instanceof HotpairError)) throw new Error(`not a HotpairError: ${String(error)}`)
  return error.failure
}

describe.each([
  ['IPC', overIpc],
  ['WebSocket', overWebSocket],
])('%s', (_name, begin) => {
  let carried: Carried
  beforeEach(async () => {
    carried = await begin()
  })
  afterEach(() => carried.end())

  test('a request and its output', async () => {
    await expect(carried.client.request('pairs.format', { pair })).resolves.toEqual({ text: 'web' })
  })

  test('requests at once are not mixed up', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `web${i}`)
    const outputs = await Promise.all(names.map((name) => carried.client.request('pairs.format', { pair: { ...pair, name } })))
    expect(outputs.map(({ text }) => text)).toEqual(names)
  })

  test('events come in order, before the answer', async () => {
    const events: EngineEvent[] = []
    const cancel = new AbortController()
    const work = carried.client.request('task.follow', { task: 't' }, { onEvent: (each) => events.push(each), signal: cancel.signal })
    await until(() => events.length === 2)
    expect(events).toEqual([event, { ...event, state: 'done' }])
    cancel.abort()
    expect(await failed(work)).toMatchObject({ kind: 'cancelled', hosts: 'as-before' })
  })

  test('cancel, then give up', async () => {
    const [cancel, giveUp] = [new AbortController(), new AbortController()]
    const work = carried.client.request('task.follow', { task: 'stubborn' }, { signal: cancel.signal, giveUp: giveUp.signal })
    const failure = failed(work)
    await until(() => carried.engine.open.size === 1)
    cancel.abort()
    await until(() => carried.engine.log.includes('cancel stubborn'))
    expect(carried.engine.open.size).toBe(1)
    giveUp.abort()
    expect((await failure).kind).toBe('cancelled')
    expect(carried.engine.log).toEqual(['follow stubborn', 'cancel stubborn', 'give up stubborn'])
  })

  test('aborted beforehand: nothing is asked', async () => {
    expect((await failed(carried.client.request('task.follow', { task: 't' }, { signal: AbortSignal.abort() }))).kind).toBe('cancelled')
    expect(carried.engine.log).toEqual([])
  })

  test('a failure arrives with all that it says', async () => {
    expect(await failed(carried.client.request('task.cancel', { task: 'd1' }))).toEqual({
      kind: 'locked',
      node: 'n2',
      values: { deployment: 'd1', owner: 'me@here' },
      hosts: 'unchanged',
    })
  })

  test('anything else that is thrown is a bug, told without its stack', async () => {
    const failure = await failed(carried.client.request('pairs.remove', { name: 'web' }))
    expect(failure).toMatchObject({ kind: 'bug', values: { message: 'cannot read properties of undefined' } })
    expect(JSON.stringify(failure)).not.toContain(' at ')
  })

  test('input that the schema does not allow reaches no handler', async () => {
    const failure = await failed(carried.client.request('task.follow', { task: 7 } as never))
    expect(failure).toMatchObject({ kind: 'bug', values: { message: expect.stringContaining('task') as string } })
    expect(carried.engine.log).toEqual([])
  })

  test('output and events that the contract does not allow reach no screen', async () => {
    expect((await failed(carried.client.request('task.list', {}))).kind).toBe('bug')
    expect((await failed(carried.client.request('draft.remove', { id: 'x' }))).kind).toBe('bug')
  })

  test('an unknown command is answered with a failure', async () => {
    const [answer] = await carried.raw(JSON.stringify({ type: 'request', id: 900, command: 'os.exec', input: { argv: ['id'] } }))
    expect(answer).toMatchObject({
      type: 'failure',
      id: 900,
      failure: { kind: 'bug', values: { message: 'there is no command "os.exec"' } },
    })
    expect(carried.nonsense).toContain('there is no command "os.exec"')
  })

  test.each(['constructor', '__proto__', 'toString'])('%s is no command', async (command) => {
    const [answer] = await carried.raw(JSON.stringify({ type: 'request', id: 901, command, input: {} }))
    expect(answer).toMatchObject({ type: 'failure', id: 901 })
  })

  test.each([
    ['no JSON', '{'],
    ['no object', '7'],
    ['no id', '{"type":"request","command":"app.start","input":{}}'],
    ['an id that is none', '{"type":"request","id":-1,"command":"app.start","input":{}}'],
    ['an array', '[]'],
    ['null', 'null'],
  ])('malformed (%s): not answered, and the rest goes on', async (_what, text) => {
    expect(await carried.raw(text)).toEqual([])
    expect(carried.nonsense.length).toBe(1)
    await expect(carried.client.request('app.pick-file', {})).resolves.toEqual({ path: null })
  })

  test('the same id twice does not disturb the first', async () => {
    const ask = JSON.stringify({ type: 'request', id: 902, command: 'task.follow', input: { task: 'first' } })
    expect(await carried.raw(ask)).toHaveLength(2)
    expect(await carried.raw(ask)).toEqual([])
    expect(carried.engine.log).toEqual(['follow first'])
  })

  test('a cancel of nothing is nothing', async () => {
    expect(await carried.raw(JSON.stringify({ type: 'cancel', id: 12345 }))).toEqual([])
    expect(carried.nonsense).toEqual([])
  })

  test('no more than 100 at once', async () => {
    const works = Array.from({ length: 101 }, (_, i) => carried.client.request('task.follow', { task: String(i) }))
    for (const work of works.slice(0, 100)) void work.catch(() => undefined)
    expect(await failed(works[100]!)).toMatchObject({ kind: 'bug', values: { message: expect.stringContaining('100') as string } })
    expect(carried.engine.open.size).toBe(100)
  })

  test('the client sends nothing that is too large', async () => {
    const failure = await failed(carried.client.request('pairs.parse', { text: 'x'.repeat(largestMessage), file: 'f' }))
    expect(failure.kind).toBe('bug')
    expect(carried.engine.log).toEqual([])
  })

  test('an oversized message reaches no handler', async () => {
    const message = JSON.stringify({ type: 'request', id: 903, command: 'task.follow', input: { task: 'x'.repeat(largestMessage) } })
    expect(await carried.raw(message)).toEqual([])
    expect(carried.engine.log.filter((each) => each !== 'gone')).toEqual([])
    // That the connection is closed may be noticed only now.
    await expect.poll(() => carried.client.request('app.pick-file', {}).catch(() => null)).toEqual({ path: null })
  })

  test('a page that goes away takes its requests with it, and the next one begins anew', async () => {
    void carried.client.request('task.follow', { task: 't' }).catch(() => undefined)
    await until(() => carried.engine.open.size === 1)
    carried.leave()
    await until(() => carried.engine.open.size === 0)
    expect(carried.engine.log).toEqual(['follow t', 'cancel t', 'gone'])
    await until(() => carried.client.connection.state === 'open')
    await expect(carried.client.request('app.pick-file', {})).resolves.toEqual({ path: null })
  })

  test('closed: what is asked then fails at once', async () => {
    carried.client.close()
    expect((await failed(carried.client.request('app.pick-file', {}))).kind).toBe('engine-lost')
  })
})
