// @vitest-environment happy-dom
import { fireEvent, render, screen } from '@testing-library/svelte'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commands } from '../../electron/contract/commands'
import { calibrationOf, type Calibration } from '../../electron/domain/calibration'
import { pairSchema } from '../../electron/domain/pair'
import { HotpairError } from '../../electron/domain/failure'
import { emptyForm, formOf, pairForm, pairInput, setTiming } from '../../renderer/app/form'
import WizardFrame from '../../renderer/wizard/WizardFrame.svelte'
import type { Wizard } from '../../renderer/wizard/wizard.svelte'
import { fakeEngine, type Answers, type FakeEngine } from './fake-engine'
import { until, wizardAt } from './wizard'

const recorded = (name: string): unknown => JSON.parse(readFileSync(`tests/renderer/recorded/${name}.json`, 'utf8'))
const detected = commands['hosts.detect'].output.parse(recorded('hosts-detect'))
const suggested = commands['vip.suggest'].output.parse(recorded('vip-suggest'))
/** The recorded hosts in another machine. */
const inside = (virtualisation: string): typeof detected => ({
  ...detected,
  facts: Object.fromEntries(Object.entries(detected.facts).map(([name, own]) => [name, { ...own, os: { ...own.os, virtualisation } }])),
})
const steady = Array.from({ length: 3000 }, (_, number) => ({ number, at: 10 * number }))
const measured = (load: boolean): Calibration =>
  calibrationOf({ seconds: 30, loaded: load, downTimer: true }, [
    { name: 'nginx1', realTime: true, heard: { nginx2: steady } },
    { name: 'nginx2', realTime: true, heard: { nginx1: steady } },
  ])

async function open(answers: Answers = {}): Promise<{ engine: FakeEngine; wizard: Wizard }> {
  const engine = fakeEngine({ 'hosts.detect': detected, 'vip.suggest': suggested, ...answers })
  const wizard = await wizardAt(engine, 'vip', (form) => form.nodes.forEach((node, index) => (node.address = `198.51.100.1${index + 1}`)))
  render(WizardFrame, { app: wizard.app, wizard })
  await until(() => wizard.detected !== null && wizard.form.vips[0] !== '')
  return { engine, wizard }
}
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const card = (name: string | RegExp): HTMLInputElement => screen.getByRole('radio', { name })

describe('the timing of a new pair', () => {
  it.each([
    ['none', 'Fast (recommended)', { advertInterval: 0.1, version: 3, realTimePriority: 50 }],
    ['systemd-nspawn', 'Fast (recommended)', { advertInterval: 0.1, version: 3, realTimePriority: 50 }],
    ['kvm', 'Compatible (recommended)', { advertInterval: 1, version: 2 }],
  ] as const)('is the fastest that is safe in %s', async (virtualisation, name, vrrp) => {
    const { wizard } = await open({ 'hosts.detect': inside(virtualisation) })
    await until(() => card(new RegExp(name.replace(/[()]/g, String.raw`\$&`))).checked)
    expect(wizard.pair?.vrrp).toMatchObject(vrrp)
  })

  it('stays what a person has chosen, whatever is found afterwards', async () => {
    const { wizard } = await open({ 'hosts.detect': inside('kvm') })
    await fireEvent.click(card(/^Fast/))
    expect(screen.getByText(/A snapshot pauses a virtual machine for a second or two; the VIP would move\./)).toBeTruthy()
    await fireEvent.click(card(/^Compatible/))
    wizard.detected = inside('none')
    await until(() => screen.queryByRole('radio', { name: /^Fast \(recommended\)/ }) !== null)
    expect(card(/^Compatible/).checked).toBe(true)
    expect([wizard.form.advertInterval, wizard.form.realTimePriority]).toEqual([1, null])
  })

  it('can be set one by one', async () => {
    const { wizard } = await open()
    await fireEvent.click(screen.getByText(/^Advanced/))
    await fireEvent.change(screen.getByLabelText(/^Advertisement every/), { target: { value: '0.05' } })
    await fireEvent.change(screen.getByLabelText(/^Missed until a standby takes over/), { target: { value: '6' } })
    await fireEvent.click(screen.getByRole('switch', { name: 'keepalived with real-time priority' }))
    await fireEvent.click(screen.getByRole('switch', { name: 'Release the VIP after a pause' }))
    expect(wizard.pair?.vrrp).toMatchObject({ advertInterval: 0.05, version: 3, downTimerAdverts: 6, timerExpiredBackup: true })
    expect(wizard.pair?.vrrp).not.toHaveProperty('realTimePriority')
    // whoever goes back takes the VIP again anyway
    await fireEvent.click(card(/The VIP moves back to nginx1/))
    expect(wizard.pair?.vrrp).not.toHaveProperty('timerExpiredBackup')
  })
})

