import { pairSchema, type Pair } from '../../electron/domain/pair'
import type { App, SavedPair } from '../app/app.svelte'
import { readDraft, type Draft } from '../app/draft'
import { LiveStatus } from '../app/live-status.svelte'
import { Work } from '../app/work.svelte'
import { Exporting } from '../wizard/preview/exporting.svelte'
import type { Failure } from '../../electron/domain/failure'

interface Kept {
  readonly pairs: readonly SavedPair[]
  readonly problems: readonly Failure[]
  readonly drafts: readonly Draft[]
}

/** The pairs that were made, the drafts that were left, and the ways to begin. */
export class HomeState {
  readonly app: App
  readonly kept = new Work<Kept>()
  /** Opening a pair file. */
  readonly opening = new Work<Pair | null>()
  statuses = $state.raw<ReadonlyMap<string, LiveStatus>>(new Map())
  /** Asked whether it may be discarded. */
  discarding = $state.raw<Draft | null>(null)
  /** Names that a new pair cannot have: its credentials go by its name. */
  readonly names: readonly string[] = $derived.by(() => {
    const { pairs = [], drafts = [] } = this.kept.value ?? {}
    return [...pairs.map((pair) => pair.name), ...drafts.map((draft) => draft.form.name.trim())]
  })
  readonly isEmpty: boolean = $derived.by(
    () => this.kept.value !== null && this.kept.value.pairs.length === 0 && this.kept.value.drafts.length === 0,
  )
  /** The practice lab's pair, unless it is not one. */
  readonly lab: Pair | null = $derived.by(() => pairSchema.safeParse(this.app.start?.lab?.pair).data ?? null)

  readonly exporting: Exporting
  /** The pair whose bundles are being written to a folder. */
  exported = $state.raw<Pair | null>(null)

  constructor(app: App) {
    this.app = app
    this.exporting = new Exporting(app)
  }

  async load(): Promise<void> {
    const { engine } = this.app
    const kept = await this.kept.run(async () => {
      const [{ pairs, problems }, { drafts }] = await Promise.all([engine.request('pairs.list', {}), engine.request('draft.list', {})])
      const known = drafts.map(readDraft).filter((draft) => draft !== null)
      return { pairs, problems, drafts: known.sort((a, b) => (b.saved ?? '').localeCompare(a.saved ?? '')) }
    })
    if (kept !== null)
      this.statuses = new Map(kept.pairs.map(({ name, pair }) => [name, this.statuses.get(name) ?? new LiveStatus(engine, pair)]))
  }

  begin(): void {
    this.app.newPair(this.names)
  }

  export(pair: Pair): void {
    this.exported = pair
    this.exporting.work.clear()
    this.exporting.open = true
  }

  /** The page of the practice pair, or the settings of the lab as they came: what was left of an earlier try goes. */
  async useLab(): Promise<void> {
    if (this.lab === null) return
    const { name } = this.lab
    const saved = this.kept.value?.pairs.find((pair) => pair.name === name)
    if (saved !== undefined) {
      this.app.openPair(saved.pair)
      return
    }
    const left = this.kept.value?.drafts.filter((each) => each.form.name.trim() === name) ?? []
    for (const { id } of left) await this.app.engine.request('draft.remove', { id }).catch(() => undefined)
    // Its credentials go by the pair's name, so it keeps it.
    this.app.newFrom(this.lab, [])
  }

  /** The desktop's own dialog. */
  async pickFile(): Promise<void> {
    const { engine } = this.app
    const pair = await this.opening.run(async () => {
      const { path } = await engine.request('app.pick-file', {})
      return path === null ? null : (await engine.request('pairs.read', { path })).pair
    })
    if (pair !== null) this.app.newFrom(pair, this.names)
  }

  /** A file that was chosen in the page. */
  async readFile(file: File): Promise<void> {
    const pair = await this.opening.run(async () => {
      const text = await file.text()
      return (await this.app.engine.request('pairs.parse', { text, file: file.name })).pair
    })
    if (pair !== null) this.app.newFrom(pair, this.names)
  }

  async discard(): Promise<void> {
    const draft = this.discarding
    if (draft === null) return
    this.discarding = null
    await this.app.engine.request('draft.remove', { id: draft.id }).catch(() => undefined)
    await this.load()
  }

  resume(draft: Draft): void {
    this.app.resume(draft)
  }
}
