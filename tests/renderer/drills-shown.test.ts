// @vitest-environment happy-dom
import { configure, fireEvent, render, screen, within } from '@testing-library/svelte'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { drillKinds, type DrillResult } from '../../electron/domain/drill'
import { keptOf } from '../../electron/domain/drill-run'
import { drillSettingsOf } from '../../electron/domain/drill-settings'
import { formOf } from '../../renderer/app/form'
import { speak } from '../../renderer/i18n/i18n.svelte'
import { remembered } from '../../renderer/pair/history'
import PairPage from '../../renderer/pair/PairPage.svelte'
// Loaded when they are come to; here before, so that no test waits for the compiler.
import '../../renderer/wizard/failover/FailoverStep.svelte'
import WizardFrame from '../../renderer/wizard/WizardFrame.svelte'
import { everything, hostile, made, skipped } from '../report/drills'
import { fakeEngine, type Answers } from './fake-engine'
import { plannedBundles, plannedOutput } from './planned'
import { recordedOutput, recordedPair } from './recorded'
import { begun, wizardAt } from './wizard'

/** Drills with all that is told of them since: what should happen, bounds, journals, clocks; several in one run, and runs side by side. */

const pair = recordedPair()
// A machine that does more than this is slower.
configure({ asyncUtilTimeout: 8000 })
beforeAll(() => {
  speak('en')
  vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener: () => undefined, removeEventListener: () => undefined }))
})
afterEach(() => {
  speak('en')
})

/** A row as it is read. */
const cellsOf = (row: HTMLElement): string =>
  [...row.children]
    .map((cell) => cell.textContent)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()

/** The Failover screen after these drills have run. */
async function ran(results: readonly DrillResult[]) {
  const task = { task: 't', command: 'pair.drill' as const, pair: pair.name, started: '2026-11-30T10:00:00.000Z' }
  let running = false
  const answers: Answers = {
    'pair.plan': plannedOutput('fresh'),
    'plan.bundles': plannedBundles('fresh'),
    'pairs.save': {},
    'task.start': () => ((running = true), { task: 't' }),
    'task.list': () => ({ tasks: running ? [{ ...task, state: 'running' as const }] : [] }),
    'task.follow': (_, emit) => {
      for (const { kind, phases } of results) {
        emit({ type: 'drill', event: { type: 'begin', kind, holder: phases[0]?.before ?? 'nginx1' } })
        for (const phase of phases) emit({ type: 'drill', event: { type: 'phase', phase } })
      }
      return { state: { ...task, state: 'done' as const }, result: JSON.parse(JSON.stringify({ drills: results })) as never, failure: null }
    },
  }
  const engine = fakeEngine(answers)
  const wizard = await wizardAt(engine, 'failover', (form) => Object.assign(form, formOf(pair)))
  render(WizardFrame, { app: wizard.app, wizard })
  await screen.findByRole('heading', { name: 'Failover test' })
  await fireEvent.click(screen.getByRole('button', { name: 'Run every single fault' }))
  await screen.findByRole('group', { name: 'Results' })
  return { engine }
}

