// @vitest-environment happy-dom
import { configure, fireEvent, render, screen, within } from '@testing-library/svelte'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { deploymentName } from '../../electron/domain/deployment-name'
import type { Output, TaskCommand } from '../../electron/contract/commands'
import type { EngineEvent } from '../../electron/contract/events'
import { HotpairError, type ValuesOf } from '../../electron/domain/failure'
import type { Finding } from '../../electron/domain/finding'
import { formOf } from '../../renderer/app/form'
import { speak } from '../../renderer/i18n/i18n.svelte'
import type { StepName } from '../../renderer/wizard/steps'
// Loaded when they are come to; here before, so that no test waits for the compiler.
import '../../renderer/wizard/deploy/DeployStep.svelte'
import '../../renderer/wizard/failover/FailoverStep.svelte'
import '../../renderer/wizard/preview/PreviewStep.svelte'
import '../../renderer/wizard/verify/VerifyStep.svelte'
import WizardFrame from '../../renderer/wizard/WizardFrame.svelte'
import { fakeEngine, type Answers } from './fake-engine'
import { plannedBundles, plannedOutput } from './planned'
import { recordedOutput, recordedPair, recordedTask } from './recorded'
import { until, wizardAt } from './wizard'

/** Preview, Deploy, Verify and Failover over what was recorded in the practice lab. */
const pair = recordedPair()
const tasks: Record<string, { command: TaskCommand; events: readonly { event: EngineEvent }[]; end: Output<'task.follow'> }> = {}
const replay = (command: 'pair.deploy' | 'pair.verify' | 'pair.drill', name: string) => {
  tasks[command] = { command, ...recordedTask(command, name) }
}

/** An engine whose tasks tell all at once what was recorded. */
function engineWith(answers: Answers = {}) {
  let running: Output<'task.list'>['tasks'] = []
  return fakeEngine({
    'pair.plan': plannedOutput('fresh'),
    'plan.bundles': plannedBundles('fresh'),
    'pairs.save': {},
    'task.cancel': {},
    'task.start': ({ command }) => {
      running = [{ task: command, command, pair: pair.name, started: new Date().toISOString(), state: 'running' }]
      return { task: command }
    },
    'task.list': () => ({ tasks: running }),
    'task.follow': ({ task }, emit) => {
      const recorded = tasks[task]!
      for (const { event } of recorded.events) emit(event)
      return { ...recorded.end, state: { ...recorded.end.state, task } }
    },
    ...answers,
  })
}

async function open(step: StepName, answers: Answers = {}) {
  const engine = engineWith(answers)
  const wizard = await wizardAt(engine, step, (form) => Object.assign(form, formOf(pair)))
  render(WizardFrame, { app: wizard.app, wizard })
  return { engine, wizard }
}
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const heading = (name: string | RegExp) => screen.findByRole('heading', { name })

// A machine that does more than this is slower.
configure({ asyncUtilTimeout: 8000 })
beforeAll(() => {
  speak('en')
  vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener: () => undefined, removeEventListener: () => undefined }))
})

