import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../electron/contract/events'
import { neededSteps } from '../../electron/domain/plan'
import type { Step } from '../../electron/domain/step'
import {
  afterEvent,
  countOf,
  deployPhases,
  fateOf,
  keptLines,
  nothingYet,
  tookOf,
  waitingFor,
  workOf,
  type Progress,
} from '../../renderer/wizard/deploy/progress'
import { planned } from './planned'
import { recordedTask } from './recorded'

const names = ['nginx1', 'nginx2']
function progressOf(name: 'deploy' | 'deploy-failed' | 'deploy-cancelled', until = Infinity, sped = false): Progress {
  const { events } = recordedTask('pair.deploy', name)
  return events
    .filter(({ t }) => t <= until)
    .reduce((progress, { t, event }) => afterEvent(progress, event, sped ? 0 : t), nothingYet(names))
}
const states = (progress: Progress, node: string) => deployPhases.map((phase) => progress.nodes[node]?.phases[phase].state)

describe('a deployment as it is told', () => {
  it('goes through its phases on every node', () => {
    const done = progressOf('deploy')
    for (const node of names) expect(states(done, node)).toEqual(deployPhases.map(() => 'done'))
    expect(names.map((node) => done.nodes[node]?.phases['take-vip'].state)).toEqual(['done', 'todo'])
    expect(countOf(done, deployPhases)).toEqual({ done: 14, total: 14 })
    expect(done.goingBack).toBe(false)
    expect(done.checks).toHaveLength(8)
    expect(Object.values(done.nodes).map((node) => node.connection)).toEqual(['connected', 'connected'])
  })

  it('says what a node does now', () => {
    const { events } = recordedTask('pair.deploy', 'deploy')
    const at = events.find(({ event }) => event.type === 'journal' && event.line.event === 'do' && event.line.doing === 'wait-for-nginx')
    const now = progressOf('deploy', at?.t)
    const working = Object.values(now.nodes).find((node) => node.phases.commit.state === 'running')
    // what is told at once is there at once
    expect(['wait-for-nginx', 'enable-unit']).toContain(working?.step?.doing)
    expect(countOf(now, deployPhases).done).toBeLessThan(14)
  })

  it('knows how long a phase took, also when all is told again at once', () => {
    const { nodes } = progressOf('deploy')
    const again = progressOf('deploy', Infinity, true).nodes
    const [live, later] = [nodes.nginx1?.phases.commit, again.nginx1?.phases.commit]
    if (live === undefined || later === undefined) throw new Error('no phase')
    expect(tookOf(live, 1e9)).toBeGreaterThan(500)
    expect(tookOf(later, 1e9)).toBeGreaterThan(500)
    const read = again.nginx1?.phases.read
    expect(read && tookOf(read, 1e9)).toBeNull()
  })

  it('goes back on all nodes when one fails', () => {
    const end = progressOf('deploy-failed')
    expect(end.goingBack).toBe(true)
    expect(end.nodes.nginx2?.phases.commit.state).toBe('failed')
    expect(names.map((node) => end.nodes[node]?.phases.rollback.state)).toEqual(['done', 'done'])
    expect(countOf(end, deployPhases)).toEqual({ done: 2, total: 2 })
    expect(states(progressOf('deploy-cancelled'), 'nginx2')).toEqual(['done', 'done', ...deployPhases.slice(2).map(() => 'todo')])
  })

  it('counts the seconds until a node that cannot be reached is given up', () => {
    const waiting = afterEvent(
      progressOf('deploy', 4500),
      { type: 'phase', phase: 'rollback', node: 'nginx2', state: 'waiting', seconds: 90 },
      10_000,
    )
    expect(waitingFor(waiting, 10_000)).toEqual({ nodes: ['nginx2'], seconds: 90 })
    expect(waitingFor(waiting, 40_000)).toEqual({ nodes: ['nginx2'], seconds: 60 })
    expect(waitingFor(waiting, 400_000)?.seconds).toBe(0)
    const back = afterEvent(
      waiting,
      { type: 'journal', node: 'nginx2', line: { at: 1, verb: 'rollback', event: 'begin', text: 'committed' } },
      41_000,
    )
    expect(waitingFor(back, 41_000)).toBeNull()
    expect(back.nodes.nginx2?.phases.rollback.state).toBe('running')
  })

  it('keeps a bounded number of lines', () => {
    let progress = nothingYet(names)
    for (let i = 0; i < keptLines + 20; i++) {
      progress = afterEvent(
        progress,
        { type: 'journal', node: 'nginx1', line: { at: i, verb: 'prepare', event: 'output', text: String(i) } },
        i,
      )
    }
    expect(progress.nodes.nginx1?.lines).toHaveLength(keptLines)
    expect(progress.nodes.nginx1?.dropped).toBe(20)
    expect(progress.nodes.nginx1?.lines.at(-1)).toMatchObject({ text: String(keptLines + 19) })
  })

  it('counts the steps of the plan, not those that find nothing to do', () => {
    const [plan] = planned('fresh').nodes
    if (plan === undefined) throw new Error('no plan')
    const total = neededSteps(plan).length
    const told = (event: 'do' | 'unchanged', step: Step): EngineEvent => ({
      type: 'journal',
      node: plan.node,
      line: { at: step.number, verb: step.stage, event, doing: step.code, subject: step.subjects.join(' '), step: step.number },
    })
    const after = (...events: EngineEvent[]) => {
      const node = events.reduce((progress, event) => afterEvent(progress, event, 0), nothingYet(names)).nodes[plan.node]
      return node && workOf(node, plan)
    }
    const [first, second] = neededSteps(plan)
    const unneeded = plan.steps.find(({ needed }) => !needed)
    if (first === undefined || second === undefined || unneeded === undefined) throw new Error('no steps')
    expect(after()).toEqual({ done: 0, total })
    // the one that was begun last is not done yet
    expect(after(told('do', first))).toEqual({ done: 0, total })
    expect(after(told('do', first), told('do', second))).toEqual({ done: 1, total })
    // told again after a reload
    expect(after(told('do', first), told('do', first), told('do', second))).toEqual({ done: 1, total })
    expect(after(told('do', first), told('unchanged', second))).toEqual({ done: 1, total: total - 1 })
    expect(after(told('unchanged', unneeded))).toEqual({ done: 0, total })
    expect(after(told('do', unneeded), told('do', first))).toEqual({ done: 1, total: total + 1 })
    const end: EngineEvent = { type: 'journal', node: plan.node, line: { at: 99, verb: 'commit', event: 'end', state: 'committed' } }
    expect(after(...plan.steps.map((step) => told(step.needed ? 'do' : 'unchanged', step)), end)).toEqual({ done: total, total })
  })

  it('knows how each node is after one that did not end well', () => {
    const fates = (progress: Progress) => names.map((node) => fateOf(progress.nodes[node]))
    expect(fates(progressOf('deploy'))).toEqual(['done', 'done'])
    expect(fates(progressOf('deploy-failed'))).toEqual(['back', 'back'])
    expect(fates(nothingYet(names))).toEqual(['untouched', 'untouched'])
    const at = recordedTask('pair.deploy', 'deploy-failed').events.find(
      ({ event }) => event.type === 'phase' && event.state === 'failed',
    )?.t
    expect(fates(progressOf('deploy-failed', at))).toEqual(['touched', 'touched'])
  })

  it('shows an undo with the same means', () => {
    const { events } = recordedTask('pair.undo', 'undo')
    const end = events.reduce((progress, { t, event }) => afterEvent(progress, event, t), nothingYet(names))
    expect(names.map((node) => end.nodes[node]?.phases.undo.state)).toEqual(['done', 'done'])
    expect(countOf(end, ['undo'])).toEqual({ done: 2, total: 2 })
  })
})
