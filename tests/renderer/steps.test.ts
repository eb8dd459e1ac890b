// @vitest-environment happy-dom
import { fireEvent, render, screen } from '@testing-library/svelte'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commands } from '../../electron/contract/commands'
import { pairSchema } from '../../electron/domain/pair'
import App from '../../renderer/App.svelte'
import { App as AppState } from '../../renderer/app/app.svelte'
import { emptyForm, type PairForm } from '../../renderer/app/form'
import WizardFrame from '../../renderer/wizard/WizardFrame.svelte'
import type { Wizard } from '../../renderer/wizard/wizard.svelte'
import { fakeEngine, type Answers, type FakeEngine } from './fake-engine'
import { until, wizardAt } from './wizard'

const recorded = (name: string): unknown => JSON.parse(readFileSync(`tests/renderer/recorded/${name}.json`, 'utf8'))
const detected = commands['hosts.detect'].output.parse(recorded('hosts-detect'))
const suggested = commands['vip.suggest'].output.parse(recorded('vip-suggest'))
const addressed = (form: PairForm): void => form.nodes.forEach((node, index) => (node.address = `198.51.100.1${index + 1}`))

async function open(step: 'detect' | 'vip', answers: Answers = {}): Promise<{ engine: FakeEngine; wizard: Wizard }> {
  const engine = fakeEngine({ 'hosts.detect': detected, 'vip.suggest': suggested, 'pair.plan': { findings: [], plan: null }, ...answers })
  const wizard = await wizardAt(engine, step, addressed)
  render(WizardFrame, { app: wizard.app, wizard })
  return { engine, wizard }
}
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))

describe('the Detect screen', () => {
  it('puts the facts side by side and chooses the interfaces, with the reason', async () => {
    const { wizard } = await open('detect')
    expect(await screen.findAllByText('Debian GNU/Linux 12 (bookworm)')).toHaveLength(2)
    expect(screen.getAllByText('Chosen because SSH connects through it.')).toHaveLength(2)
    expect(wizard.form.nodes.map((node) => node.interface)).toEqual(['ens33', 'ens33'])
    expect(screen.getByText('No problems found.')).toBeTruthy()
    await press('Next')
    expect(wizard.step).toBe('vip')
  })

  it('says of a finding what is so, what comes of it and what to do', async () => {
    const finding = { rule: 'keepalived-missing', severity: 'error', node: 'nginx2', values: { command: 'apt-get update' } } as const
    const { wizard } = await open('detect', { 'hosts.detect': { ...detected, findings: [finding] } })
    expect(await screen.findByText('Nothing would move the VIP.')).toBeTruthy()
    expect(screen.getByText(/Add a repository with keepalived, then: apt-get update/)).toBeTruthy()
    expect(screen.getByText(/Fix 1 error before you deploy/)).toBeTruthy()
    expect(wizard.attention.detect).toBe(true)
  })

  it('asks for the interface where nothing tells, and goes no further without it', async () => {
    const [first] = Object.values(detected.facts)
    const nics = first!.interfaces.flatMap((each) => (each.loopback ? [each] : [each, { ...each, name: 'ens34' }]))
    const behindNat = { ...first!, interfaces: nics, sshInterface: null }
    const { wizard, engine } = await open('detect', { 'hosts.detect': { facts: { ...detected.facts, nginx1: behindNat }, findings: [] } })
    const select = await screen.findByLabelText('Network interface of nginx1')
    await press('Next')
    expect(wizard.step).toBe('detect')
    expect(screen.getByText('Choose a network interface.')).toBeTruthy()
    const before = engine.inputs('hosts.detect').length
    await fireEvent.change(select, { target: { value: 'ens34' } })
    await until(() => engine.inputs('hosts.detect').length === before + 1)
    expect(engine.inputs('hosts.detect').at(-1)?.nodes[0]?.interface).toBe('ens34')
  })
})

