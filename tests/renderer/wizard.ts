import { onTestFinished } from 'vitest'
import { App } from '../../renderer/app/app.svelte'
import { emptyForm, type PairForm } from '../../renderer/app/form'
import type { StepName } from '../../renderer/wizard/steps'
import type { Wizard } from '../../renderer/wizard/wizard.svelte'
import type { FakeEngine } from './fake-engine'

/** An app over this engine that has begun, as after the page was opened. */
export async function begun(engine: FakeEngine): Promise<App> {
  localStorage.clear()
  sessionStorage.clear()
  history.replaceState(null, '', '/')
  const app = new App(engine)
  onTestFinished(app.begin())
  await until(() => app.start !== null)
  return app
}

/** A wizard at a step, its form changed as a test wants it. */
export async function wizardAt(
  engine: FakeEngine,
  step: StepName = 'hosts',
  change: (form: PairForm) => void = () => undefined,
): Promise<Wizard> {
  const app = await begun(engine)
  const form = emptyForm('web')
  change(form)
  app.resume({ id: 'draft-1', form, step, reached: step, editing: null, notes: {} })
  if (app.place.at !== 'wizard') throw new Error('no wizard')
  return app.place.wizard
}

export async function until(is: () => boolean, ms = 3000): Promise<void> {
  const end = Date.now() + ms
  while (!is()) {
    if (Date.now() > end) throw new Error(`not so after ${ms} ms: ${is.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
