import { tick, untrack } from 'svelte'
import type { Output } from '../../electron/contract/commands'
import { failureOf, failureText } from '../../electron/contract/failure'
import type { Pair } from '../../electron/domain/pair'
import type { Around } from '../app/around'
import type { Draft, DraftContent } from '../app/draft'
import { pairOf, type PairForm } from '../app/form'
import { problemsOf } from '../app/problems'
import type { EngineClient } from '../engine/client'
import { language } from '../i18n/i18n.svelte'
import { placeOf, stepNames, type StepName } from './steps'

const saveAfter = 300

/** What a screen keeps of the hosts: forgotten when something was done to them since. */
export interface OfHosts {
  /** @param time of what was done, ms since 1970 */
  forgetBefore(time: number): void
}
const isOfHosts = (screen: unknown): screen is OfHosts => typeof screen === 'object' && screen !== null && 'forgetBefore' in screen

/** Note of a draft: under this name its pair is kept already, since it is being deployed. */
export const savedNote = 'saved'

/** One pair on its way through the steps: what is typed, how far it is, and what was found out on the way. */
export class Wizard {
  readonly app: Around
  /** Of its draft. */
  readonly id: string
  /** Name of the saved pair whose settings are changed here; null: a new one. */
  editing = $state<string | null>(null)
  form = $state() as PairForm
  step = $state<StepName>('hosts')
  reached = $state<StepName>('hosts')
  /** Steps that need a look: set by their screens, shown in the rail. */
  attention = $state<Partial<Record<StepName, boolean>>>({})
  /** Kept with the draft for whatever a screen must find again after a crash: `wizard.notes['deploy.task'] = id`. */
  notes = $state<Record<string, string>>({})
  /** What was read from the hosts, and what preflight says of it; by Detect. */
  detected = $state.raw<Output<'hosts.detect'> | null>(null)
  /** The plan that was looked at; by Preview. */
  planned = $state.raw<Output<'pair.plan'> | null>(null)
  /** When something was last done to the hosts, as far as it is known here, ms since 1970. What was read before is not shown as being so. */
  changed = $state(0)
  /** Why the draft could not be kept; empty: it was. */
  draftProblem = $state('')

  readonly problems = $derived.by(() => problemsOf(this.form))
  /** The pair, when everything is as it must be. */
  readonly pair: Pair | null = $derived.by(() => pairOf(this.form))

  readonly #screens = new Map<unknown, unknown>()
  /** The form as it was when the furthest step was come to. */
  #formAtReached = $state('')
  readonly #changed = $derived.by(() => JSON.stringify(this.form) !== this.#formAtReached)
  #saved: string
  /** The form as it was deployed: until it is changed there is nothing to keep besides the pair. */
  #deployed: string | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #stops: (() => void)[] = []

