// @vitest-environment happy-dom
import type { DeploymentName } from '../../electron/domain/deployment-name'
import { configure, fireEvent, render, screen, within } from '@testing-library/svelte'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { deploymentName } from '../../electron/domain/deployment-name'
import { formOf } from '../../renderer/app/form'
import { speak } from '../../renderer/i18n/i18n.svelte'
import { longest, remembered } from '../../renderer/pair/history'
import PairPage from '../../renderer/pair/PairPage.svelte'
import { fakeEngine, type Answers } from './fake-engine'
import { plannedOutput } from './planned'
import { recordedOutput, recordedPair, recordedTask } from './recorded'
import { begun, until } from './wizard'

// A machine that does more than this is slower.
configure({ asyncUtilTimeout: 8000 })
const pair = recordedPair()
const { entries } = recordedOutput('pairs.history', 'history')

describe('what is remembered of a pair', () => {
  const all = entries.map(remembered)

  it('is understood', () => {
    expect(all.map((entry) => [entry.kind, entry.outcome])).toContainEqual(['deployment', 'done'])
    expect(all.map((entry) => entry.outcome)).toContain('cancelled')
    const failed = all.find((entry) => entry.outcome === 'failed')
    // kept by a version whose kinds had texts only
    expect(failed?.failure).toMatchObject({ kind: 'earlier', values: { kind: 'commit-failed' }, node: 'nginx2', hosts: 'as-before' })
    const seed = all.find((entry) => entry.drill?.kind === 'seed')
    expect(seed?.drill?.phases).toHaveLength(4)
    expect(longest(seed?.drill?.phases ?? [])).toBe(1880)
    expect(all.find((entry) => entry.kind === 'deployment' && entry.outcome === 'done')?.states).toEqual({
      nginx1: 'confirmed',
      nginx2: 'confirmed',
    })
  })

  it('survives what it does not understand', () => {
    expect(remembered({ time: '2030-01-01', kind: 'drill', id: '', result: 'new-word', data: { kind: 'later' } })).toMatchObject({
      outcome: 'failed',
      drill: null,
    })
    expect(remembered({ time: '2030-01-01', kind: 'undo', id: '', result: 'done', data: null })).toMatchObject({
      outcome: 'done',
      states: {},
      took: null,
    })
  })

  it('has warnings by their codes, and the sentences of earlier versions as they were', () => {
    const typed = { node: 'nginx1', code: 'changed-since', subject: '/etc/a', copy: '/var/lib/hotpair/a' }
    const data = { warnings: [typed, 'nginx2: /etc/b was changed'] }
    expect(
      remembered({ time: '2030-01-01', kind: 'undo', id: '20300101T000000-abcdef' as DeploymentName, result: 'done', data }).warnings,
    ).toEqual([typed, { node: '', code: 'earlier', subject: 'nginx2: /etc/b was changed', copy: '' }])
  })
})

async function open(answers: Answers = {}, shown = pair) {
  const engine = fakeEngine({
    'task.list': { tasks: [] },
    'pair.status': recordedOutput('pair.status', 'status'),
    'pairs.history': { entries },
    ...answers,
  })
  const app = await begun(engine)
  render(PairPage, { app, pair: shown })
  return { engine, app }
}
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))

