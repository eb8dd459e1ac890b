import type { Output } from '../../../electron/contract/commands'
import type { Pair } from '../../../electron/domain/pair'
import { emptyNode } from '../../app/form'
import { within } from '../../app/problems'
import { Work } from '../../app/work.svelte'
import type { PlainKey } from '../../i18n/i18n.svelte'
import { savedNote, type Wizard } from '../wizard.svelte'
import { Host } from './host.svelte'
import { parseTarget } from './target'
import { pairsOf, usedHosts, type UsedHost } from './used'

/** The hosts being typed, their tests, and where their secrets are kept. */
export class HostsState {
  readonly wizard: Wizard
  hosts = $state.raw<readonly Host[]>([])
  readonly suggestions = new Work<Output<'ssh.suggestions'>>()
  /** The pairs that are kept already, the last saved first. */
  pairs = $state.raw<readonly Pair[]>([])
  /** In the system's keychain; else until the program ends. */
  remember = $state(false)
  /** Says what is missing, from the first try on. */
  tried = $state(false)
  /** Next was pressed: goes on as soon as every host answers. */
  #goingOn = $state(false)

  /** The name under which this pair is kept itself. A deployment keeps its own pair before it begins. */
  readonly #own: string | null = $derived.by(() => this.wizard.editing ?? this.wizard.notes[savedNote] ?? null)
  readonly used: readonly UsedHost[] = $derived.by(() => usedHosts(this.pairs, this.#own))

  readonly keychain: NonNullable<Wizard['app']['start']>['keychain']
  readonly busy: boolean = $derived.by(() => this.hosts.some((host) => host.test.busy))
  readonly unknownKeys: readonly Host[] = $derived.by(() => this.hosts.filter((host) => host.unknownKey !== null))
  readonly done: number = $derived.by(() => this.hosts.filter((host) => host.isGood).length)
  /** Keys whose acceptance is all that is missing; 0 while something else is wrong too. */
  readonly keysLeft: number = $derived.by(() => (this.unknownKeys.length + this.done === this.hosts.length ? this.unknownKeys.length : 0))
  readonly hasStored: boolean = $derived.by(() => this.hosts.some((host) => Object.keys(host.stored).length > 0))
  /** What is wrong with the fields of this screen, by path. */
  readonly problems: Readonly<Record<string, PlainKey>> = $derived.by(() => {
    const { form, problems } = this.wizard
    const found: Record<string, PlainKey> = Object.fromEntries(within(problems, 'name', 'nodes'))
    const name = form.name.trim().toLowerCase()
    const isTaken = this.pairs.some((each) => each.name.toLowerCase() === name) && this.#own?.toLowerCase() !== name
    if (isTaken && this.wizard.editing === null) found.name = 'problems.nameTaken'
    for (const [index, host] of this.hosts.entries())
      if (this.#lacksPassword(host, index)) found[`nodes.${index}.password`] = 'hosts.passwordMissing'
    return found
  })

  constructor(wizard: Wizard) {
    this.wizard = wizard
    this.keychain = wizard.app.start?.keychain ?? { available: false, problem: null }
    this.remember = this.keychain.available
    this.#align()
    void this.suggestions.run(() => wizard.engine.request('ssh.suggestions', {}))
    void this.#learn()
  }

  /** One Host for each node of the form. */
  #align(): void {
    this.hosts = this.wizard.form.nodes.map((form, index) => this.hosts[index] ?? new Host(this.wizard, form))
  }

  async #learn(): Promise<void> {
    const { engine, form } = this.wizard
    try {
      const [{ secrets }, { pairs }] = await Promise.all([
        engine.request('secret.state', { pair: form.name.trim() }),
        engine.request('pairs.list', {}),
      ])
      for (const host of this.hosts) host.learn(secrets)
      this.pairs = pairs.map(({ name, pair }) => ({ ...pair, name }))
    } catch {
      // Nothing is known of it then: it is asked for again.
    }
  }

  /** The password that this host would take from the first one is there. */
  followsFirst(host: Host, index: number): boolean {
    const first = this.hosts[0]
    return (
      index > 0 &&
      host.form.auth === 'password' &&
      first?.form.auth === 'password' &&
      (first.typed.password !== '' || first.stored.password === undefined)
    )
  }

  #lacksPassword(host: Host, index: number): boolean {
    if (host.form.auth !== 'password' || host.typed.password !== '' || host.stored.password !== undefined) return false
    return !(host.same && this.followsFirst(host, index) && this.hosts[0]?.typed.password !== '')
  }

