import { expect, test } from 'vitest'
import type { EngineEvent } from '../../electron/contract/events'
import type { Call, Handlers } from '../../electron/contract/wire'
import { failureOf, failureText } from '../../electron/contract/failure'
import { HotpairError } from '../../electron/domain/failure'
import { watched } from '../../electron/handlers/watched'
import { dispatcher } from '../../electron/transport/dispatcher'
import { obeyed, obeyedIn } from '../evil'
import { pairOf } from '../facts/healthy'

/** What a page gets of a host's text: at the boundary that the desktop and the browser have in common. */

const evil = `x${obeyed.join('')}y`
const journal: EngineEvent = { type: 'journal', node: evil, line: { at: 1, verb: 'commit', event: 'output', text: evil } }
const logged: unknown[] = []
const log = { error: (entry: unknown) => logged.push(entry), warn: (entry: unknown) => logged.push(entry) } as never

const page = (handlers: Partial<Handlers>) =>
  dispatcher(watched(handlers as Handlers, (text) => text.replaceAll('hunter2', '[secret]'), log))
function call(): Call & { readonly told: EngineEvent[] } {
  const told: EngineEvent[] = []
  const { signal } = new AbortController()
  return { signal, giveUp: signal, emit: (event) => told.push(event), told }
}

test('answers and events have nothing that a page obeys or does not show, keys included', async () => {
  const one = call()
  const wire = page({
    'task.follow': (_, { emit }) => {
      emit(journal)
      return Promise.resolve({
        state: { task: 't', command: 'pair.undo', pair: evil, started: '2026-01-01T00:00:00Z', state: 'done' },
        result: { [evil]: [evil, 'hunter\u200b2 and hunter2'] },
        failure: { kind: 'locked', node: evil, values: { deployment: evil, owner: evil }, hosts: 'look' },
      })
    },
  })
  const answer = await wire.request('task.follow', { task: 't' }, one)
  expect(obeyedIn(JSON.stringify([answer, one.told]).replaceAll(/\\[nt]/g, ''))).toEqual([])
  expect(JSON.stringify(answer)).toContain('\\\\u{202e}')
  expect(JSON.stringify(answer)).toContain('hunter\\\\u{200b}2 and [secret]')
  expect(one.told[0]).toMatchObject({ line: { text: expect.stringContaining('␛') as string } })
})

test('failures, ours and those that are mistakes', async () => {
  const wire = page({
    'pair.undo': () =>
      Promise.reject(
        new HotpairError('host-key-revoked', {
          node: evil,
          values: { host: evil, port: 22, keyType: evil, fingerprint: evil, file: evil, line: 1 },
        }),
      ),
    'pairs.read': () => Promise.reject(new TypeError(evil)),
  })
  const failures = [wire.request('pair.undo', { pair: pairOf() }, call()), wire.request('pairs.read', { path: 'x' }, call())]
  for (const settled of await Promise.allSettled(failures)) {
    const failure = failureOf(settled.status === 'rejected' ? settled.reason : null)
    expect(JSON.stringify(failure)).toContain('u{202e}')
    expect(obeyedIn(JSON.stringify(failure))).toEqual([])
    expect(obeyedIn(Object.values(failureText(failure, 'zh-CN')).join(''))).toEqual([])
  }
})

test('what the user has typed or picked comes back as it is', async () => {
  const wire = page({ 'app.pick-file': () => Promise.resolve({ path: '/home/ann/\u200ekey' }) })
  expect(await wire.request('app.pick-file', {}, call())).toEqual({ path: '/home/ann/\u200ekey' })
})
