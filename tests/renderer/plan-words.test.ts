// @vitest-environment happy-dom
import { render, screen, within } from '@testing-library/svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import { effectText, journalText, stageText, stepText } from '../../electron/contract/deployment'
import type { Language } from '../../electron/contract/language'
import type { JournalLine } from '../../electron/domain/journal'
import { neededSteps, type Plan } from '../../electron/domain/plan'
import { asTyped } from '../../electron/domain/step'
import { speak } from '../../renderer/i18n/i18n.svelte'
import Journal from '../../renderer/wizard/deploy/Journal.svelte'
import ActionList from '../../renderer/wizard/preview/ActionList.svelte'
import { planned } from './planned'
import { recordedTask } from './recorded'

/** What is drawn is the plan's own value and the journal's own lines, in the language spoken now. */
const said = (element: Element): string => element.textContent.replaceAll(/\s+/g, ' ').trim()

beforeEach(() => speak('en'))

describe.each(['fresh', 'shared'] as const)('the steps of a plan (%s)', (which) => {
  const plan = planned(which)

  /** Stage by stage, node by node: every needed step as it should be read, and no other. */
  const expected = (of: Plan, language: Language): string[][][] =>
    of.stages.map(({ does, nodes }) =>
      does !== 'prepare' && does !== 'commit'
        ? []
        : of.nodes
            .filter(({ node }) => nodes.includes(node))
            .map((node) =>
              neededSteps(node).flatMap((step) => {
                if (step.stage !== does) return []
                const effect = step.effect === 'none' ? '' : ` ${effectText(step.effect, language)}`
                return [`${stepText(step, language)}${effect}${step.act.do === 'run' ? ` ${asTyped(step.act.argv)}` : ''}`]
              }),
            ),
    )
  const stages = (): HTMLElement[] => screen.getAllByRole('heading').map((heading) => heading.closest('section') as HTMLElement)
  const shown = (): string[][][] =>
    stages().map((stage) =>
      within(stage)
        .queryAllByRole('group')
        .filter((card) => card.getAttribute('aria-label') !== null)
        .map((card) => [...card.querySelectorAll('ol.steps')].slice(0, 1).flatMap((list) => [...list.children].map(said))),
    )

  it('are drawn in their order, and reworded with the language', async () => {
    render(ActionList, { plan })
    for (const language of ['en', 'zh-CN'] as const) {
      speak(language)
      const titles = plan.stages.map((stage, i) => `${String(i + 1)}. ${stageText(stage, language).title}`)
      await expect.poll(() => screen.getAllByRole('heading').map(said)).toEqual(titles)
      expect(shown()).toEqual(expected(plan, language))
      plan.stages.forEach((stage, i) => {
        const { lead, until } = stageText(stage, language)
        const text = said(stages()[i] as HTMLElement)
        expect(text).toContain(lead)
        // after the last one nothing goes on
        expect(text.includes(until)).toBe(i + 1 < plan.stages.length)
      })
    }
  })
})

it('a shell would read the commands as they are', () => {
  expect(asTyped(['firewall-cmd', '--add-rich-rule=rule family="ipv4" accept'])).toBe(
    `firewall-cmd '--add-rich-rule=rule family="ipv4" accept'`,
  )
  expect(asTyped(['printf', `it's`, ''])).toBe(String.raw`printf 'it'\''s' ''`)
})

describe('a journal', () => {
  const common = { at: 0, verb: 'commit' }
  const every: JournalLine[] = [
    { ...common, event: 'begin', text: '120' },
    { ...common, verb: 'rollback', event: 'begin', text: 'prepared' },
    { ...common, event: 'unchanged', doing: 'write-file', subject: '/etc/a', step: 1 },
    { ...common, event: 'back', doing: 'start-unit', subject: 'nginx', step: 2 },
    { ...common, event: 'stuck', doing: 'remove-file', subject: '/etc/b', step: 3 },
    { ...common, event: 'warn', warning: { code: 'changed-since', subject: '/var', copy: '/var.hotpair' } },
    { ...common, event: 'failed', fault: { code: 'step-failed', doing: 'start-unit', subject: 'nginx', why: null } },
    { ...common, event: 'lost', state: 'rolled-back' },
    { ...common, event: 'output', text: 'nginx: [emerg] unknown directive' },
  ]
  const recorded = recordedTask('pair.deploy', 'deploy-failed').events.flatMap(({ event }) =>
    event.type === 'journal' ? [event.line] : [],
  )
  const lines = [...recorded, ...every]

  it('is reworded with the language', async () => {
    render(Journal, { node: 'nginx1', lines })
    const details = screen.getByRole<HTMLDetailsElement>('group')
    details.open = true
    details.dispatchEvent(new Event('toggle'))
    const journal = await screen.findByLabelText('Journal of nginx1')
    for (const language of ['en', 'zh-CN'] as const) {
      speak(language)
      await expect
        .poll(() => [...journal.querySelectorAll('p')].map(said).every((text, i) => text.endsWith(journalText(lines[i]!, language))))
        .toBe(true)
    }
    const chinese = [...journal.querySelectorAll('p')].map(said)
    expect(chinese).toHaveLength(lines.length)
    // the verb, too; what a program printed stays as it was
    for (const [i, text] of chinese.entries()) {
      expect(text).toMatch(/^\d\d:\d\d:\d\d\.\d{3} \p{Script=Han}/u)
      if (lines[i]?.event !== 'output') expect(text).not.toMatch(/commit|prepare|rollback|rolled|failed/)
    }
  })
})