describe('what was read from the hosts', () => {
  const later = (ms: number): string => new Date(Date.now() + ms).toISOString()

  it('says when, and is read again as soon as something was done to them, from wherever', async () => {
    let changed: string | null = null
    let answer = (): void => undefined
    let asked = 0
    const { engine, wizard } = await open('detect', {
      'pairs.changed': () => ({ changed }),
      'hosts.detect': () => (asked++ === 0 ? detected : new Promise((resolve) => (answer = () => resolve(detected)))),
    })
    expect(await screen.findByText(/^Read from the hosts at \d\d:\d\d:\d\d, just now\.$/)).toBeTruthy()
    changed = later(-60_000)
    await wizard.askForChanges()
    expect(engine.inputs('hosts.detect')).toHaveLength(1)
    changed = later(1)
    await wizard.askForChanges()
    await until(() => engine.inputs('hosts.detect').length === 2)
    // What was so before is not shown meanwhile.
    expect(screen.queryByText(/^Read from the hosts/)).toBeNull()
    expect(screen.queryAllByText('Debian GNU/Linux 12 (bookworm)')).toEqual([])
    answer()
    expect(await screen.findAllByText('Debian GNU/Linux 12 (bookworm)')).toHaveLength(2)
    // The same change again is none.
    await wizard.askForChanges()
    expect(engine.inputs('hosts.detect')).toHaveLength(2)
  })

  it('is asked anew on every screen that shows it', async () => {
    const { engine, wizard } = await open('vip')
    await until(() => engine.inputs('vip.suggest').length === 1 && wizard.detected !== null && wizard.form.vips[0] !== '')
    wizard.hostsChanged(Date.now())
    await until(() => engine.inputs('vip.suggest').length === 2 && engine.inputs('hosts.detect').length === 2)
    await until(() => wizard.detected !== null)
    wizard.next()
    await until(() => engine.inputs('pair.plan').length === 1 && wizard.planned !== null)
    wizard.hostsChanged(Date.now() + 1)
    await until(() => engine.inputs('pair.plan').length === 2)
  })
})

