import type { SecretRef, SecretSource } from '../domain/secret'
import type { Keychain } from '../store/keychain'

const kinds = ['password', 'sudo', 'passphrase'] as const

const keyOf = (ref: SecretRef): string => `${ref.pair}/${ref.node ?? ''}/${ref.kind}`

/** Secrets of this run of the program, before those of the keychain. Nothing here ever gives one back to a face. */
export class Secrets {
  readonly #keychain: Keychain
  readonly #session = new Map<string, { ref: SecretRef; value: string }>()
  /** Every value seen, for the redactor. */
  readonly seen: Set<string>

  constructor(keychain: Keychain, seen: Set<string>) {
    this.#keychain = keychain
    this.seen = seen
  }

  readonly source: SecretSource = async (ref) => {
    const session = this.#session.get(keyOf(ref))
    const value = session?.value ?? (this.#keychain.available ? await this.#keychain.get(ref) : undefined)
    if (value !== undefined) this.seen.add(value)
    return value
  }

  /** `remember` puts it into the keychain; where there is none it lasts until the program ends. */
  async set(ref: SecretRef, value: string, remember: boolean): Promise<void> {
    this.seen.add(value)
    const kept = remember && this.#keychain.available
    if (kept) {
      await this.#keychain.set(ref, value)
      this.#session.delete(keyOf(ref))
    } else {
      this.#session.set(keyOf(ref), { ref, value })
      // what was remembered before would come back at the next start
      if (this.#keychain.available) await this.#keychain.forget(ref)
    }
  }

  async forget(ref: SecretRef): Promise<void> {
    this.#session.delete(keyOf(ref))
    if (this.#keychain.available) await this.#keychain.forget(ref)
  }

  async where(ref: SecretRef): Promise<'session' | 'keychain' | null> {
    if (this.#session.has(keyOf(ref))) return 'session'
    return this.#keychain.available && (await this.#keychain.get(ref)) !== undefined ? 'keychain' : null
  }

  /** Names of the pair's nodes that have something, of this session or in the keychain. */
  async nodesOf(pair: string): Promise<string[]> {
    const session = [...this.#session.values()].flatMap(({ ref }) => (ref.pair === pair && ref.node !== undefined ? [ref.node] : []))
    const kept = this.#keychain.available ? await this.#keychain.nodesOf(pair) : []
    return [...new Set([...session, ...kept])]
  }

  async forgetPair(pair: string): Promise<void> {
    for (const [key, { ref }] of this.#session) if (ref.pair === pair) this.#session.delete(key)
    await this.#keychain.forgetPair(pair)
  }

  /** Where each secret of a pair is; never its value. */
  async stateOf(pair: string): Promise<{ ref: SecretRef; where: 'session' | 'keychain' }[]> {
    const nodes = await this.nodesOf(pair)
    const refs: SecretRef[] = [...nodes.flatMap((node) => kinds.map((kind) => ({ kind, pair, node }))), { kind: 'vrrp', pair }]
    const found = await Promise.all(refs.map(async (ref) => ({ ref, where: await this.where(ref) })))
    return found.flatMap(({ ref, where }) => (where === null ? [] : [{ ref, where }]))
  }

  /** Those of one node, or of the whole pair. */
  async forgetOf(pair: string, node?: string): Promise<void> {
    if (node === undefined) await this.forgetPair(pair)
    else for (const kind of kinds) await this.forget({ kind, pair, node })
  }

  /** Kept where it was, under another name; nothing where there is none. */
  async rename(from: SecretRef, to: SecretRef): Promise<void> {
    const where = await this.where(from)
    const value = await this.source(from)
    if (value === undefined || where === null) return
    await this.set(to, value, where === 'keychain')
    await this.forget(from)
  }
}