describe('the page of a pair', () => {
  beforeAll(() => {
    speak('en')
    vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener: () => undefined, removeEventListener: () => undefined }))
  })

  it('shows how it is', async () => {
    await open()
    expect(await screen.findByText('holds the VIP')).toBeTruthy()
    expect(screen.getByText('standby')).toBeTruthy()
    expect(screen.getAllByText('running')).toHaveLength(4)
    expect(screen.getByRole('img', { name: /nginx1 holds 198\.51\.100\.199/ })).toBeTruthy()
  })

  it('says exactly what an undo does before it does it', async () => {
    const undo = recordedTask('pair.undo', 'undo')
    const { engine } = await open({
      'task.start': { task: 'u' },
      'task.list': { tasks: [{ ...undo.end.state, task: 'u', state: 'running', command: 'pair.undo', pair: 'another' }] },
      'task.follow': (_, emit) => {
        for (const { event } of undo.events) emit(event)
        const warnings = [{ node: 'nginx2', code: 'changed-since', subject: '/etc/nginx/a', copy: '/var/lib/hotpair/a' }]
        return { ...undo.end, result: { ...undo.result, warnings, all: true } }
      },
    })
    await screen.findByText('holds the VIP')
    // The first deployment: there is nothing to choose.
    await press('Remove this pair from the hosts …')
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByText(/Installed packages stay installed/)).toBeTruthy()
    expect(dialog.queryByRole('radio')).toBeNull()
    expect(dialog.getByText(/No node will hold 198\.51\.100\.199/)).toBeTruthy()
    expect(engine.inputs('task.start')).toEqual([])
    await fireEvent.click(dialog.getByRole('button', { name: 'Remove from all hosts' }))
    expect(await screen.findByText('Removed: all hosts are as they were before the first deployment.')).toBeTruthy()
    expect(screen.getByText('nginx2: /etc/nginx/a was changed after the deployment; a copy is in /var/lib/hotpair/a')).toBeTruthy()
    speak('zh-CN')
    expect(await screen.findByText('nginx2：/etc/nginx/a 在部署之后被修改过；副本保存在 /var/lib/hotpair/a')).toBeTruthy()
    speak('en')
    expect(engine.inputs('task.start')[0]).toMatchObject({ command: 'pair.undo', input: { all: true } })
  })

  it('undoes the last change by its name and time, and shows the settings that came back with the hosts', async () => {
    const undo = recordedTask('pair.undo', 'undo')
    const status = recordedOutput('pair.status', 'status')
    const nodes = Object.fromEntries(
      Object.entries(status.nodes).map(([name, node]) => [
        name,
        node.reachable ? { ...node, before: deploymentName.parse('20261121T162337-e4e2a0') } : node,
      ]),
    )
    const faster = { ...pair, vrrp: { ...pair.vrrp, advertInterval: 0.2, version: 3 as const } }
    const deployment = (time: string, settings: typeof pair) => ({
      time,
      kind: 'deployment' as const,
      id: '' as const,
      result: 'done',
      data: JSON.parse(JSON.stringify({ settings })) as null,
    })
    let kept: typeof pair = faster
    const { engine } = await open(
      {
        'pair.status': { ...status, nodes },
        'pairs.history': { entries: [deployment('2026-11-22T13:02:00Z', faster), deployment('2026-11-21T13:02:00Z', pair)] },
        'pairs.list': () => ({ pairs: [{ name: pair.name, pair: kept, saved: new Date().toISOString() }], problems: [] }),
        'task.start': { task: 'u' },
        'task.list': { tasks: [{ ...undo.end.state, task: 'u', state: 'running', command: 'pair.undo', pair: 'another' }] },
        'task.follow': () => {
          kept = pair
          return undo.end
        },
      },
      faster,
    )
    expect(await screen.findByText('an advert every 0.2 s, VRRP 3')).toBeTruthy()
    await until(() => engine.inputs('pairs.history').length > 0)
    await fireEvent.click(await screen.findByRole('button', { name: 'Undo …' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByText(/^Of Nov 22, 2026, .*: speed\.$/)).toBeTruthy()
    expect(dialog.getAllByRole('radio')).toHaveLength(2)
    expect(dialog.queryByText(/Nobody will hold/)).toBeNull()
    await fireEvent.click(dialog.getByRole('button', { name: 'Undo the last change' }))
    expect(await screen.findByText('Undone: all nodes are as they were before the last deployment.')).toBeTruthy()
    expect(engine.inputs('task.start')[0]).toMatchObject({ command: 'pair.undo', input: { all: false } })
    expect(await screen.findByText('an advert every 1 s, VRRP 2')).toBeTruthy()
  })

  it('says that it is not deployed, and offers nothing but that', async () => {
    const status = recordedOutput('pair.status', 'status')
    await open({ 'pair.status': { ...status, health: 'not-deployed' } })
    expect(await screen.findByRole('heading', { name: 'Not deployed' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Deploy' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Verify again|See it fail over|Undo|Remove this pair/ })).toBeNull()
  })

  it('says when the settings kept here are not those on the hosts, and when it was last verified and tested', async () => {
    const settings = { ...pair, firewall: 'leave' }
    const done = (kind: 'deployment' | 'verification' | 'drill', data: object) => ({
      time: '2026-11-22T13:02:00Z',
      kind,
      id: '' as const,
      result: kind === 'deployment' ? 'done' : 'passed',
      data: JSON.parse(JSON.stringify(data)) as null,
    })
    await open({ 'pairs.history': { entries: [done('drill', {}), done('verification', {}), done('deployment', { settings })] } })
    expect(await screen.findByText('They differ in: firewall.')).toBeTruthy()
    expect(screen.getAllByText(/Nov 22, 2026.* · passed/)).toHaveLength(2)
  })

  it('finishes an open deployment only after it was asked', async () => {
    const status = recordedOutput('pair.status', 'status')
    const nodes = Object.fromEntries(
      Object.entries(status.nodes).map(([name, node]) => [
        name,
        node.reachable ? { ...node, deployment: { ...node.deployment, state: 'held' as const, open: true } } : node,
      ]),
    )
    const { engine } = await open({
      'pair.status': { ...status, nodes },
      'pair.finish': { ...status, finished: { deployment: deploymentName.parse('20261122T162337-e4e2a0'), decision: 'confirm' } },
    })
    await screen.findByRole('heading', { name: 'A deployment is not finished' })
    await press('Finish the deployment …')
    expect(engine.inputs('pair.finish')).toEqual([])
    await fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Finish the deployment' }))
    await vi.waitFor(() => expect(engine.inputs('pair.finish')).toMatchObject([{ force: true }]))
    // what is shown afterwards is not what was so before; the rounds by themselves leave a silent node alone
    await vi.waitFor(() => expect(engine.inputs('pair.status').map(({ urgent }) => urgent)).toEqual([false, true]))
  })

  it('exports a plan that it made for it, and none where preflight refuses', async () => {
    let answer = plannedOutput('fresh')
    const { engine } = await open({
      'pair.plan': () => answer,
      'pair.export': { folder: '/srv/out/practice', files: ['a', 'b'] },
    })
    await press('Export …')
    const dialog = within(await screen.findByRole('dialog'))
    await fireEvent.click(dialog.getByRole('button', { name: 'Export' }))
    expect(await dialog.findByText('2 files were exported.')).toBeTruthy()
    expect(engine.inputs('pair.export').map(({ plan }) => plan)).toEqual([plannedOutput('fresh').plan?.id])
    answer = { plan: null, findings: [{ rule: 'vip-reserved', severity: 'error', values: { vip: '198.51.100.255/24' } }] }
    await fireEvent.click(dialog.getByRole('button', { name: 'Export' }))
    expect(await dialog.findByText(/The hosts are not ready/)).toBeTruthy()
    expect(engine.inputs('pair.export')).toHaveLength(1)
  })

  it('forgets the pair here and says that the hosts stay', async () => {
    const { engine, app } = await open({ 'pairs.remove': {} })
    await press('Remove from the list …')
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByText(/The hosts are not touched/)).toBeTruthy()
    await fireEvent.click(dialog.getByRole('button', { name: 'Remove from the list' }))
    await vi.waitFor(() => expect(app.place.at).toBe('home'))
    expect(engine.inputs('pairs.remove')).toEqual([{ name: pair.name }])
  })

  it('changes settings from a full form, and duplicates under a free name', async () => {
    const { app } = await open({ 'pairs.list': { pairs: [{ name: pair.name, pair, saved: new Date().toISOString() }], problems: [] } })
    await press('Duplicate as a new pair')
    await vi.waitFor(() => expect(app.place.at).toBe('wizard'))
    expect(app.place.at === 'wizard' && [app.place.wizard.form.name, app.place.wizard.editing]).toEqual(['practice-2', null])
    await app.editPair(pair)
    expect(app.place.at === 'wizard' && [app.place.wizard.step, app.place.wizard.editing, app.place.wizard.pair]).toEqual([
      'vip',
      'practice',
      pair,
    ])
  })

  it('goes on with settings that were left half changed: a pair has one draft', async () => {
    const form = { ...formOf(pair), routerId: '99' }
    const content = { form, step: 'vip', reached: 'vip', editing: pair.name, notes: {} }
    const { app } = await open({ 'draft.list': { drafts: [{ id: 'left', saved: new Date().toISOString(), name: pair.name, content }] } })
    await app.editPair(pair)
    expect(app.place.at === 'wizard' && [app.place.wizard.id, app.place.wizard.form.routerId]).toEqual(['left', '99'])
  })

  it('tells its history', async () => {
    await open()
    await fireEvent.click(screen.getByRole('tab', { name: 'History' }))
    expect(await screen.findByText(/Failover test · there and back/)).toBeTruthy()
    expect(screen.getByText('cancelled')).toBeTruthy()
  })
})
