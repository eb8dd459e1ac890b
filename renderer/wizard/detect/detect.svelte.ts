import type { Output } from '../../../electron/contract/commands'
import { nodeInput } from '../../app/form'
import { Work } from '../../app/work.svelte'
import type { OfHosts, Wizard } from '../wizard.svelte'
import type { ShownFacts } from '../../../electron/domain/node-facts'
import { guess, type Guess } from './interfaces'

/** What is on the hosts, which interface each takes, and what preflight says of it. */
export class DetectState implements OfHosts {
  readonly wizard: Wizard
  readonly work = new Work<Output<'hosts.detect'>>()
  /** Names of the nodes that are connected in this reading. */
  connected = $state.raw<ReadonlySet<string>>(new Set())
  tried = $state(false)
  /** What the last reading was of. */
  #readAs = ''

  /** Facts in the order of the nodes; null: not read. */
  readonly facts: readonly ShownFacts[] | null = $derived.by(() => {
    const read = this.wizard.detected?.facts
    const found = this.wizard.form.nodes.flatMap((node) => read?.[node.name.trim()] ?? [])
    return found.length === this.wizard.form.nodes.length ? found : null
  })
  readonly guesses: readonly (Guess | null)[] = $derived.by(() => {
    const { facts } = this
    return (
      facts?.map((own, index) =>
        guess(
          own,
          facts.filter((_, other) => other !== index),
        ),
      ) ?? []
    )
  })
  readonly lacksInterface: boolean = $derived.by(() => this.wizard.form.nodes.some((node) => node.interface === ''))
  readonly errors: number = $derived.by(() => this.wizard.detected?.findings.filter(({ severity }) => severity === 'error').length ?? 0)

  constructor(wizard: Wizard) {
    this.wizard = wizard
  }

  #asked(): string {
    return JSON.stringify(this.wizard.form.nodes.map((node) => ({ ...nodeInput(node), priority: 0 })))
  }

  /** When the step is come to: reads unless it was read already, of the same hosts. */
  enter(): void {
    if (this.wizard.detected === null || this.#readAs !== this.#asked()) void this.read()
  }

  forgetBefore(time: number): void {
    if (!this.work.forgetBefore(time)) return
    this.wizard.detected = null
    this.#readAs = ''
  }

  async read(): Promise<void> {
    const { wizard } = this
    const before = this.#asked()
    this.#readAs = before
    this.connected = new Set()
    const output = await this.work.run((signal) =>
      wizard.engine.request(
        'hosts.detect',
        { name: wizard.form.name.trim(), nodes: wizard.form.nodes.map(nodeInput) },
        {
          signal,
          onEvent: (event) => {
            if (event.type === 'connecting' && event.state === 'done') this.connected = new Set([...this.connected, event.node])
          },
        },
      ),
    )
    wizard.detected = output
    if (output === null) return
    this.#preselect()
    wizard.attention.detect = this.errors > 0
    // The findings were of other interfaces than those chosen now.
    if (this.#asked() !== before) {
      const tookSsh = this.guesses.every((each) => each?.reason === 'ssh')
      if (tookSsh) this.#readAs = this.#asked()
      else await this.read()
    }
  }

  /** A node without an interface, or with one that is not there, gets the best guess. */
  #preselect(): void {
    for (const [index, node] of this.wizard.form.nodes.entries()) {
      const isThere = this.facts?.[index]?.interfaces.some(({ name }) => name === node.interface) ?? false
      if (!isThere) node.interface = this.guesses[index]?.name ?? ''
    }
  }

  choose(index: number, name: string): void {
    const node = this.wizard.form.nodes[index]
    if (node === undefined || node.interface === name) return
    node.interface = name
    void this.read()
  }

  goOn(): void {
    this.tried = true
    if (!this.lacksInterface && this.facts !== null) this.wizard.next()
  }
}
