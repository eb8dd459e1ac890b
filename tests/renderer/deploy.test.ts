import { describe, expect, it } from 'vitest'
import {
  afterEvent,
  countOf,
  deployPhases,
  keptLines,
  nothingYet,
  tookOf,
  waitingFor,
  type Progress,
} from '../../renderer/wizard/deploy/progress'
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
    for (const node of names) expect(states(done, node)).toEqual(['done', 'done', 'done', 'done', 'done', 'done'])
    expect(countOf(done, deployPhases)).toEqual({ done: 12, total: 12 })
    expect(done.goingBack).toBe(false)
    expect(done.checks).toHaveLength(8)
    expect(Object.values(done.nodes).map((node) => node.connection)).toEqual(['connected', 'connected'])
  })

  it('says what a node does now', () => {
    const { events } = recordedTask('pair.deploy', 'deploy')
    const at = events.find(
      ({ event }) => event.type === 'journal' && event.line.verb === 'commit' && event.line.detail.startsWith('wait for'),
    )
    const now = progressOf('deploy', at?.t)
    const working = Object.values(now.nodes).find((node) => node.phases.commit.state === 'running')
    expect(working?.step).toMatch(/^(wait for the health server|systemctl enable keepalived.service)$/)
    expect(countOf(now, deployPhases).done).toBeLessThan(12)
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
    expect(states(progressOf('deploy-cancelled'), 'nginx2')).toEqual(['done', 'done', 'todo', 'todo', 'todo', 'todo'])
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
      { type: 'journal', node: 'nginx2', line: { at: 1, verb: 'rollback', event: 'begin', detail: '' } },
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
        { type: 'journal', node: 'nginx1', line: { at: i, verb: 'prepare', event: 'output', detail: String(i) } },
        i,
      )
    }
    expect(progress.nodes.nginx1?.lines).toHaveLength(keptLines)
    expect(progress.nodes.nginx1?.dropped).toBe(20)
    expect(progress.nodes.nginx1?.lines.at(-1)?.detail).toBe(String(keptLines + 19))
  })

  it('shows an undo with the same means', () => {
    const { events } = recordedTask('pair.undo', 'undo')
    const end = events.reduce((progress, { t, event }) => afterEvent(progress, event, t), nothingYet(names))
    expect(names.map((node) => end.nodes[node]?.phases.undo.state)).toEqual(['done', 'done'])
    expect(countOf(end, ['undo'])).toEqual({ done: 2, total: 2 })
  })
})
