// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { Output } from '../../electron/contract/commands'
import type { EngineEvent } from '../../electron/contract/events'
import { HotpairError } from '../../electron/domain/failure'
import { TaskRun } from '../../renderer/app/task-run.svelte'
import { fakeEngine, type Answers } from './fake-engine'
import { recordedPair, recordedTask } from './recorded'

const pair = recordedPair()
const { events, end, result } = recordedTask('pair.verify', 'verify')
const info = (state: 'running' | 'done' = 'running') => ({ ...end.state, task: 't1', state }) as Output<'task.list'>['tasks'][number]

function runWith(answers: Answers) {
  const seen: EngineEvent[] = []
  let begun = 0
  const engine = fakeEngine({ 'task.start': { task: 't1' }, 'task.list': { tasks: [info()] }, 'task.cancel': {}, ...answers })
  const run = new TaskRun(engine, 'pair.verify', { begin: () => (begun++, (seen.length = 0)), event: (event) => seen.push(event) })
  return { engine, run, seen, begun: () => begun }
}
const told = (emit: (event: EngineEvent) => void) => {
  for (const { event } of events) emit(event)
}

describe('a task as a screen follows it', () => {
  it('is started, told and ended', async () => {
    const { engine, run, seen } = runWith({ 'task.follow': (_, emit) => (told(emit), { ...end, state: info('done') }) })
    expect(await run.start({ pair })).toBe('t1')
    expect(engine.inputs('task.start')[0]).toMatchObject({ command: 'pair.verify', input: { pair: { name: pair.name } } })
    await run.follow('t1')
    expect(run.phase).toBe('done')
    expect(seen).toHaveLength(events.length)
    expect(run.result).toEqual(result)
  })

  it('is told again from the first event when the connection was lost on the way', async () => {
    let times = 0
    const { engine, run, seen, begun } = runWith({
      'task.follow': (_, emit) => {
        times++
        if (times === 1) {
          emit(events[0]!.event)
          engine.become({ state: 'lost', refusal: null })
          throw new HotpairError('engine-lost')
        }
        told(emit)
        return { ...end, state: info('done') }
      },
    })
    const over = run.follow('t1')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(run.phase).toBe('running')
    engine.become({ state: 'open', refusal: null })
    await over
    expect(run.phase).toBe('done')
    expect(begun()).toBe(2)
    expect(seen).toHaveLength(events.length)
  })

  it('stays as it ended when it is cancelled too late', async () => {
    const { engine, run } = runWith({ 'task.follow': () => ({ ...end, state: info('done') }) })
    await run.follow('t1')
    await run.cancel()
    await run.giveUp()
    expect(run.phase).toBe('done')
    expect(engine.inputs('task.cancel')).toEqual([])
  })

  it('is gone when the engine that comes back does not know it', async () => {
    const { run } = runWith({ 'task.list': { tasks: [] } })
    await run.follow('t1')
    expect(run.phase).toBe('gone')
  })

  it('says why it was refused, and why it failed', async () => {
    const refused = runWith({
      'task.start': () => {
        throw new HotpairError('busy', { values: { task: 'pair.drill' } })
      },
    })
    expect(await refused.run.start({ pair })).toBeNull()
    expect([refused.run.phase, refused.run.failure?.kind]).toEqual(['failed', 'busy'])
    const failed = runWith({
      'task.follow': { state: { ...info(), state: 'failed' }, result: null, failure: new HotpairError('engine-lost').failure },
    })
    await failed.run.follow('t1')
    expect([failed.run.phase, failed.run.failure?.kind]).toEqual(['failed', 'engine-lost'])
  })

  it('is cancelled once, and given up with a second word', async () => {
    let finish = (): void => undefined
    const { engine, run } = runWith({
      'task.follow': () =>
        new Promise(
          (resolve) =>
            (finish = () =>
              resolve({ state: { ...info(), state: 'failed' }, result: null, failure: new HotpairError('cancelled').failure })),
        ),
    })
    const over = run.follow('t1')
    await new Promise((resolve) => setTimeout(resolve, 5))
    await run.giveUp()
    expect(run.phase).toBe('cancelling')
    expect(engine.inputs('task.cancel')).toHaveLength(2)
    finish()
    await over
    expect(run.failure?.kind).toBe('cancelled')
  })

  it('finds what runs for this pair before what is over', async () => {
    const other = { ...info('done'), task: 't0' }
    const { run } = runWith({ 'task.list': { tasks: [other, { ...info(), pair: 'another' }, info()] } })
    expect((await run.find(pair.name, 't0'))?.task).toBe('t1')
    const over = runWith({ 'task.list': { tasks: [other] } })
    expect((await over.run.find(pair.name, 't0'))?.task).toBe('t0')
    expect(await over.run.find(pair.name, null)).toBeNull()
  })
})
