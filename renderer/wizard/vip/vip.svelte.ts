import type { Output } from '../../../electron/contract/commands'
import { parseCidr } from '../../../electron/domain/address'
import { electionTable, type ElectionRow } from '../../../electron/domain/election'
import type { KnownFacts } from '../../../electron/domain/node-facts'
import {
  profileOf,
  profiles,
  recommendProfile,
  type ProfileName,
  type Recommendation,
  type VrrpTiming,
} from '../../../electron/domain/profiles'
import { plainDownAdverts } from '../../../electron/domain/vrrp-times'
import { byPreference, nodeInput, pairSoFar, reorder, setTiming } from '../../app/form'
import { within } from '../../app/problems'
import { Work } from '../../app/work.svelte'
import type { PlainKey } from '../../i18n/i18n.svelte'
import type { OfHosts, Wizard } from '../wizard.svelte'
import { DetectState } from '../detect/detect.svelte'
import { addressCaution, cautionsOf } from './cautions'
import { lockedSettings, type Locked } from './deployed'
import { MeasureState } from './measure.svelte'
import { policyOfForm, scenarios, type Scenario } from './scenarios'

type Suggested = Output<'vip.suggest'>
type Use = Output<'vip.check'>

const addressOf = (vip: string): string | null => parseCidr(vip.trim())?.address ?? null

/** The settings of the pair, what is suggested for them, and what follows from them. */
export class VipState implements OfHosts {
  readonly wizard: Wizard
  readonly suggest = new Work<Suggested>()
  readonly measure: MeasureState
  readonly checking = new Work<Use>()
  /** What was asked of the LAN, by address. */
  #uses = $state.raw<Readonly<Record<string, Use>>>({})
  tried = $state(false)
  advancedOpen = $state(false)
  #askedFor = ''
  /** The form with which Next was pressed while the LAN was asked; empty: it was not. */
  #goingOnWith = $state('')

  readonly facts: KnownFacts = $derived.by(() => this.wizard.detected?.facts ?? {})
  readonly cautions = $derived.by(() => cautionsOf(this.wizard.form, this.facts))
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

  /** What cannot be changed while the pair is deployed, and was: with the value that runs. */
  readonly locked: Locked = $derived.by(() =>
    lockedSettings(this.wizard.form, Object.values(this.facts), this.wizard.editing ?? this.wizard.form.name.trim()),
  )

  /** The first address that could work and of which nothing is known from the LAN; empty: there is none. */
  readonly unknown: string = $derived.by(() => {
    // Without facts it is not known which addresses are the nodes' own.
    if (Object.keys(this.facts).length === 0) return ''
    const open = this.wizard.form.vips.filter((vip, index) => {
      const address = addressOf(vip)
      return address !== null && this.problems[`vips.${index}`] === undefined && !this.isChecked(vip) && this.#uses[address] === undefined
    })
    return open[0]?.trim() ?? ''
  })

  /** The fastest profile that is safe on what was found. */
  readonly recommended: Recommendation = $derived.by(() =>
    recommendProfile(
      this.wizard.form.nodes.map(({ name }) => name.trim()),
      this.facts,
    ),
  )
  readonly profile: ProfileName = $derived.by(() => profileOf(pairSoFar(this.wizard.form).vrrp))

  constructor(wizard: Wizard) {
    this.wizard = wizard
    this.measure = new MeasureState(wizard)
  }

  /** Until a person has chosen, the timing is what is recommended. */
  takeRecommended(): void {
    if (!this.wizard.form.timingChosen) setTiming(this.wizard.form, profiles[this.recommended.profile], false)
  }

  setInterval(seconds: number): void {
    this.#setTiming({ advertInterval: seconds })
  }

  /** @param count null and VRRP's own number are the same; it is stated only where it is another */
  setAdverts(count: number): void {
    this.#setTiming({ downTimerAdverts: count === plainDownAdverts ? undefined : count })
  }

  setRealTime(priority: number | null): void {
    this.#setTiming({ realTimePriority: priority ?? undefined })
  }

  /** One of them, by hand; the others stay. */
  #setTiming(change: Partial<VrrpTiming>): void {
    setTiming(this.wizard.form, { ...pairSoFar(this.wizard.form).vrrp, ...change })
  }

  chooseProfile(wanted: ProfileName): void {
    if (wanted === 'calibrated') this.measure.use()
    else if (wanted !== 'own') setTiming(this.wizard.form, profiles[wanted])
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
    this.checking.forgetBefore(time)
    this.measure.work.forgetBefore(time)
    this.#uses = Object.fromEntries(Object.entries(this.#uses).filter(([, { asked }]) => Date.parse(asked) >= time))
  }

  async ask(): Promise<void> {
    const { engine, form } = this.wizard
    const nodes = form.nodes.map(nodeInput)
    const found = await this.suggest.run((signal) => engine.request('vip.suggest', { name: form.name.trim(), nodes }, { signal }))
    if (found === null) return
    const goesOn = this.#goingOnWith === JSON.stringify(form)
    // Only where nothing was typed yet.
    if (form.vips[0]?.trim() === '') form.vips[0] = (found.vips.find(({ checked }) => checked) ?? found.vips[0])?.address ?? ''
    if (form.routerId.trim() === '') form.routerId = String(found.routerId)
    if (goesOn) this.#goingOnWith = JSON.stringify(form)
  }

  /** Asks the LAN about the address that is not known; of the one before that nobody waits for any more, nothing comes. */
  async check(): Promise<void> {
    const { engine, form } = this.wizard
    const vip = this.unknown
    const address = addressOf(vip)
    if (address === null) return
    this.checking.cancel()
    const nodes = form.nodes.map(nodeInput)
    const found = await this.checking.run((signal) => engine.request('vip.check', { name: form.name.trim(), nodes, vip }, { signal }))
    // What could not be asked is asked again by the plan: nobody is kept here for it.
    const failed = { state: 'not-checked', mac: '', asked: new Date().toISOString() } as const
    if (found !== null || this.checking.failure !== null) this.#uses = { ...this.#uses, [address]: found ?? failed }
  }

  /** What the LAN said of an address; null: it was not asked. */
  useOf(vip: string): Use | null {
    return this.#uses[addressOf(vip) ?? ''] ?? null
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
    return this.unknown !== '' || (this.suggest.busy && this.wizard.form.vips[0]?.trim() === '')
  }

  /** Next was pressed, and waits for an answer of the LAN; a change of the settings takes it back. */
  get isGoingOn(): boolean {
    return this.waits && this.#goingOnWith === JSON.stringify(this.wizard.form)
  }

  /** Whether to go on now, as was pressed before. */
  get mayGoOn(): boolean {
    return !this.waits && this.#goingOnWith === JSON.stringify(this.wizard.form)
  }

  goOn(): void {
    if (this.waits) {
      this.#goingOnWith = JSON.stringify(this.wizard.form)
      return
    }
    this.#goingOnWith = ''
    this.tried = true
    const paths = Object.keys(this.problems)
    if (paths.some((path) => path.startsWith('vrrp'))) this.advancedOpen = true
    const inUse = this.wizard.form.vips.some((vip) => this.useOf(vip)?.state === 'used')
    if (paths.length > 0 || inUse || this.wizard.pair === null) return
    void this.wizard.save()
    this.wizard.next()
  }
}
