import type { Output } from '../../electron/contract/commands'
import { failureOf } from '../../electron/contract/failure'
import type { Failure } from '../../electron/domain/failure'
import { holdersOf } from '../../electron/domain/holders'
import type { Pair } from '../../electron/domain/pair'
import type { EngineClient } from '../engine/client'

export type Status = Output<'pair.status'>
/** checking: not asked to the end yet. */
export type Health = Status['health'] | 'checking'

/** How often (ms) a pair is asked how it is, counted from the last answer, unless somebody looks at it alone. */
const usually = 10_000

/** The state of a pair on its hosts, asked again and again while it is looked at. */
export class LiveStatus {
  pair = $state.raw() as Pair
  readonly #engine: EngineClient
  status = $state.raw<Status | null>(null)
  /** Of the asking itself; what a single node says is in `status`. */
  failure = $state.raw<Failure | null>(null)
  /** When the last answer came, ms since 1970. */
  asked = $state<number | null>(null)
  readonly health: Health = $derived.by(() => (this.failure === null ? (this.status?.health ?? 'checking') : 'unknown'))
  /** Nodes that have one of the VIPs. */
  readonly holders: readonly string[] = $derived.by(() => holdersOf(Object.values(this.status?.holders ?? {})))

  constructor(engine: EngineClient, pair: Pair) {
    this.#engine = engine
    this.pair = pair
  }

  /** Asks now and from then on; returns what ends it. For an $effect. */
  watch(every = usually): () => void {
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const round = async (): Promise<void> => {
      if (!document.hidden) await this.#ask(false, abort.signal)
      if (!abort.signal.aborted) timer = setTimeout(() => void round(), every)
    }
    void round()
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }

  /** Asks at once, also a node that gave no answer lately: somebody wants to know. */
  async ask(): Promise<void> {
    await this.#ask(true)
  }

  async #ask(urgent: boolean, signal?: AbortSignal): Promise<void> {
    try {
      const status = await this.#engine.request('pair.status', { pair: this.pair, urgent }, signal === undefined ? {} : { signal })
      if (signal?.aborted === true) return
      this.status = status
      this.failure = null
    } catch (error) {
      if (signal?.aborted === true) return
      this.failure = failureOf(error)
    }
    this.asked = Date.now()
  }
}