describe('the Failover screen', () => {
  it('offers the drills by what they concern, and all of them at once', async () => {
    const { engine } = await ran(everything())
    expect(engine.inputs('task.start')[0]).toMatchObject({ input: { drills: [...drillKinds] } })
    const group = within(screen.getByRole('region', { name: 'keepalived' }))
    expect(group.getAllByRole('button').map((button) => button.textContent.trim())).toContain('keepalived stopped')
  })

  it('has a line for each drill of a run, and the timeline of the one that is chosen', async () => {
    await ran(everything())
    const table = within(screen.getByRole('table', { name: 'All faults of this test' }))
    const rows = table.getAllByRole('row').slice(1)
    expect(rows.map(cellsOf)).toEqual([
      'nginx stopped should move to nginx2 40 ms 500 ms 3 passed',
      'keepalived stopped should move to nginx1 0 ms 1.00 s 0 passed',
      'nginx hangs should move to nginx2 1.38 s 1.00 s 137 failed It took longer than the settings allow.',
      'nginx cannot be started – – – skipped nginx2 lacks what this fault needs, or does not allow it; nothing was done.',
    ])
    expect(screen.getByRole('heading', { name: 'The failover test failed' })).toBeTruthy()
    // The last one was skipped: there is nothing to draw.
    expect(screen.queryByRole('img', { name: /Which node answers/ })).toBeNull()
    await fireEvent.click(table.getByRole('button', { name: 'nginx stopped' }))
    expect(table.getByRole('button', { name: 'nginx stopped' }).getAttribute('aria-pressed')).toBe('true')
    expect(
      screen.getByRole('img', { name: /Which node answers: nginx1 from 0\.00 s to 1\.00 s; no answer from 1\.00 s to 1\.04 s/ }),
    ).toBeTruthy()
    expect(screen.getByText('The clock of nginx1 was 12.4 ms ahead of this computer’s, ± 0.8 ms.', { exact: false })).toBeTruthy()
  })

  it('has detection, takeover and bound apart, each as exact as it is', async () => {
    await ran([made({ kind: 'nginx-hang', downtime: 1380, bound: 2000, detected: 900 })])
    const card = within(screen.getByRole('group', { name: 'Make nginx1 fail' }))
    const told = card.getAllByRole('term').map((term) => `${term.textContent} ${term.nextElementSibling?.textContent ?? ''}`)
    expect(told).toEqual(['At most by the settings 2.00 s', 'Detection 900 ms ± 1 ms', 'Takeover 480 ms'])
    expect(card.getByText('Expected: should move to nginx2')).toBeTruthy()
    expect(screen.queryByRole('table', { name: 'All faults of this test' })).toBeNull()
  })

  it('says that all was skipped, and neither that it passed nor that it failed', async () => {
    await ran([skipped('nginx-stop'), skipped('nginx-hang')])
    expect(screen.getByRole('heading', { name: 'The fault cannot be made here' })).toBeTruthy()
    expect(screen.queryByRole('heading', { name: /worked|failed/ })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Verify again' })).toBeNull()
  })

  it('shows the journals: one stop of the keyboard, the arrows from line to line, the text of each', async () => {
    await ran([made({ kind: 'nginx-hang', downtime: 1380, bound: 2000, detected: 900 })])
    const [chart] = screen.getAllByRole('group', { name: 'Lines of the logs' })
    if (chart === undefined) throw new Error('no lines')
    const ticks = within(chart).getAllByRole('button')
    expect(ticks.length).toBeGreaterThan(1)
    expect(ticks.filter((tick) => tick.tabIndex === 0)).toHaveLength(1)
    ticks[0]?.focus()
    await fireEvent.keyDown(ticks[0] as HTMLElement, { key: 'ArrowRight' })
    expect(document.activeElement).toBe(ticks[1])
    expect(ticks.map((tick) => tick.tabIndex)).toEqual(ticks.map((_, i) => (i === 1 ? 0 : -1)))
    await fireEvent.keyDown(ticks[1] as HTMLElement, { key: 'Home' })
    expect(document.activeElement).toBe(ticks[0])
    expect(document.activeElement?.textContent).toMatch(/1\.90 s\s+nginx1: nginx\s+Stopping nginx\.service/)
    await fireEvent.click(screen.getByText('Show as a table'))
    expect(screen.getAllByText('(hotpair_web) Entering MASTER STATE').length).toBeGreaterThan(0)
  })

  it('speaks of all of it in Chinese', async () => {
    await ran(everything())
    speak('zh-CN')
    expect(await screen.findByRole('table', { name: '本次演练的全部故障' })).toBeTruthy()
    expect(screen.getAllByText('应切换到 nginx2').length).toBeGreaterThan(0)
    expect(screen.getAllByText('已跳过').length).toBeGreaterThan(0)
    expect(document.body.textContent).not.toMatch(/should move|at most|Detection|skipped/)
  })

  it.each([
    ['HTML', 'text/html', /^<!doctype html>[\s\S]*1\.38 s/],
    ['Markdown', 'text/markdown', /^# Failover test of practice[\s\S]*1\.38 s/],
    ['JSON', 'application/json', /^\{\n {2}"hotpair": 1/],
  ])('saves the report as %s', async (format, type, text) => {
    await ran(everything())
    const saved: Blob[] = []
    const names: string[] = []
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => (saved.push(blob as Blob), 'blob:x'))
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download)
    })
    const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Format of the report' })
    const option = [...select.options].find((each) => each.text === format)
    await fireEvent.change(select, { target: { value: option?.value } })
    await fireEvent.click(screen.getByRole('button', { name: 'Save report' }))
    expect(saved.map((blob) => blob.type)).toEqual([type])
    expect(await saved[0]?.text()).toMatch(text)
    expect(names[0]).toMatch(/^hotpair-practice-drill-2026-11-22T162348\.(html|md|json)$/)
    vi.restoreAllMocks()
  })

  it('shows what a host says as text', async () => {
    const [first] = everything()
    if (first === undefined) throw new Error('no drill')
    await ran([{ ...first, records: first.records.map((record) => ({ ...record, text: hostile })) }])
    expect(document.body.querySelector('script, img[src="x"]')).toBeNull()
    expect(screen.getAllByText((_, element) => element?.tagName === 'CODE' && element.textContent === hostile).length).toBeGreaterThan(0)
  })
})

