import { deploymentName } from '../../electron/domain/deployment-name'
import { HotpairError } from '../../electron/domain/failure'
import { nodeFacts, type NodeFacts } from '../../electron/domain/node-facts'
import type { Pair } from '../../electron/domain/pair'
import type { BundleEntry } from '../../electron/domain/plan'
import { vipsOf } from '../../electron/domain/vip'
import { sha256 } from '../../electron/plan/sha256'
import type { RunOptions, RunResult, Session } from '../../electron/remote/session'
import type { Sh } from '../../electron/remote/sh'
import { factsOf, fileOf } from '../facts/healthy'
import { deploymentIn, effectOn, ModelNode, verbIn } from '../proofs/model-node'

/** A verb that waits on its node until the test lets it go on. */
export interface Stop {
  readonly reached: Promise<void>
  readonly goOn: () => void
}

interface Waiting {
  readonly verb: string
  readonly node: string | undefined
  readonly arrive: () => void
  readonly released: Promise<void>
}

/** Of the VRRP password, whichever it is. */
export const passwordDigest = 'a'.repeat(64)

/** Two hosts that are not there, as a person at the screen meets them: they answer at once, or when the test says so. */
export class LiveHosts {
  readonly nodes = [new ModelNode('nginx1', '198.51.100.11'), new ModelNode('nginx2', '198.51.100.12')] as const
  /** What cannot be done: "commit nginx2". */
  readonly failing = new Set<string>()
  /** What was planned last, by node. */
  bundles: Readonly<Record<string, readonly BundleEntry[]>> = {}
  /** What was delivered, by node and deployment: in service, it is what a host has. */
  readonly #delivered = new Map<string, readonly BundleEntry[]>()
  readonly #stops: Waiting[] = []

  /** Who has the VIP: the first that can. */
  get holder(): string | null {
    return this.nodes.find((node) => node.isWell && !node.isGone)?.name ?? null
  }

  node(name: string): ModelNode {
    const node = this.nodes.find((each) => each.name === name)
    if (node === undefined) throw new Error(`no node ${name}`)
    return node
  }

  /** The next `verb`, of `node` or of whichever, waits before it is done. */
  stopAt(verb: string, node?: string): Stop {
    let arrive = (): void => undefined
    let goOn = (): void => undefined
    const reached = new Promise<void>((resolve) => (arrive = resolve))
    const released = new Promise<void>((resolve) => (goOn = resolve))
    this.#stops.push({ verb, node, arrive, released })
    return { reached, goOn }
  }

  /** Waits where a test has said so; what is aborted meanwhile is not done. */
  async pass(verb: string, node: string, signal?: AbortSignal): Promise<void> {
    const at = this.#stops.findIndex((each) => each.verb === verb && (each.node ?? node) === node)
    const [stop] = at === -1 ? [] : this.#stops.splice(at, 1)
    stop?.arrive()
    await new Promise<void>((resolve, reject) => {
      const cancelled = (): void => {
        reject(new HotpairError('cancelled', { node }))
      }
      if (signal?.aborted === true) return cancelled()
      signal?.addEventListener('abort', cancelled, { once: true })
      void (stop?.released ?? Promise.resolve()).then(resolve)
    })
  }

  connect(name: string): Promise<Session> {
    const node = this.node(name)
    const isGone = (): HotpairError =>
      new HotpairError('unreachable', { node: name, values: { host: node.address, port: 22, reason: 'no-answer' } })
    if (node.isGone) return Promise.reject(isGone())
    let channels = 0
    return Promise.resolve({
      node: name,
      get channels() {
        return channels
      },
      reachedAt: null,
      close: () => Promise.resolve(),
      run: async ({ text }: Sh, options: RunOptions = {}): Promise<RunResult> => {
        const verb = verbIn(text)
        channels += 1
        await this.pass(verb, name, options.signal)
        if (node.isGone) throw new HotpairError('connection-lost', { node: name })
        node.plan = /printf '%s\\n' (\S+) >\S+\/plan\b/.exec(text)?.[1] ?? node.plan
        if (verb === 'prepare') this.#delivered.set(`${name} ${deploymentIn(text)}`, this.bundles[name] ?? [])
        const stdout = text.startsWith('tail -n ')
          ? (node.current?.journal.join('\n') ?? '')
          : effectOn(node, { text, verb, input: options.input }, this.holder === name, this.failing.has(`${verb} ${name}`))
        if (options.onLine) for (const line of stdout.split('\n')) options.onLine(line)
        return { stdout: options.tail === true ? '' : stdout, stderr: '', status: 0 }
      },
    })
  }

  /** What is read of a host as it is now. */
  factsOf(name: string, pair: Pair): NodeFacts {
    const node = this.node(name)
    const facts = structuredClone(factsOf(name === 'nginx1' ? 1 : 2))
    facts.lan.vips = Object.fromEntries(vipsOf(pair).map(({ address }) => [address, { state: 'free' as const, mac: '' }]))
    const { current } = node
    if (current !== undefined) {
      const own = {
        deployment: deploymentName.parse(current.id),
        state: current.state,
        owner: 'me@elsewhere',
        pair: pair.name,
        plan: node.plan,
      }
      facts.hotpair = node.open === null ? { open: null, last: own } : { open: own, last: null }
    }
    facts.firewall.firewalld = null
    if (!node.serves) return nodeFacts.parse(facts)
    facts.vrrpAuth = pair.vrrp.version === 2 ? { digest: passwordDigest, mode: '0600', owner: 'root:root' } : null
    facts.keepalived.unit = { active: 'active', enabled: 'enabled' }
    if (this.holder === name)
      facts.interfaces.at(-1)?.addresses.push({ address: node.vip, prefix: 24, family: 'inet', dynamic: false, secondary: true })
    for (const { path, content } of this.#delivered.get(`${name} ${current?.id ?? ''}`) ?? []) {
      const at = path.replace(/^files/, '')
      if (at in facts.files)
        facts.files[at] = { ...fileOf(content), sha256: sha256(content), mode: at.startsWith('/usr/libexec/') ? '0755' : '0644' }
    }
    return nodeFacts.parse(facts)
  }
}
