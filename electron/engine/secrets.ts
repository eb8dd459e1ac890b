import { accountText, type SecretRef, type SecretSource } from '../domain/secret'
import type { Keychain } from '../store/keychain'

const keyOf = (ref: SecretRef): string => [ref.pair, ref.node ?? '', ref.kind, ref.at ?? ''].join('/')

type Kept = { readonly ref: SecretRef; readonly where: 'session' | 'keychain' }

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

  /** What was reused for this very account, else what was typed for the node. What is for another account is not to be had. */
  readonly source: SecretSource = async (ref, account) => {
    const reused = account && (await this.#read({ ...ref, at: accountText(account) }))
    return reused ?? (await this.#read(ref))
  }

  async #read(ref: SecretRef): Promise<string | undefined> {
    const session = this.#session.get(keyOf(ref))
    const value = session?.value ?? (this.#keychain.available ? await this.#keychain.get(ref) : undefined)
    if (value !== undefined) this.seen.add(value)
    return value
  }

  /** `remember` puts it into the keychain; where there is none it lasts until the program ends. What was reused in its place goes. */
  async set(ref: SecretRef, value: string, remember: boolean): Promise<void> {
    await this.#put(ref, value, remember)
    for (const old of await this.#refsOf(ref)) if (old.at !== undefined) await this.forget(old)
  }

  async #put(ref: SecretRef, value: string, remember: boolean): Promise<void> {
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

  async forgetPair(pair: string): Promise<void> {
    for (const [key, { ref }] of this.#session) if (ref.pair === pair) this.#session.delete(key)
    await this.#keychain.forgetPair(pair)
  }

  /** Where each secret of a pair is; never its value. */
  async stateOf(pair: string): Promise<Kept[]> {
    const session = [...this.#session.values()].filter(({ ref }) => ref.pair === pair).map(({ ref }): Kept => ({ ref, where: 'session' }))
    const kept = this.#keychain.available ? await this.#keychain.refsOf(pair) : []
    return [...session, ...kept.filter((ref) => !this.#session.has(keyOf(ref))).map((ref): Kept => ({ ref, where: 'keychain' }))]
  }

  /** All that is kept of one kind for a node: what was typed, and what was reused for an account. */
  async #refsOf({ kind, pair, node }: SecretRef): Promise<SecretRef[]> {
    return (await this.stateOf(pair)).flatMap(({ ref }) => (ref.kind === kind && ref.node === node ? [ref] : []))
  }

  /** Those of one node, or of the whole pair. */
  async forgetOf(pair: string, node?: string): Promise<void> {
    if (node === undefined) await this.forgetPair(pair)
    else for (const { ref } of await this.stateOf(pair)) if (ref.node === node) await this.forget(ref)
  }

  /** Kept where it was, under another name; nothing where there is none. */
  async rename(from: SecretRef, to: SecretRef): Promise<void> {
    for (const ref of await this.#refsOf(from)) {
      await this.#copy(ref, ref.at === undefined ? to : { ...to, at: ref.at })
      await this.forget(ref)
    }
  }

  /** What opens an account for a node opens it for another node, too, and no other account. Kept where it was. */
  async reuse(from: { pair: string; node: string }, to: { pair: string; node: string }, at: string): Promise<void> {
    const refs = (await this.stateOf(from.pair)).map(({ ref }) => ref).filter((ref) => ref.node === from.node && (ref.at ?? at) === at)
    // As for a connection, what was reused goes before what was typed: it comes last.
    const ordered = [...refs.filter((ref) => ref.at === undefined), ...refs.filter((ref) => ref.at !== undefined)]
    for (const ref of ordered) await this.#copy(ref, { kind: ref.kind, ...to, at })
  }

  async #copy(from: SecretRef, to: SecretRef): Promise<void> {
    const inSession = this.#session.has(keyOf(from))
    const value = await this.#read(from)
    if (value !== undefined) await this.#put(to, value, !inSession)
  }
}
