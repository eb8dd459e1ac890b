import { tick } from 'svelte'
import type { Output, Sent } from '../../electron/contract/commands'
import { failureOf } from '../../electron/contract/failure'
import { languageFor } from '../../electron/contract/language'
import type { Pair } from '../../electron/domain/pair'
import type { Connection, EngineClient } from '../engine/client'
import { language, speak } from '../i18n/i18n.svelte'
import { emptyForm, formOf } from './form'
import type { Around, Start } from './around'
import { readDraft, type Draft } from './draft'
import { hasNoHanFont } from './han'
import { Running } from './running.svelte'
import { Wizard } from '../wizard/wizard.svelte'
import type { StepName } from '../wizard/steps'
import type { Failure } from '../../electron/domain/failure'

export type Settings = Sent<'app.settings'>
export type SavedPair = Output<'pairs.list'>['pairs'][number]

/** What is seen: the list of pairs, a pair being set up, or the page of one that is. */
export type Place =
  | { readonly at: 'home' }
  | { readonly at: 'wizard'; readonly wizard: Wizard }
  | { readonly at: 'pair'; readonly pair: Pair; readonly tab: PairTab }

export const pairTabs = ['now', 'verify', 'failover', 'history'] as const
export type PairTab = (typeof pairTabs)[number]

const key = 'hotpair.settings'

/** The whole window's state; one per page. Screens get it as a property. */
export class App implements Around {
  readonly engine: EngineClient
  readonly running: Running
  connection = $state.raw<Connection>({ state: 'connecting', refusal: null })
  start = $state.raw<Start | null>(null)
  failure = $state.raw<Failure | null>(null)
  settings = $state<Settings>(settingsOfLastTime())
  place = $state.raw<Place>({ at: 'home' })
  settingsOpen = $state(false)
  /** Chinese is spoken, cannot be drawn, and nobody has said that they know. */
  readonly lacksFont: boolean = $derived.by(() => language() === 'zh-CN' && this.settings.fontNote !== 'dismissed' && hasNoHanFont())
  /** Another page was used meanwhile. */
  #elsewhere = false

  constructor(engine: EngineClient) {
    this.engine = engine
    this.running = new Running(engine)
    this.#apply(globalThis.navigator.language)
  }

  /** Begins: hears of the connection, asks who is there, and goes to where the address says. Returns what ends it. */
  begin(): () => void {
    const stop = this.engine.onConnection((connection) => {
      const isFirst = connection.state === 'open' && this.start === null
      const wasElsewhere = this.#elsewhere
      this.connection = connection
      if (connection.state === 'refused') this.#elsewhere = true
      if (connection.state !== 'open') return
      this.#elsewhere = false
      if (isFirst) void this.#meet()
      else if (wasElsewhere) void this.#comeBack()
    })
    const follow = (): void => void this.#follow()
    addEventListener('hashchange', follow)
    const rest = this.running.watch()
    return () => {
      stop()
      rest()
      removeEventListener('hashchange', follow)
      this.leaveWizard()
    }
  }