  /** What is wrong with a field; nothing is said of fields that were not tried yet. */
  problem(path: string): PlainKey | null {
    const key = this.problems[path] ?? null
    const isEmptyStill = !this.tried && /\.(address|password|keyFile)$/.test(path)
    return isEmptyStill ? null : key
  }

  /** The host of another pair that was chosen for this one; empty: none. */
  chosenFor(host: Host): string {
    return this.used.find(({ at }) => at === host.chosen)?.at ?? ''
  }

  /** The other pairs that it is a node of. */
  pairsOf(host: Host): string[] {
    return pairsOf(this.pairs, this.#own, host.form)
  }

  /** Takes a host of another pair, with its name too, where no other host here has it; empty: another host is to be typed. */
  async choose(host: Host, at: string): Promise<void> {
    const used = this.used.find((each) => each.at === at)
    if (used === undefined) {
      host.form.address = ''
      return
    }
    const isFree = !this.hosts.some((each) => each !== host && each.form.name.trim().toLowerCase() === used.node.name.toLowerCase())
    try {
      await host.choose(used, isFree ? used.node.name : host.form.name)
    } catch {
      // What is kept for it is not known then: it is asked for.
    }
  }

  /** After an address was typed or chosen: `user@host:port` goes into its fields, an alias of ~/.ssh/config brings all of its own. */
  settle(host: Host): void {
    const { form } = host
    const known = this.suggestions.value?.hosts.find((each) => each.alias === form.address.trim())
    if (known !== undefined) {
      form.address = known.address
      form.port = String(known.port)
      if (known.user !== null) form.user = known.user
      if (known.keyFile !== null) {
        form.auth = 'key'
        form.keyFile = known.keyFile
      }
      return
    }
    const { address, user, port } = parseTarget(form.address)
    form.address = address
    if (user !== undefined) form.user = user
    if (port !== undefined) form.port = port
  }

  add(): void {
    const { nodes } = this.wizard.form
    const index = nodes.length
    const lowest = Math.min(...nodes.map((node) => node.priority))
    const names = new Set(nodes.map((node) => node.name))
    const number = Array.from({ length: 9 }, (_, i) => index + 1 + i).find((each) => !names.has(`nginx${each}`)) ?? index + 1
    nodes.push({ ...emptyNode(index), name: `nginx${number}`, priority: Math.max(1, lowest - 1) })
    this.#align()
  }

  remove(index: number): void {
    const hosts = this.hosts.filter((_, i) => i !== index)
    this.wizard.form.nodes.splice(index, 1)
    this.hosts = hosts
  }

  // ---- tests ----

  async test(host: Host): Promise<void> {
    this.tried = true
    const index = this.hosts.indexOf(host)
    const isComplete = Object.keys(this.problems).every((path) => path !== 'name' && !path.startsWith(`nodes.${index}.`))
    if (isComplete) await host.run(this.hosts[0], this.remember)
    this.#perhapsGoOn()
  }

  async testAll(): Promise<void> {
    this.tried = true
    if (Object.keys(this.problems).length > 0) return
    await Promise.all(this.hosts.filter((host) => !host.isGood).map((host) => host.run(this.hosts[0], this.remember)))
    this.#perhapsGoOn()
  }

  async accept(hosts: readonly Host[]): Promise<void> {
    await Promise.all(
      hosts.map(async (host) => {
        await host.acceptKey()
        await host.run(this.hosts[0], this.remember)
      }),
    )
    this.#perhapsGoOn()
  }

  /** The primary action: what is still to be done before the next step can begin, and then the next step. */
  async goOn(): Promise<void> {
    this.#goingOn = true
    if (this.keysLeft > 0) await this.accept(this.unknownKeys)
    else await this.testAll()
    // Stays set while keys are looked at: accepting the last one goes on.
    if (this.unknownKeys.length === 0) this.#goingOn = false
  }

  #perhapsGoOn(): void {
    const isDone = this.done === this.hosts.length && Object.keys(this.problems).length === 0
    if (!this.#goingOn || !isDone || this.wizard.step !== 'hosts') return
    this.#goingOn = false
    void this.wizard.save()
    this.wizard.next()
  }

  /** Everything that is kept of this pair's hosts, here and in the keychain. */
  async forget(): Promise<void> {
    await this.wizard.engine.request('secret.forget', { pair: this.wizard.form.name.trim() })
    for (const host of this.hosts) host.forgotten()
  }
}