describe('the history', () => {
  const settings = drillSettingsOf(pair)
  const run = (id: string, hour: number, results: readonly DrillResult[], more: object) =>
    results
      .map((result, i) => ({
        time: new Date(Date.UTC(2026, 10, 30, hour, i)).toISOString(),
        kind: 'drill' as const,
        id: '' as const,
        result: result.verdict,
        data: JSON.parse(JSON.stringify(keptOf(result, id, { ...settings, ...more }))) as never,
      }))
      .reverse()
  const stop = (downtime: number) => made({ kind: 'nginx-stop', downtime, bound: 1500, detected: 30 })
  const entries = [
    ...run('c', 3, [made({ kind: 'keepalived-stop', downtime: 0, bound: null, detected: null })], {}),
    ...run('b', 2, [stop(40), skipped('nginx-hang')], { 'vrrp-version': 3 }),
    ...run('a', 1, [stop(1300)], {}),
  ]

  async function open(all: typeof entries) {
    const engine = fakeEngine({
      'pair.status': recordedOutput('pair.status', 'status'),
      'pairs.history': { entries: all },
      'pairs.list': { pairs: [{ name: pair.name, pair, saved: new Date().toISOString() }], problems: [] },
    })
    render(PairPage, { app: await begun(engine), pair })
    await fireEvent.click(await screen.findByRole('tab', { name: 'History' }))
    await screen.findByRole('list', { name: 'History' })
  }

  it('has the drills of one run together, with the verdict of all', () => {
    expect(remembered(entries).map(({ outcome, run: kept, took }) => [outcome, kept?.id, kept?.drills.length, took])).toEqual([
      ['passed', 'c', 1, 6000],
      ['passed', 'b', 2, null],
      ['passed', 'a', 1, 6000],
    ])
  })

  it('compares two runs that have a fault in common', async () => {
    await open(entries)
    expect(screen.getByText(/Failover test · 2 faults/)).toBeTruthy()
    await fireEvent.click(screen.getByText('Compare two failover tests'))
    const table = within(screen.getByRole('table', { name: 'nginx stopped' }))
    expect(table.getAllByRole('row').map(cellsOf)).toEqual([
      'First Then Change',
      'Result passed passed the same',
      'Downtime 1.30 s 40 ms better',
      'Detection 30 ms 30 ms the same',
      'Takeover 1.27 s 10 ms better',
      'Failed requests 129 of 301 3 of 301 better',
      'At most by the settings 1.50 s 1.50 s the same',
    ])
    const differ = within(screen.getByRole('table', { name: 'Settings that differ' }))
    expect(differ.getByRole('row', { name: /VRRP version 2 3/ })).toBeTruthy()
    // Who has nothing in common with any other is not offered.
    const one = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Failover test' })
    expect([...one.options].map(({ value }) => value)).toEqual(['b', 'a'])
  })

  it('offers no comparison where there is none', async () => {
    await open(entries.slice(0, 2))
    expect(screen.queryByText('Compare two failover tests')).toBeNull()
  })
})
