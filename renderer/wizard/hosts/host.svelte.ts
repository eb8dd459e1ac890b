import type { Output } from '../../../electron/contract/commands'
import type { Failure, FailureOf } from '../../../electron/domain/failure'
import { nodeSecrets, type SecretRef } from '../../../electron/domain/secret'
import { nodeForm, nodeInput, type NodeForm } from '../../app/form'
import { Work } from '../../app/work.svelte'
import type { Wizard } from '../wizard.svelte'
import { accountOf, type UsedHost } from './used'

export type Tested = Output<'node.test'>
/** What is being done with a host right now. */
export type Progress = 'connecting' | 'reading' | null
/** Kinds of secrets that belong to a host. */
export type HostSecret = (typeof nodeSecrets)[number]
type Secrets = Output<'secret.state'>['secrets']
type Where = Secrets[number]['where']

/** One host on the screen: what was typed of its secrets, and what the last test said. */
export class Host {
  readonly wizard: Wizard
  readonly form: NodeForm
  /** Typed here and now; never kept, never read back. */
  typed = $state<Record<HostSecret, string>>({ password: '', sudo: '', passphrase: '' })
  /** What the engine keeps for this node, some of it for one account alone. */
  #kept = $state.raw<Secrets>([])
  /** The host of another pair that was chosen, with what is kept for it: it is this one's, too, from the next connection on. */
  #chosen = $state.raw<{ readonly used: UsedHost; readonly secrets: Secrets } | null>(null)
  /** Takes the password of the first host. */
  same = $state(true)
  readonly test = new Work<Tested>()
  progress = $state<Progress>(null)
  /** What was connected to at the last test: a change makes its result worthless. */
  #testedAs = $state('')
  /** Under which name the engine keeps its secrets. */
  #knownAs: { pair: string; node: string }

  /** The account that it is now. What was reused for another one is not there, neither here nor for the engine. */
  readonly account: string = $derived.by(() => accountOf(this.form))
  /** Where each secret is kept that it can be reached with. */
  readonly stored: Readonly<Partial<Record<HostSecret, Where>>> = $derived.by(() => {
    const chosen = this.#chosen?.used.at === this.account ? this.#chosen.secrets : []
    const own = [...this.#kept, ...chosen].filter(({ ref }) => (ref.at ?? this.account) === this.account)
    return Object.fromEntries(own.map(({ ref, where }) => [ref.kind, where]))
  })

  /** It is this account of a host that was chosen; empty: of none. */
  readonly chosen: string = $derived.by(() =>
    this.#chosen?.used.at === this.account || this.#kept.some(({ ref }) => ref.at === this.account) ? this.account : '',
  )

  /** What the host is reached with. */
  readonly #target = $derived.by(() =>
    JSON.stringify([nodeInput({ ...this.form, name: '', interface: '', priority: 0 }), this.typed, this.same]),
  )
  readonly isCurrent = $derived.by(() => this.#testedAs === this.#target)
  readonly isGood: boolean = $derived.by(() => this.isCurrent && this.test.value !== null && !this.test.busy)
  readonly failure: Failure | null = $derived.by(() => (this.isCurrent ? this.test.failure : null))
  readonly unknownKey: FailureOf<'host-key-unknown'> | null = $derived.by(() =>
    this.failure?.kind === 'host-key-unknown' ? this.failure : null,
  )

  constructor(wizard: Wizard, form: NodeForm) {
    this.wizard = wizard
    this.form = form
    this.#knownAs = { pair: wizard.form.name, node: form.name }
  }

  #ref(kind: HostSecret): SecretRef & { pair: string; node: string } {
    return { kind, pair: this.wizard.form.name.trim(), node: this.form.name.trim() }
  }

  /** What the engine keeps of this host, from secret.state. */
  learn(secrets: Secrets): void {
    this.#knownAs = { pair: this.wizard.form.name.trim(), node: this.form.name.trim() }
    this.#kept = secrets.filter(({ ref }) => ref.node === this.#knownAs.node)
  }

  /** Is this host of another pair: its fields are filled in, and what is kept for it is used again. @param name that it gets here */
  async choose(used: UsedHost, name: string): Promise<void> {
    const { pair, node } = used
    Object.assign(this.form, { ...nodeForm(node), name, priority: this.form.priority })
    this.typed = { password: '', sudo: '', passphrase: '' }
    this.same = false
    const { secrets } = await this.wizard.engine.request('secret.state', { pair })
    // Another one was chosen meanwhile.
    if (this.account !== used.at) return
    this.#chosen = { used, secrets: secrets.filter(({ ref }) => ref.node === node.name && (ref.at ?? used.at) === used.at) }
  }

  /** Gives the engine what was typed, and moves what it keeps when the pair or the node has another name now. */
  async handOver(first: Host | undefined, remember: boolean): Promise<void> {
    const { engine } = this.wizard
    const named = { pair: this.wizard.form.name.trim(), node: this.form.name.trim() }
    if (named.pair !== this.#knownAs.pair || named.node !== this.#knownAs.node) {
      for (const kind of nodeSecrets) {
        if (this.#kept.some(({ ref }) => ref.kind === kind))
          await engine.request('secret.rename', { from: { kind, ...this.#knownAs }, to: { kind, ...named } })
      }
      this.#knownAs = named
    }
    if (this.#chosen?.used.at === this.account && this.#chosen.secrets.length > 0) {
      const { used } = this.#chosen
      const { pair, node } = used
      const to = { pair: named.pair, node: nodeInput({ ...this.form, interface: '' }) }
      this.learn((await engine.request('secret.reuse', { from: { pair, node: node.name }, to })).secrets)
      this.#chosen = { used, secrets: [] }
    }
    for (const kind of nodeSecrets) {
      const value =
        this.typed[kind] || (kind === 'password' && this.form.auth === 'password' && this.same ? (first?.typed.password ?? '') : '')
      if (value === '') continue
      const ref = this.#ref(kind)
      await engine.request('secret.set', { ref, value, remember })
      this.#kept = [...this.#kept.filter((each) => each.ref.kind !== kind), { ref, where: remember ? 'keychain' : 'session' }]
    }
  }

  async run(first: Host | undefined, remember: boolean): Promise<void> {
    this.#testedAs = this.#target
    const { engine } = this.wizard
    this.progress = 'connecting'
    await this.test.run(async (signal) => {
      await this.handOver(first, remember)
      return engine.request(
        'node.test',
        { pair: this.wizard.form.name.trim(), node: nodeInput({ ...this.form, interface: '' }) },
        { signal, onEvent: (event) => (this.progress = event.type === 'connecting' && event.state === 'done' ? 'reading' : this.progress) },
      )
    })
    this.progress = null
  }

  /** Takes the key that was shown as the host's own; the next test connects. */
  async acceptKey(): Promise<void> {
    if (this.unknownKey === null) return
    const { host, port, fingerprint } = this.unknownKey.values
    await this.wizard.engine.request('host-key.accept', { host, port, fingerprint })
  }

  forgotten(): void {
    this.typed = { password: '', sudo: '', passphrase: '' }
    this.#kept = []
    this.#chosen = null
    this.test.clear()
  }
}