  constructor(app: Around, draft: Draft) {
    this.app = app
    this.id = draft.id
    this.editing = draft.editing
    this.form = draft.form
    this.step = draft.step
    this.reached = draft.reached
    this.notes = draft.notes
    this.#saved = JSON.stringify(this.#content())
    this.#formAtReached = JSON.stringify(this.form)
    const flush = (): void => void this.save()
    addEventListener('pagehide', flush)
    const stopEffect = $effect.root(() => {
      $effect(() => {
        if (JSON.stringify(this.#content()) === this.#saved) return
        clearTimeout(this.#timer)
        this.#timer = setTimeout(flush, saveAfter)
      })
    })
    this.#stops.push(stopEffect, () => removeEventListener('pagehide', flush))
  }

  get engine(): EngineClient {
    return this.app.engine
  }

  /** What leads here again. A pair that is deployed has a page, which shows its checks and drills, too. */
  get address(): string {
    return this.#hasDraft ? `#/draft/${this.id}/${this.step}` : `#/pair/${this.editing ?? ''}/${this.step}`
  }

  get #hasDraft(): boolean {
    return JSON.stringify(this.form) !== this.#deployed
  }

  /** The state of a screen: made when it is first come to, and there again when it is come back to. */
  screen<T>(type: new (wizard: Wizard) => T): T {
    if (!this.#screens.has(type)) {
      // Its $derived must outlive the component that asks first, and the wizard too: work that ends late still reads it. It holds no
      // $effect, so there is nothing to stop.
      $effect.root(
        () =>
          void this.#screens.set(
            type,
            untrack(() => new type(this)),
          ),
      )
    }
    return this.#screens.get(type) as T
  }

  /** Something was done to the hosts at this time (ms since 1970): what is known of them from before is forgotten. */
  hostsChanged(at: number): void {
    if (at <= this.changed) return
    this.changed = at
    for (const screen of this.#screens.values()) if (isOfHosts(screen)) screen.forgetBefore(at)
  }

  /** Asks whether something was done to them, from here or by another Hotpair on this machine. */
  async askForChanges(): Promise<void> {
    const name = this.form.name.trim()
    if (this.problems.name !== undefined || name === '') return
    const { changed } = await this.engine.request('pairs.changed', { name }).catch(() => ({ changed: null }))
    if (changed !== null) this.hostsChanged(Date.parse(changed))
  }

  // ---- steps ----

  /** A step can be gone to when it was come to before and nothing has been changed since. */
  isOpen(step: StepName): boolean {
    const isBehind = placeOf(step) <= placeOf(this.step)
    return isBehind || (!this.#changed && placeOf(step) <= placeOf(this.reached))
  }

  goTo(step: StepName): void {
    if (this.isOpen(step) && step !== this.step) this.#enter(step)
  }

  /** To the step after this one: its screen has found everything in order. */
  next(): void {
    const following = stepNames[placeOf(this.step) + 1]
    if (following === undefined) return
    if (this.#changed || placeOf(following) > placeOf(this.reached)) {
      this.reached = following
      this.#formAtReached = JSON.stringify(this.form)
    }
    this.#enter(following)
  }

  back(): void {
    const former = stepNames[placeOf(this.step) - 1]
    if (former === undefined) this.app.home()
    else this.#enter(former)
  }

  /** What is changed on the furthest step itself does not outdate it. */
  #move(step: StepName): void {
    if (this.step === this.reached) this.#formAtReached = JSON.stringify(this.form)
    this.step = step
  }

  #enter(step: StepName): void {
    this.#move(step)
    history.pushState(null, '', this.address)
    // A step is a place to come back to, also when Hotpair ends in the next moment.
    void this.save()
  }

  /** Back and forward of the browser. */
  follow(step: string | undefined): void {
    const known = stepNames.find((name) => name === step)
    if (known !== undefined && this.isOpen(known)) this.#move(known)
  }

  // ---- the draft ----

  #content(): DraftContent {
    const { form, step, reached, notes } = this
    return $state.snapshot({ form, step, reached, editing: this.editing, notes })
  }

  /** Keeps the draft now, when there is something new in it. */
  async save(): Promise<void> {
    clearTimeout(this.#timer)
    const content = this.#content()
    const text = JSON.stringify(content)
    if (text === this.#saved || !this.#hasDraft) return
    const before = this.#saved
    this.#saved = text
    try {
      await this.engine.request('draft.save', { id: this.id, saved: new Date().toISOString(), name: this.form.name.slice(0, 64), content })
      this.draftProblem = ''
    } catch (error) {
      this.#saved = before
      const failure = failureOf(error)
      // A lost connection is said by itself, and the draft goes with the next change.
      this.draftProblem = failure.kind === 'engine-lost' ? '' : failureText(failure, language()).what
    }
  }

  /** It is deployed as it stands: the pair is kept as a pair, and its draft goes. A change from here on begins one anew. */
  async finish(): Promise<void> {
    clearTimeout(this.#timer)
    this.editing = this.form.name.trim()
    this.#deployed = JSON.stringify(this.form)
    // Deploy is over, and what comes after it can be gone to.
    if (placeOf('verify') > placeOf(this.reached)) this.reached = 'verify'
    this.#formAtReached = this.#deployed
    history.replaceState(null, '', this.address)
    await this.engine.request('draft.remove', { id: this.id })
  }

  /** Another page has gone on with this draft: what is here is older and is not kept. */
  drop(): void {
    this.#saved = JSON.stringify(this.#content())
    this.leave()
  }

  /** When another place is gone to. */
  leave(): void {
    void this.save()
    // Its components still read it until they are gone.
    void tick().then(() => {
      for (const stop of this.#stops) stop()
    })
  }
}
