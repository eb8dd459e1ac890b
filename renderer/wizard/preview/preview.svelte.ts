import type { Output } from '../../../electron/contract/commands'
import type { Finding } from '../../../electron/domain/finding'
import { isEmpty } from '../../../electron/domain/plan'
import { Work } from '../../app/work.svelte'
import type { OfHosts, Wizard } from '../wizard.svelte'
import { Exporting } from './exporting.svelte'
import { filesOf, runnersOf, type PlannedFile } from './files'

/** blocked: a finding refuses it · shared: settings that cannot change on a live pair · empty: nothing to change · ready */
export type Verdict = 'blocked' | 'shared' | 'empty' | 'ready'

/** What would be done, made anew whenever the settings have changed. */
export class PreviewState implements OfHosts {
  readonly #wizard: Wizard
  readonly plan = new Work<Output<'pair.plan'>>()
  bundles = $state.raw<Output<'plan.bundles'>['bundles']>({})
  view = $state<'files' | 'actions'>('files')
  /** Warnings that were read, by what they say. */
  acknowledged = $state<Record<string, boolean>>({})
  chosen = $state<{ node: string; path: string } | null>(null)
  sideBySide = $state(false)
  readonly exporting: Exporting
  #madeFor = ''

  constructor(wizard: Wizard) {
    this.#wizard = wizard
    this.exporting = new Exporting(wizard.app)
  }

  readonly findings = $derived(this.plan.value?.findings ?? [])
  readonly warnings = $derived(this.findings.filter((finding) => finding.severity === 'warning'))
  readonly verdict: Verdict | null = $derived.by(() => {
    const planned = this.plan.value
    // The former plan is not to be acted on while a new one is made.
    if (planned === null || this.plan.busy) return null
    if (planned.plan === null) return 'blocked'
    if (isEmpty(planned.plan)) return 'empty'
    return planned.plan.shared.length > 0 ? 'shared' : 'ready'
  })
  readonly allRead = $derived(this.warnings.every((finding) => this.acknowledged[keyOf(finding)] === true))

  forgetBefore(time: number): void {
    if (!this.plan.forgetBefore(time)) return
    this.#wizard.planned = null
    this.bundles = {}
    this.#madeFor = ''
  }

  /** Makes the plan when there is none of these settings yet. */
  async look(again = false): Promise<void> {
    const { pair, engine } = this.#wizard
    if (pair === null) return
    const settings = JSON.stringify(pair)
    // A plan that failed to be made is tried again when the step is come back to.
    if (!again && settings === this.#madeFor && (this.plan.busy || this.plan.value !== null)) return
    this.#madeFor = settings
    this.exporting.work.clear()
    const planned = await this.plan.run((signal) => engine.request('pair.plan', { pair }, { signal }))
    if (planned === null) return
    this.#wizard.planned = planned
    this.#wizard.attention.preview = planned.plan === null
    const [first] = planned.plan?.nodes ?? []
    if (planned.plan === null || first === undefined) return
    const files = filesOf(first)
    // The one that says most, else the first that changes.
    const telling = files.find((file) => file.path === '/etc/keepalived/keepalived.conf' && file.kind !== 'same')
    this.chosen = { node: first.node, path: (telling ?? files.find((file) => file.kind !== 'same') ?? files[0])?.path ?? '' }
    // Without it the files are there all the same, but not the script.
    this.bundles = await engine.request('plan.bundles', { plan: planned.plan.id }).then(
      (output) => output.bundles,
      () => ({}),
    )
  }

  /** All that can be looked at on one node: its files, then what runs there. */
  filesOn(node: string): { readonly files: PlannedFile[]; readonly runners: PlannedFile[] } {
    const planned = this.plan.value?.plan?.nodes.find((each) => each.node === node)
    return { files: planned === undefined ? [] : filesOf(planned), runners: runnersOf(this.bundles[node] ?? []) }
  }

  readonly file: PlannedFile | null = $derived.by(() => {
    const chosen = this.chosen
    if (chosen === null) return null
    const { files, runners } = this.filesOn(chosen.node)
    return [...files, ...runners].find((file) => file.path === chosen.path) ?? null
  })

  acknowledgeAll(yes: boolean): void {
    this.acknowledged = Object.fromEntries(this.warnings.map((finding) => [keyOf(finding), yes]))
  }
}

export const keyOf = (finding: Finding): string => JSON.stringify([finding.rule, finding.node ?? '', finding.values])