describe('the Preview screen', () => {
  it('shows what will be done, and deploys that very plan', async () => {
    replay('pair.deploy', 'deploy')
    const { engine, wizard } = await open('preview')
    expect(await screen.findByText(/installs 6 packages, writes 22 files, removes 2 files/)).toBeTruthy()
    await fireEvent.click(screen.getAllByRole('button', { name: /hotpair-auth\.conf/ })[0]!)
    expect(screen.getByText(/VRRP password is not shown/)).toBeTruthy()
    await fireEvent.click(screen.getByRole('tab', { name: 'Step by step' }))
    expect(await screen.findAllByText('Installs nginx, keepalived, curl')).toHaveLength(2)
    await press('Deploy')
    expect(await heading('Deployed')).toBeTruthy()
    expect(engine.asked.findIndex(({ command }) => command === 'pairs.save')).toBeLessThan(
      engine.asked.findIndex(({ command }) => command === 'task.start'),
    )
    expect(engine.inputs('task.start')[0]).toMatchObject({ command: 'pair.deploy', input: { plan: plannedOutput('fresh').plan?.id } })
    await press('See the verification results')
    expect(await heading('The pair works')).toBeTruthy()
    expect(engine.inputs('task.start')).toHaveLength(1)
    // It is a pair now: the draft is gone and does not come back, until something is changed.
    expect(engine.inputs('draft.remove')).toEqual([{ id: wizard.id }])
    expect(location.hash).toBe(`#/pair/${pair.name}/verify`)
    await wizard.save()
    const gone = engine.asked.findIndex(({ command }) => command === 'draft.remove')
    expect(engine.asked.slice(gone).filter(({ command }) => command === 'draft.save')).toEqual([])
    wizard.form.routerId = '99'
    await wizard.save()
    expect(engine.inputs('draft.save').at(-1)).toMatchObject({ id: wizard.id, content: { editing: pair.name } })
  })

  it('wants each warning read', async () => {
    const output = plannedOutput('fresh')
    const findings = [
      { rule: 'vip-unchecked', severity: 'warning', values: { vip: '198.51.100.199' } },
      { rule: 'firewall-foreign-left', severity: 'warning', values: { firewalls: ['ufw'] } },
    ] satisfies Finding[]
    await open('preview', { 'pair.plan': { ...output, findings } })
    expect(await heading('Read 2 warnings before you deploy')).toBeTruthy()
    const deploy = screen.getByRole<HTMLButtonElement>('button', { name: 'Deploy' })
    expect(deploy.disabled).toBe(true)
    const [first] = screen.getAllByRole('checkbox', { name: 'I have read this' })
    await fireEvent.click(first!)
    expect(deploy.disabled).toBe(true)
    await fireEvent.click(screen.getByRole('checkbox', { name: 'I have read all 2 warnings' }))
    expect(deploy.disabled).toBe(false)
  })

  it('stops at errors, with the way back', async () => {
    const { wizard } = await open('preview', {
      'pair.plan': {
        plan: null,
        findings: [{ rule: 'vip-in-use', severity: 'error', values: { vip: '198.51.100.199', mac: 'aa:bb', nodes: ['nginx1'] } }],
      },
    })
    expect(await heading('This cannot be deployed yet')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Deploy' })).toBeNull()
    expect(wizard.attention.preview).toBe(true)
    await press('Back to the settings')
    expect(wizard.step).toBe('vip')
  })

  it('says that nothing is to be done, and what cannot be changed on a live pair', async () => {
    replay('pair.verify', 'verify')
    const { engine } = await open('preview', { 'pair.plan': plannedOutput('empty') })
    expect(await heading('Nothing to change')).toBeTruthy()
    await press('Verify')
    expect(await heading('The pair works')).toBeTruthy()
    expect(engine.inputs('task.start').map(({ command }) => command)).toEqual(['pair.verify'])
  })

  it('does not deploy shared settings', async () => {
    await open('preview', { 'pair.plan': plannedOutput('shared') })
    expect(await screen.findByText(/virtual_router_id/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Deploy' })).toBeNull()
  })

  it('exports to the folder that is given', async () => {
    const { engine } = await open('preview', { 'pair.export': { folder: '/srv/out/practice', files: ['a', 'b'] } })
    await screen.findByText(/installs 6 packages/)
    await press('Export …')
    const dialog = within(await screen.findByRole('dialog'))
    const folder = dialog.getByLabelText<HTMLInputElement>('Folder')
    expect(folder.value).toBe('/home/me/hotpair-export')
    await fireEvent.click(dialog.getByRole('button', { name: 'Export' }))
    expect(await dialog.findByText('2 files were exported.')).toBeTruthy()
    expect(dialog.getByText('/srv/out/practice')).toBeTruthy()
    expect(engine.inputs('pair.export')[0]).toMatchObject({ to: '/home/me/hotpair-export', plan: plannedOutput('fresh').plan?.id })
    expect(engine.inputs('pair.plan')).toHaveLength(1)
  })
})

describe('the Deploy screen', () => {
  it('says what failed, how the hosts are, and what is next', async () => {
    replay('pair.deploy', 'deploy-failed')
    const { wizard } = await open('preview')
    await screen.findByText(/installs 6 packages/)
    await press('Deploy')
    expect(await heading('Not deployed')).toBeTruthy()
    expect(screen.getByText('The hosts are as they were before.')).toBeTruthy()
    expect(screen.getAllByText('rolled back')).toHaveLength(2)
    expect(wizard.attention.deploy).toBe(true)
    await press('Go to the plan')
    expect(wizard.step).toBe('preview')
  })

  it('asks before it cancels, and waits no longer on a second word', async () => {
    replay('pair.deploy', 'deploy-failed')
    let end = (): void => undefined
    let goBack = (): void => undefined
    const { engine } = await open('preview', {
      'task.cancel': () => {
        goBack()
        return {}
      },
      'task.follow': (_, emit) =>
        new Promise((resolve) => {
          emit({ type: 'phase', phase: 'prepare', node: 'nginx1', state: 'started' })
          emit({
            type: 'journal',
            node: 'nginx1',
            line: { at: 1, verb: 'prepare', event: 'do', doing: 'install-packages', subject: 'nginx, keepalived, curl', step: 5 },
          })
          end = () => resolve({ ...tasks['pair.deploy']!.end, failure: new HotpairError('cancelled', { hosts: 'as-before' }).failure })
          goBack = () => emit({ type: 'phase', phase: 'rollback', node: 'nginx2', state: 'waiting', seconds: 90 })
        }),
    })
    await screen.findByText(/installs 6 packages/)
    await press('Deploy')
    expect(await screen.findByText('Installs nginx, keepalived, curl')).toBeTruthy()
    expect(screen.getAllByText(/^0 of \d+ steps$/)).toHaveLength(2)
    speak('zh-CN')
    expect(await screen.findByText('安装 nginx, keepalived, curl')).toBeTruthy()
    speak('en')
    await screen.findByText('Installs nginx, keepalived, curl')
    await press('Cancel …')
    expect(await screen.findByText(/All nodes are rolled back/)).toBeTruthy()
    expect(engine.inputs('task.cancel')).toHaveLength(0)
    await press('Cancel and roll back')
    expect(await screen.findByText(/nginx2 cannot be reached/)).toBeTruthy()
    await press('Stop waiting')
    await until(() => engine.inputs('task.cancel').length === 2)
    end()
    expect(await screen.findByText('Cancelled: all nodes are as they were before.')).toBeTruthy()
  })

  it.each(['before the answer', 'after it'])('says that a cancel came too late: deployed %s', async (when) => {
    replay('pair.deploy', 'deploy')
    let end = (): void => undefined
    const { engine } = await open('preview', {
      'task.follow': () => new Promise((resolve) => (end = () => resolve(tasks['pair.deploy']!.end))),
    })
    await screen.findByText(/installs 6 packages/)
    await press('Deploy')
    await heading('Deploying')
    await press('Cancel …')
    expect(await screen.findByRole('dialog')).toBeTruthy()
    if (when === 'after it') await press('Cancel and roll back')
    end()
    expect(await heading('Deployed')).toBeTruthy()
    await until(() => screen.queryByRole('dialog') === null)
    expect(screen.getByText(/Too late to cancel: it is deployed/)).toBeTruthy()
    expect(screen.queryByText(/Rolling back/)).toBeNull()
    expect(engine.inputs('task.cancel')).toHaveLength(when === 'after it' ? 1 : 0)
    expect(screen.getByRole('button', { name: 'See the verification results' })).toBeTruthy()
  })

  it('finds a deployment that runs already', async () => {
    replay('pair.deploy', 'deploy')
    const running = {
      task: 'pair.deploy',
      command: 'pair.deploy' as const,
      pair: pair.name,
      started: new Date().toISOString(),
      state: 'running' as const,
    }
    const { engine } = await open('deploy', { 'task.list': { tasks: [running] } })
    expect(await heading('Deployed')).toBeTruthy()
    expect(engine.inputs('task.start')).toEqual([])
  })

  it.each(['hosts', 'detect', 'vip', 'preview', 'verify', 'failover'] as const)(
    'is shown in place of %s while it runs, whoever began it, and no host is asked',
    async (step) => {
      replay('pair.deploy', 'deploy')
      const running = {
        task: 'pair.deploy',
        command: 'pair.deploy' as const,
        pair: pair.name,
        started: '2030-01-01T10:00:00Z',
        state: 'running' as const,
      }
      const { engine, wizard } = await open('deploy', {
        'task.list': { tasks: [running] },
        'task.follow': () => new Promise(() => undefined),
      })
      await until(() => wizard.app.running.of(pair.name) !== null)
      wizard.reached = 'failover'
      wizard.step = step
      expect(await screen.findByText('This pair is being deployed.')).toBeTruthy()
      await press('Show it')
      expect(wizard.step).toBe('deploy')
      expect(await heading('Deploying')).toBeTruthy()
      const asking = engine.asked.filter(({ command }) => /^(hosts|vip|node)\.|^pair\.|^task\.start/.test(command))
      expect(asking).toEqual([])
    },
  )

  it('shows where it stands after Hotpair was closed, and finishes it when told', async () => {
    const { facts, findings } = recordedOutput('hosts.detect', 'hosts-detect')
    const open1 = {
      deployment: deploymentName.parse('20261122T162337-e4e2a0'),
      state: 'held',
      owner: 'me@here process 1',
      plan: '0123456789abcdef',
    }
    const detected = {
      facts: Object.fromEntries(Object.entries(facts).map(([name, own]) => [name, { ...own, hotpair: { open: open1, last: null } }])),
      findings,
      channels: {},
    }
    const { nodes } = recordedOutput('deployment.journal', 'journal')
    const held = Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, node && { ...node, state: 'held' as const }]))
    const { engine, wizard } = await open('hosts', {
      'pair.detect': detected,
      'deployment.journal': { nodes: held },
      'pair.finish': { ...recordedOutput('pair.status', 'status'), finished: { deployment: open1.deployment, decision: 'confirm' } },
    })
    wizard.notes['deploy.task'] = 'dead'
    wizard.reached = 'deploy'
    wizard.step = 'deploy'
    expect(await heading('State of the deployment')).toBeTruthy()
    expect(await screen.findAllByText('in service and verified, waits to be confirmed')).toHaveLength(2)
    await press('Finish the deployment …')
    expect(await screen.findByText(/Finishing confirms it on all of them/)).toBeTruthy()
    expect(engine.inputs('pair.finish')).toEqual([])
    await press('Finish the deployment')
    expect(await screen.findByText(/it is confirmed now/)).toBeTruthy()
    expect(engine.inputs('pair.finish')).toMatchObject([{ force: true }])
  })
})

