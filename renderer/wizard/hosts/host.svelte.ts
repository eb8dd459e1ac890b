import type { Output } from '../../../electron/contract/commands'
import type { Failure, FailureOf } from '../../../electron/domain/failure'
import type { SecretKind, SecretRef } from '../../../electron/domain/secret'
import { nodeInput, type NodeForm } from '../../app/form'
import { Work } from '../../app/work.svelte'
import type { Wizard } from '../wizard.svelte'

export type Tested = Output<'node.test'>
/** What is being done with a host right now. */
export type Progress = 'connecting' | 'reading' | null
/** Kinds of secrets that belong to a host. */
export type HostSecret = Exclude<SecretKind, 'vrrp'>
export const hostSecrets = ['password', 'sudo', 'passphrase'] as const satisfies readonly HostSecret[]
type Where = 'keychain' | 'session'

/** One host on the screen: what was typed of its secrets, and what the last test said. */
export class Host {
  readonly wizard: Wizard
  readonly form: NodeForm
  /** Typed here and now; never kept, never read back. */
  typed = $state<Record<HostSecret, string>>({ password: '', sudo: '', passphrase: '' })
  /** Where each secret is kept by the engine. */
  stored = $state<Partial<Record<HostSecret, Where>>>({})
  /** Takes the password of the first host. */
  same = $state(true)
  readonly test = new Work<Tested>()
  progress = $state<Progress>(null)
  /** What was connected to at the last test: a change makes its result worthless. */
  #testedAs = $state('')
  /** Under which name the engine keeps its secrets. */
  #knownAs: { pair: string; node: string }

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
  learn(secrets: Output<'secret.state'>['secrets']): void {
    this.#knownAs = { pair: this.wizard.form.name.trim(), node: this.form.name.trim() }
    this.stored = Object.fromEntries(
      secrets.filter(({ ref }) => ref.node === this.#knownAs.node).map(({ ref, where }) => [ref.kind, where]),
    )
  }

  /** Gives the engine what was typed, and moves what it keeps when the pair or the node has another name now. */
  async handOver(first: Host | undefined, remember: boolean): Promise<void> {
    const { engine } = this.wizard
    const named = { pair: this.wizard.form.name.trim(), node: this.form.name.trim() }
    if (named.pair !== this.#knownAs.pair || named.node !== this.#knownAs.node) {
      for (const kind of hostSecrets) {
        if (this.stored[kind] !== undefined)
          await engine.request('secret.rename', { from: { kind, ...this.#knownAs }, to: { kind, ...named } })
      }
      this.#knownAs = named
    }
    for (const kind of hostSecrets) {
      const value =
        this.typed[kind] || (kind === 'password' && this.form.auth === 'password' && this.same ? (first?.typed.password ?? '') : '')
      if (value === '') continue
      await engine.request('secret.set', { ref: this.#ref(kind), value, remember })
      this.stored[kind] = remember ? 'keychain' : 'session'
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
    this.stored = {}
    this.test.clear()
  }
}