describe('the VIP screen', () => {
  it('takes a free address and an unused VRID by itself: only Next is left to press', async () => {
    const { wizard } = await open('vip')
    await until(() => wizard.form.vips[0] === '198.51.100.200/24')
    await press('Next')
    expect(wizard.step).toBe('preview')
    expect(wizard.pair).toMatchObject({ vips: ['198.51.100.200/24'], vrrp: { routerId: 66, preempt: false, mode: 'multicast' } })
  })

  it('keeps what was typed while it was looking', async () => {
    let answer: (value: typeof suggested) => void = () => undefined
    const { wizard } = await open('vip', { 'vip.suggest': () => new Promise((resolve) => (answer = resolve)) })
    const field = await screen.findByRole('textbox', { name: /Virtual IP/ })
    await fireEvent.input(field, { target: { value: '198.51.100.77' } })
    answer(suggested)
    await until(() => wizard.form.routerId === '66')
    expect(wizard.form.vips).toEqual(['198.51.100.77'])
  })

  it('shows live what happens when', async () => {
    await open('vip')
    const row = (await screen.findByRole('rowheader', { name: 'the holder loses power or network' })).closest('tr')
    expect(row?.textContent).toContain('stays on nginx2 when the others recover')
    await fireEvent.click(screen.getByRole('radio', { name: /The VIP moves back to nginx1/ }))
    expect(row?.textContent).toContain('moves back to nginx1 when all are healthy again')
    await fireEvent.click(screen.getByRole('radio', { name: /nginx2 · 253/ }))
    expect(row?.textContent).toContain('moves back to nginx2 when all are healthy again')
  })

  const type = async (value: string): Promise<void> => {
    await fireEvent.input(await screen.findByRole('textbox', { name: /Virtual IP/ }), { target: { value } })
  }

  it('asks the LAN about an address that was typed, once, and Next waits for the answer', async () => {
    let answer: () => void = () => undefined
    const free = { state: 'free', mac: '', asked: '2026-11-01T14:02:05.000Z' } as const
    const { engine, wizard } = await open('vip', { 'vip.check': () => new Promise((resolve) => (answer = () => resolve(free))) })
    await until(() => wizard.detected !== null && wizard.form.vips[0] !== '')
    expect(engine.inputs('vip.check')).toEqual([])
    for (const text of ['198.51.100.7', '198.51.100.77']) await type(text)
    await until(() => engine.inputs('vip.check').length === 1)
    expect(engine.inputs('vip.check')[0]).toMatchObject({ name: 'web', vip: '198.51.100.77' })
    expect(await screen.findByText('Checking on the LAN whether it is in use …')).toBeTruthy()
    await press(/Next$/)
    expect(wizard.step).toBe('vip')
    // It goes on by itself: nobody presses twice.
    answer()
    await until(() => wizard.step === 'preview')
    expect(engine.inputs('vip.check')).toHaveLength(1)
    wizard.back()
    expect(await screen.findByText(/^Checked on the LAN at \d\d:02:05: not in use\.$/)).toBeTruthy()
    expect(wizard.step).toBe('vip')
  })

  it('says at the field who answers for it, and forgets that with the address and with a change of the hosts', async () => {
    const used = { state: 'used', mac: '02:00:00:00:00:77', asked: '2026-11-01T14:02:05.000Z' } as const
    const { engine, wizard } = await open('vip', { 'vip.check': used })
    await until(() => wizard.detected !== null && wizard.form.vips[0] !== '')
    await type('198.51.100.77')
    expect(await screen.findByText(/^This address is in use: 02:00:00:00:00:77 answers for it on the LAN/)).toBeTruthy()
    await press('Next')
    expect(wizard.step).toBe('vip')
    await type('198.51.100.200/24')
    expect(screen.queryByText(/^This address is in use/)).toBeNull()
    await type('198.51.100.77')
    expect(engine.inputs('vip.check')).toHaveLength(1)
    wizard.hostsChanged(Date.now() + 1)
    await until(() => engine.inputs('vip.check').length === 2)
  })

  it('lets an answer about an older address go', async () => {
    const answers: (() => void)[] = []
    const used = { state: 'used', mac: '02:00:00:00:00:77', asked: '2026-11-01T14:02:05.000Z' } as const
    const free = { ...used, state: 'free', mac: '' } as const
    const { engine, wizard } = await open('vip', {
      'vip.check': ({ vip }) => new Promise((resolve) => answers.push(() => resolve(vip.endsWith('77') ? used : free))),
    })
    await until(() => wizard.detected !== null && wizard.form.vips[0] !== '')
    await type('198.51.100.77')
    await until(() => engine.inputs('vip.check').length === 1)
    await type('198.51.100.78')
    await until(() => engine.inputs('vip.check').length === 2)
    answers.forEach((answer) => answer())
    expect(await screen.findByText(/^Checked on the LAN at/)).toBeTruthy()
    expect(screen.queryByText(/^This address is in use/)).toBeNull()
  })

  it("refuses a node's own address", async () => {
    const { wizard } = await open('vip')
    await until(() => wizard.detected !== null && wizard.form.vips[0] !== '')
    await fireEvent.input(screen.getByRole('textbox', { name: /Virtual IP/ }), { target: { value: '198.51.100.12' } })
    await press('Next')
    expect(screen.getByText('A node uses this address itself, so it cannot move.')).toBeTruthy()
    expect(wizard.step).toBe('vip')
  })

  it('keeps a number of the group as it was typed, and says that it is none', async () => {
    const { wizard } = await open('vip')
    await until(() => wizard.form.routerId !== '')
    await fireEvent.click(screen.getByText(/Advanced/))
    await fireEvent.input(screen.getByLabelText(/Virtual router ID/), { target: { value: '66.5' } })
    expect(wizard.form.routerId).toBe('66.5')
    expect(await screen.findByText('Enter a whole number from 1 to 255.')).toBeTruthy()
  })

  it('takes upstreams', async () => {
    const { wizard } = await open('vip')
    await until(() => wizard.form.vips[0] !== '')
    await fireEvent.click(screen.getByRole('radio', { name: /Forward requests/ }))
    await press('Next')
    expect(screen.getByText('Enter HOST:PORT, such as 198.51.100.31:8080.')).toBeTruthy()
    await fireEvent.input(screen.getByRole('textbox', { name: 'Server 1' }), { target: { value: 'app:8080' } })
    await press('Next')
    expect(wizard.pair?.nginx).toEqual({ content: 'proxy', upstreams: ['app:8080'] })
  })
})

