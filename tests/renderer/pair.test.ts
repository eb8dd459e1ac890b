// @vitest-environment happy-dom
import type { DeploymentName } from '../../electron/domain/deployment-name'
import { configure, fireEvent, render, screen, within } from '@testing-library/svelte'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Output } from '../../electron/contract/commands'
import { deploymentName } from '../../electron/domain/deployment-name'
import { longestOf } from '../../electron/domain/drill-run'
import { HotpairError } from '../../electron/domain/failure'
import { formOf } from '../../renderer/app/form'
import { speak } from '../../renderer/i18n/i18n.svelte'
import { remembered } from '../../renderer/pair/history'
import PairPage from '../../renderer/pair/PairPage.svelte'
import { fakeEngine, type Answers } from './fake-engine'
import { plannedOutput } from './planned'
import { recordedOutput, recordedPair, recordedTask } from './recorded'
import { everyReason, whyOutput } from './reasons'
import { begun, until } from './wizard'

// A machine that does more than this is slower.
configure({ asyncUtilTimeout: 8000 })
const pair = recordedPair()
const { entries } = recordedOutput('pairs.history', 'history')

describe('what is remembered of a pair', () => {
  const all = remembered(entries)

  it('is understood', () => {
    expect(all.map((entry) => [entry.kind, entry.outcome])).toContainEqual(['deployment', 'done'])
    expect(all.map((entry) => entry.outcome)).toContain('cancelled')
    const failed = all.find((entry) => entry.outcome === 'failed')
    // kept by a version whose kinds had texts only
    expect(failed?.failure).toMatchObject({ kind: 'earlier', values: { kind: 'commit-failed' }, node: 'nginx2', hosts: 'as-before' })
    const seed = all.find(({ run }) => run?.drills[0]?.kind === 'seed')
    expect(seed?.run?.drills[0]?.phases).toHaveLength(4)
    expect(longestOf(seed?.run?.drills[0]?.phases ?? [])).toBe(1880)
    expect(all.find((entry) => entry.kind === 'deployment' && entry.outcome === 'done')?.states).toEqual({
      nginx1: 'confirmed',
      nginx2: 'confirmed',
    })
  })

  it('survives what it does not understand', () => {
    expect(remembered([{ time: '2030-01-01', kind: 'drill', id: '', result: 'new-word', data: { kind: 'later' } }])[0]).toMatchObject({
      outcome: 'failed',
      run: null,
    })
    expect(remembered([{ time: '2030-01-01', kind: 'undo', id: '', result: 'done', data: null }])[0]).toMatchObject({
      outcome: 'done',
      states: {},
      took: null,
    })
  })

  it('has warnings by their codes, and the sentences of earlier versions as they were', () => {
    const typed = { node: 'nginx1', code: 'changed-since', subject: '/etc/a', copy: '/var/lib/hotpair/a' }
    const data = { warnings: [typed, 'nginx2: /etc/b was changed'] }
    expect(
      remembered([{ time: '2030-01-01', kind: 'undo', id: '20300101T000000-abcdef' as DeploymentName, result: 'done', data }])[0]?.warnings,
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

  describe('a unit by hand', () => {
    const status = recordedOutput('pair.status', 'status')
    const card = async (name: string) => within(await screen.findByRole('group', { name }))
    const unitOf = async (node: string, unit: string) => within((await card(node)).getByRole('group', { name: unit }))
    const task = { task: 'u', command: 'pair.unit' as const, pair: pair.name, started: '2030-01-01T10:00:00Z' }
    const changing = (end: Partial<Output<'task.follow'>> = {}): Answers => ({
      'task.start': { task: 'u' },
      'task.list': { tasks: [{ ...task, state: 'running', pair: 'another' }] },
      'task.follow': { state: { ...task, state: 'done' }, result: { state: 'inactive' }, failure: null, ...end },
    })
    const node = (name: string, more: object): typeof status => ({
      ...status,
      nodes: { ...status.nodes, [name]: { ...status.nodes[name], ...more } as (typeof status.nodes)[string] },
    })

    it('is stopped after it was said what clients notice, and what was agreed to goes with it', async () => {
      const { engine } = await open(changing())
      await fireEvent.click((await unitOf('nginx1', 'nginx')).getByRole('button', { name: 'Stop …' }))
      const dialog = within(await screen.findByRole('dialog', { name: 'Stop nginx on nginx1?' }))
      expect(dialog.getByText('The VIP moves to nginx2; requests to 198.51.100.199 may fail until it has.')).toBeTruthy()
      expect(dialog.getByText('Until it is started again no other node can take over.')).toBeTruthy()
      expect(dialog.queryByText('Clients may get no answer.')).toBeNull()
      expect(engine.inputs('task.start')).toEqual([])
      await fireEvent.click(dialog.getByRole('button', { name: 'Stop nginx' }))
      expect(await screen.findByText('nginx on nginx1 was stopped.')).toBeTruthy()
      expect(engine.inputs('task.start')).toMatchObject([
        {
          command: 'pair.unit',
          input: { node: 'nginx1', unit: 'nginx', change: 'stop', agreed: { effects: [{ is: 'moves', to: 'nginx2' }] } },
        },
      ])
      // looked at anew
      await vi.waitFor(() => expect(engine.inputs('pair.status').map(({ urgent }) => urgent)).toContain(true))
    })

    it('is left as it is, which is the first button', async () => {
      const { engine } = await open(changing())
      await fireEvent.click((await unitOf('nginx2', 'keepalived')).getByRole('button', { name: 'Restart …' }))
      const dialog = within(await screen.findByRole('dialog'))
      expect(dialog.getByText('Clients notice nothing.')).toBeTruthy()
      await fireEvent.click(dialog.getByRole('button', { name: 'Leave it as it is' }))
      await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
      expect(engine.inputs('task.start')).toEqual([])
    })

    it('warns of an outage, in both languages, and tells a failure with what the node said', async () => {
      const failure = new HotpairError('unit-failed', {
        node: 'nginx1',
        values: { reason: 'status', status: 1, unit: 'keepalived', change: 'stop', state: 'active', output: 'Job failed.' },
      }).failure
      await open({ ...changing({ result: null, failure }), 'pair.status': node('nginx2', { nginx: 'failed' }) })
      await fireEvent.click((await unitOf('nginx1', 'keepalived')).getByRole('button', { name: 'Stop …' }))
      const dialog = within(await screen.findByRole('dialog'))
      expect(dialog.getByText('Clients may get no answer.')).toBeTruthy()
      expect(dialog.getByRole('button', { name: 'Stop keepalived' }).className).toContain('danger')
      speak('zh-CN')
      expect(await dialog.findByText('没有节点可以接管 VIP：198.51.100.199 将服务中断，直到再次启动为止。')).toBeTruthy()
      speak('en')
      await fireEvent.click(await dialog.findByRole('button', { name: 'Stop keepalived' }))
      expect(await screen.findByText(/keepalived on nginx1 did not do what was wanted/)).toBeTruthy()
      expect(screen.getByText('Job failed.')).toBeTruthy()
    })

    it('offers what its state allows, and says why nothing can be done', async () => {
      const { reachable: _, ...gone } = { reachable: true, failure: new HotpairError('timeout', { values: { seconds: 3 } }).failure }
      const nodes = { ...node('nginx1', { nginx: 'inactive' }).nodes, nginx2: { reachable: false as const, ...gone } }
      await open({ 'pair.status': { ...status, nodes } })
      const first = await unitOf('nginx1', 'nginx')
      expect(first.getAllByRole('button').map((button) => button.textContent.trim())).toEqual(['Log …', 'Start …'])
      const second = await unitOf('nginx2', 'nginx')
      expect(second.getByRole<HTMLButtonElement>('button', { name: 'Restart …' }).disabled).toBe(true)
      expect(second.getByRole<HTMLButtonElement>('button', { name: 'Log …' }).disabled).toBe(false)
      // Its failure says so already; the reason of the buttons would say it again.
      const silent = await card('nginx2')
      expect(silent.getByText(/did not (finish|answer)/)).toBeTruthy()
      expect(silent.queryByText('nginx2 does not answer.')).toBeNull()
    })

    it('is not there where Hotpair has deployed nothing', async () => {
      await open({ 'pair.status': { ...status, health: 'not-deployed' } })
      await card('nginx1')
      expect(screen.queryByRole('group', { name: 'nginx' })).toBeNull()
    })

    it('shows its log, the newest first, and reads it again', async () => {
      let lines = [
        { time: '2026-11-30T21:57:11.000Z', text: 'systemd[1]: first' },
        { time: null, text: '    goes on' },
        { time: '2026-11-30T21:57:12.000Z', text: 'systemd[1]: second' },
      ]
      const { engine } = await open({ 'pair.log': () => ({ lines, errorLog: { file: '/var/log/nginx/error.log', lines: [] } }) })
      await fireEvent.click((await unitOf('nginx2', 'nginx')).getByRole('button', { name: 'Log …' }))
      const dialog = within(await screen.findByRole('dialog', { name: 'Log of nginx on nginx2' }))
      const log = await dialog.findByRole('group', { name: 'Log' })
      expect(log.textContent).toMatch(/second\n.*first\n {4}goes on$/s)
      expect(log.tabIndex).toBe(0)
      expect(dialog.getByText(/^Read from the hosts at/)).toBeTruthy()
      expect(dialog.getByText('/var/log/nginx/error.log')).toBeTruthy()
      expect(dialog.getByText('Nothing has been logged yet.')).toBeTruthy()
      lines = []
      await fireEvent.click(dialog.getByRole('button', { name: 'Read again' }))
      await vi.waitFor(() => expect(dialog.getAllByText('Nothing has been logged yet.')).toHaveLength(2))
      expect(engine.inputs('pair.log')).toMatchObject([
        { node: 'nginx2', unit: 'nginx' },
        { node: 'nginx2', unit: 'nginx' },
      ])
    })

    it('says why its log cannot be read, and what to do', async () => {
      await open({
        'pair.log': () => {
          throw new HotpairError('timeout', { node: 'nginx2', values: { seconds: 30 } })
        },
      })
      await fireEvent.click((await unitOf('nginx2', 'keepalived')).getByRole('button', { name: 'Log …' }))
      const dialog = within(await screen.findByRole('dialog'))
      expect(await dialog.findByText('nginx2 did not answer in 30 s.')).toBeTruthy()
      expect(dialog.getByRole('button', { name: 'Read again' })).toBeTruthy()
    })

    it('is in the history', async () => {
      const data = { what: 'unit stop nginx', node: 'nginx2', unit: 'nginx', change: 'stop', state: 'inactive', by: 'me' }
      await open({ 'pairs.history': { entries: [{ time: '2026-11-30T21:57:11Z', kind: 'unit', id: '', result: 'done', data }] } })
      await fireEvent.click(screen.getByRole('tab', { name: 'History' }))
      expect(await screen.findByText(/^Stop nginx · nginx2, /)).toBeTruthy()
    })
  })

  describe('why the holder is it', () => {
    const part = async () => within(await screen.findByRole('region', { name: 'Why is this node the holder?' }))
    const read = async () => {
      const why = await part()
      await fireEvent.click(why.getByRole('button', { name: 'Show the reasons' }))
      return why
    }

    it('is read when it is asked for, for as many days as are chosen', async () => {
      const { engine } = await open({ 'pair.why': whyOutput })
      const why = await part()
      expect(engine.inputs('pair.why')).toEqual([])
      await fireEvent.change(why.getByRole('combobox', { name: 'How far back' }), { target: { value: '30' } })
      await fireEvent.click(why.getByRole('button', { name: 'Show the reasons' }))
      expect(await why.findByText(/^Read from the hosts at/)).toBeTruthy()
      expect(engine.inputs('pair.why')).toMatchObject([{ days: 30 }])
      expect(why.getByText(/^Since Dec 1, 2026, .*: nginx on nginx1 was stopped\. A failover test was running\.$/)).toBeTruthy()
      expect(why.getByText(/^nginx1: standby; the VIP stays where it is/)).toBeTruthy()
      expect(why.getByText(/nginx1 keeps its journal in memory only.*There are more records than were read\.$/s)).toBeTruthy()
    })

    it('shows the newest changes, and all when asked', async () => {
      await open({ 'pair.why': whyOutput })
      const why = await read()
      const table = within(await why.findByRole('table', { name: 'Changes of holder' }))
      expect(table.getAllByRole('row')).toHaveLength(11)
      await fireEvent.click(why.getByRole('button', { name: `Show all ${String(everyReason.length)} changes` }))
      expect(table.getAllByRole('row')).toHaveLength(everyReason.length + 1)
      const split = table.getByText(/The VRRP passwords differ\. Both held the VIP at once\.$/)
      expect(within(split.closest('tr') as HTMLElement).getAllByText('nginx1')).toHaveLength(1)
      expect(within(split.closest('tr') as HTMLElement).getAllByText('nginx2')).toHaveLength(2)
    })

    it('says when nothing is on record', async () => {
      const [instance] = whyOutput.instances
      await open({
        'pair.why': {
          ...whyOutput,
          instances: [{ ...instance, present: { ...instance?.present, since: null }, transitions: [] }] as never,
        },
      })
      const why = await read()
      expect(await why.findByText('No change of holder is on record for the last 7 days.')).toBeTruthy()
    })

    it('loses nothing of the other nodes when one cannot be asked', async () => {
      const failure = new HotpairError('timeout', { node: 'nginx1', values: { seconds: 30 } }).failure
      const [instance] = whyOutput.instances
      const transitions = instance?.transitions.slice(0, 1).map((each) => ({ ...each, from: [], known: false })) ?? []
      const nodes = { ...whyOutput.nodes, nginx1: { reachable: false as const, failure } }
      await open({ 'pair.why': { instances: [{ ...instance, transitions }] as never, nodes } })
      const why = await read()
      expect(await why.findByRole('cell', { name: 'not known' })).toBeTruthy()
      expect(await why.findByRole('table')).toBeTruthy()
      expect(why.getByText('The records of nginx1 could not be read. nginx1 did not answer in 30 s.')).toBeTruthy()
    })

    it('says why it could not be asked at all', async () => {
      await open({
        'pair.why': () => {
          throw new HotpairError('cancelled')
        },
      })
      const why = await read()
      expect(await why.findByRole('button', { name: 'Read again' })).toBeTruthy()
    })
  })

  it('tells its history', async () => {
    await open()
    await fireEvent.click(screen.getByRole('tab', { name: 'History' }))
    expect(await screen.findByText(/Failover test · there and back/)).toBeTruthy()
    expect(screen.getByText('cancelled')).toBeTruthy()
  })
})
