import { HotpairError } from '../domain/failure'
import { accountText, type Account, type SecretRef } from '../domain/secret'
import type { Pair } from '../domain/pair'
import { deployedOf } from '../domain/settings-history'
import type { HistoryEntry, Records } from '../store/audit'
import type { openDrafts, openSettings } from '../store/documents'
import type { PairStore } from '../store/pairs'
import type { KeptConnections } from './kept-connections'
import type { Secrets } from './secrets'

/** What a desk is put together from. */
export interface Drawers {
  readonly pairs: PairStore
  readonly drafts: ReturnType<typeof openDrafts>
  readonly settings: ReturnType<typeof openSettings>
  readonly records: Records
  readonly secrets: Secrets
  /** Closed when what they were opened with is so no more; null: none are kept. */
  readonly connections: KeptConnections | null
  /** Pairs whose secrets stay, whatever is removed: the practice lab's. */
  readonly keptPairs: readonly string[]
}

/** Drills, of which there may be twenty in a run, must not push these out of what is looked at. */
const isDeployment = ({ kind }: HistoryEntry): boolean => kind === 'deployment' || kind === 'undo'

/** What a person keeps on this machine: pairs, drafts, settings, history, secrets; and what goes with what. */
export class Desk {
  readonly pairs: PairStore
  readonly drafts: Drawers['drafts']
  readonly settings: Drawers['settings']
  readonly records: Records
  readonly secrets: Secrets
  readonly #connections: KeptConnections | null
  readonly #keptPairs: readonly string[]

  constructor({ pairs, drafts, settings, records, secrets, connections, keptPairs }: Drawers) {
    this.pairs = pairs
    this.drafts = drafts
    this.settings = settings
    this.records = records
    this.secrets = secrets
    this.#connections = connections
    this.#keptPairs = keptPairs
  }

  async savePair(pair: Pair): Promise<void> {
    await this.pairs.save(pair)
    this.#connections?.close(pair.name)
  }

  /** Its credentials, its draft and its history go with it. What was done stays in the audit record. */
  async removePair(name: string): Promise<void> {
    await this.pairs.remove(name)
    for (const draft of await this.drafts.list()) if (draft.name.trim() === name) await this.drafts.remove(draft.id)
    await this.records.removeHistory(name)
    await this.#forgetPair(name)
  }

  /** After an undo: a pair that is kept here gets the settings that are on its hosts again, where they are known and there are any. */
  async settingsBack(name: string): Promise<void> {
    const [now] = deployedOf(await this.records.history(name, 200, isDeployment))
    const kept = (await this.pairs.list()).some((pair) => pair.name === name)
    const settings = now?.settings ?? null
    if (kept && settings !== null) await this.savePair(settings)
  }

  /** What was done to a pair from this machine, newest first: the last 300 entries, and the last 100 deployments and undos, however long ago. */
  async historyOf(name: string): Promise<HistoryEntry[]> {
    const newest = await this.records.history(name, 300)
    const oldest = newest.at(-1)?.time ?? ''
    const before = (await this.records.history(name, 100, isDeployment)).filter(({ time }) => time < oldest)
    return [...newest, ...before]
  }

  /** When the hosts of a pair were last changed or broken from this machine, by whichever face (ISO 8601); null: nothing is known. */
  async lastChange(name: string): Promise<string | null> {
    const [last] = await this.records.history(name, 1, ({ kind }) => kind !== 'verification')
    return last?.time ?? null
  }

  /** A finished draft is a pair by now; one that is discarded takes its passwords with it. */
  async removeDraft(id: string): Promise<void> {
    const name = (await this.drafts.list()).find((draft) => draft.id === id)?.name.trim()
    await this.drafts.remove(id)
    if (name === undefined) return
    const named = [...(await this.pairs.list()).map((pair) => pair.name), ...(await this.drafts.list()).map((draft) => draft.name.trim())]
    if (!named.includes(name)) await this.#forgetPair(name)
  }

  async #forgetPair(name: string): Promise<void> {
    this.#connections?.close(name)
    if (!this.#keptPairs.includes(name)) await this.secrets.forgetPair(name)
  }

  async setSecret(ref: SecretRef, value: string, remember: boolean): Promise<void> {
    await this.secrets.set(ref, value, remember)
    this.#connections?.close(ref.pair)
  }

  async forgetSecrets(pair: string, node?: string): Promise<void> {
    await this.secrets.forgetOf(pair, node)
    this.#connections?.close(pair)
  }

  /**
   * What is kept for a node of a stored pair opens the same account for a node of another one: for this account alone, so that it goes
   * nowhere else when the node gets another address later. Raises pair-unreadable; secret-elsewhere where the stored pair has no such node
   * at this address, port and user.
   */
  async reuseSecrets(from: { pair: string; node: string }, pair: string, node: Account & { name: string }): Promise<void> {
    const at = accountText(node)
    const saved = (await this.pairs.load(from.pair)).nodes.find(({ name }) => name === from.node)
    if (saved === undefined || accountText(saved) !== at) {
      const { address: host, port, user } = node
      throw new HotpairError('secret-elsewhere', { node: node.name, values: { pair: from.pair, host, port, user } })
    }
    await this.secrets.reuse(from, { pair, node: node.name }, at)
    this.#connections?.close(pair)
  }

  async renameSecret(from: SecretRef, to: SecretRef): Promise<void> {
    await this.secrets.rename(from, to)
    for (const pair of new Set([from.pair, to.pair])) this.#connections?.close(pair)
  }
}