describe('the steps', () => {
  it('close when something before them was changed, and open when nothing was', async () => {
    const { wizard } = await open('vip')
    await until(() => wizard.form.vips[0] !== '')
    await press('Next')
    wizard.goTo('hosts')
    expect(wizard.isOpen('preview')).toBe(true)
    wizard.form.nodes[0]!.address = '198.51.100.99'
    expect(wizard.isOpen('preview')).toBe(false)
    wizard.form.nodes[0]!.address = '198.51.100.11'
    wizard.goTo('preview')
    expect(wizard.step).toBe('preview')
  })

  it('stay open when what was changed is on the furthest of them', async () => {
    const { wizard } = await open('vip')
    await until(() => wizard.form.vips[0] !== '')
    wizard.form.vips[0] = '198.51.100.77'
    wizard.goTo('hosts')
    expect([wizard.isOpen('detect'), wizard.isOpen('vip'), wizard.isOpen('preview')]).toEqual([true, true, false])
    wizard.goTo('vip')
    expect(wizard.form.vips[0]).toBe('198.51.100.77')
  })
})

describe('Home', () => {
  const pair = pairSchema.parse({
    name: 'shop',
    nodes: [
      { name: 'a', address: 'a' },
      { name: 'b', address: 'b' },
    ],
    vips: ['198.51.100.199/24'],
    vrrp: { routerId: 1 },
  })
  const saved = { name: 'shop', pair, saved: '2026-11-22T16:00:00Z' }
  const show = (answers: Answers): FakeEngine => {
    history.replaceState(null, '', '/')
    const engine = fakeEngine(answers)
    render(App, { app: new AppState(engine) })
    return engine
  }

  it('says what Hotpair does when there is nothing yet', async () => {
    show({})
    expect(await screen.findByRole('heading', { level: 1, name: 'Keep nginx available when a host fails' })).toBeTruthy()
    await press('New pair')
    expect(await screen.findByRole('heading', { level: 1, name: 'Which hosts?' })).toBeTruthy()
    await until(() => document.activeElement?.textContent === 'Which hosts?')
  })

  it('shows pairs with their live state', async () => {
    const healthy = { reachable: true, nginx: 'active', keepalived: 'active', deployment: { open: null, last: null } }
    const status = {
      health: 'split',
      holders: { '198.51.100.199/24': { is: 'split', holders: ['a', 'b'], unseen: [], missing: [] } },
      nodes: { a: healthy, b: healthy },
    }
    show({ 'pairs.list': { pairs: [saved], problems: [] }, 'pair.status': () => status as never })
    expect(await screen.findByText('Several nodes hold the VIP: a and b.')).toBeTruthy()
    expect(screen.getByText('split')).toBeTruthy()
  })

  it('says what is being done to a pair, and does not ask its hosts meanwhile', async () => {
    const task = { task: 't', command: 'pair.drill' as const, pair: 'shop', started: '2030-01-01T10:00:00Z', state: 'running' as const }
    const engine = show({ 'pairs.list': { pairs: [saved], problems: [] }, 'task.list': { tasks: [task] }, 'pair.status': {} as never })
    expect(await screen.findByText(/A failover test is running on this pair\. Started at \d\d:\d\d:\d\d\./)).toBeTruthy()
    expect(screen.getByText('Failover test')).toBeTruthy()
    const before = engine.inputs('pair.status').length
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(engine.inputs('pair.status')).toHaveLength(before)
  })

  it('offers to be used here when another page has it, and shows what that one left', async () => {
    const content = { form: emptyForm('half'), step: 'hosts', reached: 'hosts', editing: null, notes: {} }
    let name = 'half'
    const engine = show({
      'draft.list': () => ({
        drafts: [{ id: 'd1', saved: '2026-11-22T16:00:00Z', name, content: { ...content, form: { ...content.form, name } } }],
      }),
    })
    await fireEvent.click(await screen.findByRole('button', { name: 'Continue' }))
    await screen.findByDisplayValue('half')
    engine.become({ state: 'refused', refusal: 'taken' })
    expect(await screen.findByText('Hotpair is open in another tab or window')).toBeTruthy()
    name = 'whole'
    const saves = engine.inputs('draft.save').length
    await press('Use Hotpair here')
    expect(engine.reconnected).toEqual([true])
    engine.become({ state: 'open', refusal: null })
    expect(await screen.findByDisplayValue('whole')).toBeTruthy()
    expect(engine.inputs('draft.save')).toHaveLength(saves)
  })

  it('resumes a draft where it was, and discards one only after a question', async () => {
    const content = { form: emptyForm('half'), step: 'hosts', reached: 'hosts', editing: null, notes: {} }
    const engine = show({ 'draft.list': { drafts: [{ id: 'd1', saved: '2026-11-22T16:00:00Z', name: 'half', content }] } })
    await fireEvent.click(await screen.findByRole('button', { name: 'Discard' }))
    expect(await screen.findByText('Discard the draft of “half”?')).toBeTruthy()
    await press('Cancel')
    expect(engine.inputs('draft.remove')).toEqual([])
    await press('Continue')
    expect(await screen.findByDisplayValue('half')).toBeTruthy()
  })

  it('leaves a draft of another version alone', async () => {
    show({ 'draft.list': { drafts: [{ id: 'd1', saved: '2026-11-22T16:00:00Z', name: 'old', content: { form: { strange: true } } }] } })
    expect(await screen.findByRole('heading', { level: 1, name: /Keep nginx available/ })).toBeTruthy()
  })

  it('opens a pair file of this page, and does not take the name of another pair', async () => {
    const engine = show({ 'pairs.list': { pairs: [saved], problems: [] }, 'pairs.parse': { pair } })
    await screen.findByRole('button', { name: 'Open a pair file' })
    const input = document.querySelector('input[type=file]')!
    await fireEvent.change(input, { target: { files: [new File(['name: shop'], 'shop.yaml')] } })
    expect(await screen.findByDisplayValue('shop-2')).toBeTruthy()
    expect(engine.inputs('pairs.parse')).toEqual([{ text: 'name: shop', file: 'shop.yaml' }])
  })

  it('says that the engine is gone, over whatever is shown', async () => {
    const engine = show({})
    await screen.findByRole('heading', { level: 1 })
    engine.become({ state: 'lost', refusal: null })
    const panel = await screen.findByRole('group', { name: 'Error' })
    expect(panel.textContent).toContain('The connection to Hotpair is gone')
    expect(panel.textContent).toContain('What you typed is kept.')
  })

  it('changes its language at once', async () => {
    const engine = show({})
    await fireEvent.click(await screen.findByRole('button', { name: 'Settings' }))
    await fireEvent.change(await screen.findByLabelText('Language'), { target: { value: 'zh-CN' } })
    expect(await screen.findByText('一台主机故障，nginx 继续服务')).toBeTruthy()
    expect(engine.inputs('app.settings')).toEqual([{ language: 'zh-CN', theme: 'system' }])
  })
})