  async #meet(): Promise<void> {
    try {
      this.start = await this.engine.request('app.start', {})
      this.settings = this.start.settings
      this.#apply(this.start.locale)
      await this.#follow()
    } catch (error) {
      this.failure = failureOf(error)
    }
  }

  /** What another page did meanwhile is what is so: what this one had in its memory is forgotten. */
  async #comeBack(): Promise<void> {
    if (this.place.at === 'wizard') this.place.wizard.drop()
    this.place = { at: 'home' }
    await tick()
    await this.#follow()
  }

  change(settings: Settings): void {
    this.settings = settings
    this.#apply(this.start?.locale ?? globalThis.navigator.language)
    // It is in force already; that it could not be kept is not worth a word.
    this.engine.request('app.settings', settings).catch(() => undefined)
  }

  #apply(locale: string): void {
    const { language, theme } = this.settings
    speak(language === 'system' ? languageFor(locale) : language)
    if (theme === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
    // For the first paint of the next time, before the engine has answered.
    localStorage.setItem(key, JSON.stringify(this.settings))
  }

  // ---- places ----

  home(): void {
    this.leaveWizard()
    this.#go({ at: 'home' }, '#/')
  }

  /** @param tab which of its tabs; a step of the wizard that has none shows how the pair is now */
  openPair(pair: Pair, tab: PairTab = 'now'): void {
    this.leaveWizard()
    this.#go({ at: 'pair', pair, tab }, `#/pair/${pair.name}`)
  }

  /** A new pair. Its name must be free: it is the key of everything that is kept of it. */
  newPair(taken: readonly string[]): void {
    this.#wizard(
      new Wizard(this, { id: newId(), form: emptyForm(freeName('web', taken)), step: 'hosts', reached: 'hosts', editing: null, notes: {} }),
    )
  }

  /** A new pair with the settings of another, or of a file. */
  newFrom(pair: Pair, taken: readonly string[]): void {
    const form = { ...formOf(pair), name: freeName(pair.name, taken) }
    this.#wizard(new Wizard(this, { id: newId(), form, step: 'hosts', reached: 'hosts', editing: null, notes: {} }))
  }

  /** Changes the settings of a pair that is there: goes on where that was left, else begins with those that it has. */
  async editPair(pair: Pair, step: StepName = 'vip'): Promise<void> {
    const { drafts } = await this.engine.request('draft.list', {}).catch(() => ({ drafts: [] }))
    const left = drafts.map(readDraft).find((draft) => draft?.editing === pair.name)
    this.#wizard(new Wizard(this, left ?? { id: newId(), form: formOf(pair), step, reached: step, editing: pair.name, notes: {} }))
  }

  resume(draft: Draft): void {
    this.#wizard(new Wizard(this, draft))
  }

  leaveWizard(): void {
    if (this.place.at === 'wizard') this.place.wizard.leave()
  }

  #wizard(wizard: Wizard): void {
    this.leaveWizard()
    this.#go({ at: 'wizard', wizard }, wizard.address)
  }

  #go(place: Place, address: string): void {
    this.place = place
    if (location.hash !== address) history.pushState(null, '', address)
  }

  /** After a reload, or Back of the browser: the address says where we are. */
  async #follow(): Promise<void> {
    const [at, name, step] = location.hash.replace(/^#\/?/, '').split('/')
    try {
      if (at === 'draft' && name !== undefined) {
        if (this.place.at === 'wizard' && this.place.wizard.id === name) {
          this.place.wizard.follow(step)
          return
        }
        const { drafts } = await this.engine.request('draft.list', {})
        const draft = drafts.map(readDraft).find((each) => each?.id === name)
        if (draft !== undefined && draft !== null) {
          this.resume(draft)
          return
        }
      }
      if (at === 'pair') {
        if (this.place.at === 'wizard' && this.place.wizard.editing === name && step !== undefined) {
          this.place.wizard.follow(step)
          return
        }
        if (this.place.at === 'pair' && this.place.pair.name === name) return
        const { pairs } = await this.engine.request('pairs.list', {})
        const saved = pairs.find((each) => each.name === name)
        if (saved !== undefined) {
          this.openPair(
            saved.pair,
            pairTabs.find((tab) => tab === step),
          )
          return
        }
      }
      if (this.place.at !== 'home') this.home()
    } catch (error) {
      this.failure = failureOf(error)
    }
  }
}

const newId = (): string => crypto.randomUUID().slice(0, 18)

export function freeName(wanted: string, taken: readonly string[]): string {
  const names = new Set(taken.map((name) => name.toLowerCase()))
  if (!names.has(wanted.toLowerCase())) return wanted
  const stem = wanted.replace(/-\d+$/, '').slice(0, 28)
  for (let i = 2; ; i++) if (!names.has(`${stem}-${i}`.toLowerCase())) return `${stem}-${i}`
}

function settingsOfLastTime(): Settings {
  try {
    const { language, theme, fontNote } = JSON.parse(localStorage.getItem(key) ?? '') as Record<string, unknown>
    return {
      language: language === 'en' || language === 'zh-CN' ? language : 'system',
      theme: theme === 'light' || theme === 'dark' ? theme : 'system',
      ...(fontNote === 'dismissed' ? { fontNote } : {}),
    }
  } catch {
    return { language: 'system', theme: 'system' }
  }
}
