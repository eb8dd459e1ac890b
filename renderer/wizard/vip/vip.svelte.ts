import type { Output } from '../../../electron/contract/commands'
import { electionTable, type ElectionRow } from '../../../electron/domain/election'
import { nodeInput, byPreference, reorder } from '../../app/form'
import { within } from '../../app/problems'
import { Work } from '../../app/work.svelte'
import type { PlainKey } from '../../i18n/i18n.svelte'
import type { OfHosts, Wizard } from '../wizard.svelte'
import { DetectState } from '../detect/detect.svelte'
import type { ShownFacts } from '../detect/interfaces'
import { addressCaution, cautionsOf } from './cautions'
import { policyOfForm, scenarios, type Scenario } from './scenarios'

type Suggested = Output<'vip.suggest'>

/** The settings of the pair, what is suggested for them, and what follows from them. */
export class VipState implements OfHosts {
  readonly wizard: Wizard
  readonly suggest = new Work<Suggested>()
  tried = $state(false)
  advancedOpen = $state(false)
  #askedFor = ''

  readonly facts: readonly ShownFacts[] = $derived.by(() => {
    const read = this.wizard.detected?.facts
    return this.wizard.form.nodes.flatMap((node) => read?.[node.name.trim()] ?? [])
  })
  readonly cautions = $derived.by(() => cautionsOf(this.facts))
  /** Nodes by their right to the VIP, the first one first. */
  readonly order: readonly number[] = $derived.by(() => byPreference(this.wizard.form))
  readonly #policy = $derived.by(() => policyOfForm(this.wizard.form))
  readonly table: readonly ElectionRow[] = $derived.by(() => electionTable(this.#policy))
  readonly scenarios: readonly Scenario[] = $derived.by(() => scenarios(this.table, this.#policy))
  /** A node with failed nginx would keep the VIP while another is healthy. */
  readonly isFaulty: boolean = $derived.by(() => this.table.some((row) => row.afterwards.includes('failed-node-keeps-vip')))
  readonly problems: Readonly<Record<string, PlainKey>> = $derived.by(() => {
    const { form, problems } = this.wizard
    const found: Record<string, PlainKey> = Object.fromEntries(within(problems, 'vips', 'vrrp', 'nginx'))
    for (const [index, vip] of form.vips.entries()) {
      const caution = addressCaution(vip, form, this.facts)
      if (caution?.isError === true) found[`vips.${index}`] ??= caution.key
    }
    return found
  })

  constructor(wizard: Wizard) {
    this.wizard = wizard
  }

  /** When the step is come to: asks for free addresses, unless it was asked already of the same hosts. */
  enter(): void {
    // After a reload nothing is known of the hosts: the cautions need it.
    if (this.wizard.detected === null) this.wizard.screen(DetectState).enter()
    const asked = JSON.stringify(this.wizard.form.nodes.map((node) => ({ ...nodeInput(node), priority: 0 })))
    if (asked === this.#askedFor && this.suggest.failure === null) return
    this.#askedFor = asked
    void this.ask()
  }

  forgetBefore(time: number): void {
    if (this.suggest.forgetBefore(time)) this.#askedFor = ''
  }

  async ask(): Promise<void> {
    const { engine, form } = this.wizard
    const nodes = form.nodes.map(nodeInput)
    const found = await this.suggest.run((signal) => engine.request('vip.suggest', { name: form.name.trim(), nodes }, { signal }))
    if (found === null) return
    // Only where nothing was typed yet.
    if (form.vips[0]?.trim() === '') form.vips[0] = (found.vips.find(({ checked }) => checked) ?? found.vips[0])?.address ?? ''
    if (form.routerId.trim() === '') form.routerId = String(found.routerId)
  }

  problem(path: string): PlainKey | null {
    const key = this.problems[path] ?? null
    const { form } = this.wizard
    const value = path.startsWith('vips.') ? form.vips[Number(path.slice(5))] : path === 'vrrp.routerId' ? form.routerId : undefined
    // An empty field is not wrong until Next is pressed.
    return !this.tried && (value?.trim() === '' || path.startsWith('nginx.')) ? null : key
  }

  /** What is worth a thought about an address, though it can work. */
  caution(vip: string): PlainKey | null {
    const caution = addressCaution(vip, this.wizard.form, this.facts)
    return caution === null || caution.isError ? null : caution.key
  }

  /** What is known of an address from the LAN. */
  isChecked(vip: string): boolean {
    return this.suggest.value?.vips.some(({ address, checked }) => checked && address === vip.trim()) ?? false
  }

  prefer(index: number): void {
    reorder(this.wizard.form, [index, ...this.order.filter((each) => each !== index)])
  }

  /** One place up in the order. */
  raise(index: number): void {
    const order = [...this.order]
    const place = order.indexOf(index)
    const before = order[place - 1]
    if (before === undefined) return
    order[place - 1] = index
    order[place] = before
    reorder(this.wizard.form, order)
  }

  get waits(): boolean {
    return this.suggest.busy && this.wizard.form.vips[0]?.trim() === ''
  }

  goOn(): void {
    this.tried = true
    const paths = Object.keys(this.problems)
    if (paths.some((path) => path.startsWith('vrrp'))) this.advancedOpen = true
    if (paths.length > 0 || this.wizard.pair === null) return
    void this.wizard.save()
    this.wizard.next()
  }
}