describe('a plan that does not hold any more', () => {
  const outdated = (values: ValuesOf<'plan-outdated'>) => (): never => {
    throw new HotpairError('plan-outdated', { values })
  }

  const told = { aspect: 'file', subject: '/etc/a', change: 'changed', from: '', to: '' } as const
  it.each<[ValuesOf<'plan-outdated'>, string]>([
    [{ reason: 'forgotten', plan: 'abc' }, 'The plan does not hold any more: plan abc is not known here any more'],
    [{ reason: 'other-settings', plan: 'abc' }, 'The plan does not hold any more: plan abc was made of other settings'],
    [
      { reason: 'changed', differences: [told] },
      'The plan does not hold any more: since it was made, the pair has changed: file /etc/a has changed',
    ],
  ])('leads from Deploy to the new one: %o', async (values, sentence) => {
    const { engine, wizard } = await open('preview', { 'task.start': outdated(values) })
    await screen.findByText(/installs 6 packages/)
    await press('Deploy')
    expect(await screen.findByText(sentence)).toBeTruthy()
    await press('Go to the new plan')
    expect(wizard.step).toBe('preview')
    await until(() => engine.inputs('pair.plan').length === 2)
  })

  it('leads from Export to the new one', async () => {
    const { engine } = await open('preview', { 'pair.export': outdated({ reason: 'forgotten', plan: 'abc' }) })
    await screen.findByText(/installs 6 packages/)
    await press('Export …')
    const dialog = within(await screen.findByRole('dialog'))
    await fireEvent.click(dialog.getByRole('button', { name: 'Export' }))
    await fireEvent.click(await dialog.findByRole('button', { name: 'Go to the new plan' }))
    await until(() => engine.inputs('pair.plan').length === 2 && screen.queryByRole('dialog') === null)
  })
})