describe('measuring the hosts', () => {
  it('shows how far it is, then what was found, and takes the settings when it is told to', async () => {
    let end = (): void => undefined
    const { engine, wizard } = await open({
      'pair.calibrate': (input, emit) => {
        emit({ type: 'calibration', second: 7, seconds: 60 })
        return new Promise((resolve) => (end = () => resolve(measured(input.load === true))))
      },
    })
    expect(card(/^Measured on these hosts/).disabled).toBe(true)
    await fireEvent.change(screen.getByLabelText('Duration'), { target: { value: '60' } })
    await fireEvent.click(screen.getByRole('switch', { name: 'Keep all processors busy meanwhile' }))
    await press('Measure')
    expect(await screen.findByText('7 of 60')).toBeTruthy()
    end()
    expect(await screen.findByText(/^nginx2 → nginx1: 3000 adverts came, 0 were lost/)).toBeTruthy()
    expect(screen.getByText('When the holder goes silent, clients get no answer for at most 91 ms.')).toBeTruthy()
    expect(engine.inputs('pair.calibrate')).toMatchObject([{ name: 'web', vips: ['198.51.100.200/24'], seconds: 60, load: true }])
    // nothing is changed before that
    expect(wizard.form.downTimerAdverts).toBeNull()
    await press('Use these settings')
    expect(wizard.pair?.vrrp).toMatchObject({ advertInterval: 0.01, downTimerAdverts: 9, realTimePriority: 50, version: 3 })
    expect(card(/^Measured on these hosts/).checked).toBe(true)
    expect(screen.getByText('These settings are used.')).toBeTruthy()
  })

  it('can be ended, and asked for again', async () => {
    let asked = 0
    const { engine } = await open({
      'pair.calibrate': () => {
        asked += 1
        if (asked === 1) return new Promise((_, reject) => setTimeout(() => reject(new HotpairError('cancelled')), 50))
        return measured(false)
      },
    })
    await press('Measure')
    await press('Cancel')
    await until(() => screen.queryByText('Cancel') === null)
    await press('Measure')
    expect(await screen.findByText(/Measuring with load tells more\.$/)).toBeTruthy()
    expect(engine.inputs('pair.calibrate')).toHaveLength(2)
  })

  it('says why nothing can be chosen', async () => {
    const silent = calibrationOf({ seconds: 30, loaded: false, downTimer: true }, [
      { name: 'nginx1', realTime: false, heard: null },
      { name: 'nginx2', realTime: true, heard: { nginx1: [] } },
    ])
    await open({ 'pair.calibrate': silent })
    await press('Measure')
    expect(await screen.findByText('nginx1 has neither perl nor python3, one of which is needed to measure.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Use these settings' })).toBeNull()
  })
})

it('a form keeps the timing of a pair, and a draft of before keeps its own', () => {
  const vrrp = { routerId: 5, advertInterval: 0.02, downTimerAdverts: 7, realTimePriority: 40, timerExpiredBackup: true }
  const pair = pairSchema.parse({ ...pairInput(formOf(pairSchema.parse(recorded('pair')))), vrrp })
  expect(pairSchema.parse(pairInput(formOf(pair)))).toEqual(pair)
  const { downTimerAdverts, realTimePriority, timerExpiredBackup, timingChosen, ...before } = emptyForm('web')
  expect([downTimerAdverts, realTimePriority, timerExpiredBackup, timingChosen]).toEqual([null, null, false, false])
  expect(pairForm.parse(before)).toEqual({ ...emptyForm('web'), timingChosen: true })
  const form = formOf(pair)
  setTiming(form, { advertInterval: 1 })
  expect(pairInput(form).vrrp).not.toHaveProperty('downTimerAdverts')
})
