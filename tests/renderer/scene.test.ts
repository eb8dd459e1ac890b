import { describe, expect, it } from 'vitest'
import { failureKinds, isOfHosts, HotpairError, type Failure } from '../../electron/domain/failure'
import { nextOf, remedyOf, sceneOf, type Course } from '../../renderer/wizard/deploy/scene'

const course = (more: Partial<Course>): Course => ({ phase: 'running', goingBack: false, outcome: null, failure: null, ...more })
const cancelled = (hosts: Failure['hosts']) => new HotpairError('cancelled', { hosts }).failure

describe('what the Deploy screen says', () => {
  it.each<[string, Partial<Course>, ReturnType<typeof sceneOf>, ReturnType<typeof nextOf>]>([
    ['nothing was begun', { phase: 'idle' }, 'idle', 'plan'],
    ['it begins', { phase: 'starting' }, 'running', null],
    ['it runs', {}, 'running', null],
    ['it goes back by itself', { goingBack: true }, 'rolling-back', null],
    ['it was cancelled and goes back', { phase: 'cancelling' }, 'rolling-back', null],
    ['it is done', { phase: 'done', outcome: 'confirmed' }, 'done', 'verify'],
    ['it is done, though it had begun to go back', { phase: 'done', outcome: 'confirmed', goingBack: true }, 'done', 'verify'],
    ['there was nothing to do', { phase: 'done', outcome: 'nothing-to-do' }, 'unchanged', 'verify'],
    ['cancelled, all as before', { phase: 'failed', failure: cancelled('as-before') }, 'cancelled', null],
    ['cancelled, and a host needs a look', { phase: 'failed', failure: cancelled('look') }, 'failed', null],
    ['it failed', { phase: 'failed', failure: new HotpairError('rollback-failed').failure }, 'failed', null],
    ['Hotpair was closed', { phase: 'gone' }, 'standing', null],
  ])('%s', (_, more, scene, next) => {
    expect(sceneOf(course(more))).toBe(scene)
    expect(nextOf(scene, null)).toBe(next)
  })

  it('leads to the plan as soon as the hosts say that nothing is open', () => {
    expect([nextOf('standing', true), nextOf('standing', false)]).toEqual([null, 'plan'])
  })

  it('has one remedy for each failure', () => {
    const of = (kind: Failure['kind'], hosts: Failure['hosts'] = 'unchanged') => remedyOf({ kind, hosts, values: {} } as Failure)
    expect(of('plan-outdated')).toBe('new-plan')
    expect([of('locked'), of('unfinished'), of('busy'), of('auth-refused', 'look')]).toEqual(['look', 'look', 'look', 'look'])
    expect([of('commit-failed'), of('verify-failed'), of('no-sudo')]).toEqual(['plan', 'plan', 'hosts'])
    for (const kind of failureKinds) if (isOfHosts(kind)) expect(of(kind)).toBe('hosts')
  })
})