describe('the Verify screen', () => {
  it('says of a red check why and what to do', async () => {
    replay('pair.verify', 'verify-red')
    const { wizard } = await open('verify')
    expect(await heading('The pair does not work as it should')).toBeTruthy()
    expect(screen.getAllByText(/Check whether nginx runs on nginx2/).length).toBeGreaterThan(1)
    expect(screen.getAllByRole('button', { name: 'Copy Command' })).toHaveLength(8)
    expect(wizard.attention.verify).toBe(true)
    expect(screen.getByRole('img', { name: 'nginx1 holds 198.51.100.199 and answers the clients.' })).toBeTruthy()
  })
})

describe('the Failover screen', () => {
  it('runs the whole sequence and says how long nobody answered', async () => {
    replay('pair.drill', 'seed')
    const { engine } = await open('failover')
    await screen.findByRole('heading', { name: 'Failover test' })
    await press(/Fail over from the holder/)
    expect(await heading('Failover worked: no answer for 1.88 s')).toBeTruthy()
    expect(engine.inputs('task.start')[0]).toMatchObject({ command: 'pair.drill', input: { drills: 'seed' } })
    expect(screen.getByText('581 requests since, all answered')).toBeTruthy()
    expect(screen.getByRole('img', { name: /Which node answers: nginx1 from 0\.\d+ s to .*; no answer from/ })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Save report' })).toBeTruthy()
  })

  it('says why a drill was refused', async () => {
    await open('failover', {
      'task.start': () => {
        throw new HotpairError('drill-refused', { values: { reason: 'no-holder', detail: '' } })
      },
    })
    await screen.findByRole('heading', { name: 'Failover test' })
    await press('nginx stopped')
    expect(await screen.findByText(/No node holds the VIP/)).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Verify again' })).toBeTruthy()
  })
})
