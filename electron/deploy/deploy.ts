import { randomBytes } from 'node:crypto'
import { verify } from '../checks/verify'
import { waitForHolder } from '../checks/holders'
import { waitUntilSettled } from '../checks/settled'
import type { CheckResult } from '../domain/check'
import type { DeploymentResult, Phase } from '../domain/deployment'
import { deploymentName, type DeploymentName } from '../domain/deployment-name'
import { HotpairError, type Failure } from '../domain/failure'
import type { Fault } from '../domain/journal'
import type { NodeFacts, PairFacts } from '../domain/node-facts'
import type { Node, Pair } from '../domain/pair'
import type { BundleEntry, Plan, Stage } from '../domain/plan'
import { settleSeconds } from '../domain/vrrp-times'
import { factsDifference, factsDigest } from '../facts/fingerprint'
import type { Session } from '../remote/session'
import { deliver } from './install'
import { NodeLink, type Connect, type Report, type VerbEnd } from './node-link'
import { needsLook, rollbackAll } from './rollback'

export interface DeployContext {
  readonly pair: Pair
  readonly plan: Plan
  readonly bundles: Readonly<Record<string, readonly BundleEntry[]>>
  /** The facts that the plan was made from. */
  readonly facts: PairFacts
  /** Opens a new connection. */
  readonly connect: Connect
  readonly read: (session: Session, node: Node) => Promise<NodeFacts>
  /** Raises what forbids to begin, of the facts as they are now: a disk that has filled up since the plan was made. */
  readonly judge: (facts: PairFacts) => void
  /** Null: the one on the hosts is kept, or none is needed. */
  readonly vrrpPassword: string | null
  /** One line for the lock: who, from where. */
  readonly owner: string
  /** Seconds after a commit until a node that hears nothing rolls back; by default 120 and what VRRP takes to settle twice. */
  readonly deadMan?: number
  readonly signal?: AbortSignal
  /** A second wish to end: stop waiting for nodes that cannot be reached. */
  readonly giveUp?: AbortSignal
  readonly report: Report
}

/** Names a deployment: when, and something to tell it from another of the same second. */
const newDeployment = (now: Date): DeploymentName =>
  deploymentName.parse(`${now.toISOString().replace(/[-:]/g, '').slice(0, 15)}-${randomBytes(3).toString('hex')}`)

/**
 * Runs a plan: its stages one after the other, each when the condition of the one before is met; confirm over fresh connections. Whatever
 * fails, or an abort before the first confirm, rolls all nodes back.
 * @throws HotpairError with `hosts` telling how they are now: plan-outdated, locked, prepare-failed, commit-failed, verify-failed,
 *   hold-failed, cancelled, or what the connection raised; `look` where a node could not be put back
 */
export async function deploy(context: DeployContext): Promise<DeploymentResult> {
  const { pair, plan, report } = context
  const started = Date.now()
  const deployment = newDeployment(new Date())
  const links = pair.nodes.map((node) => new NodeLink(node, context.connect, report))
  try {
    const checks = await new Run(context, deployment, links).run()
    const states = Object.fromEntries(pair.nodes.map((node) => [node.name, 'confirmed' as const]))
    const channels = Object.fromEntries(links.map((link) => [link.node.name, link.channels]))
    return { deployment, plan: plan.id, outcome: 'confirmed', states, checks, channels, took: Date.now() - started }
  } finally {
    await Promise.all(links.map((link) => link.close()))
  }
}

class Run {
  readonly #context: DeployContext
  readonly #deployment: DeploymentName
  readonly #links: readonly NodeLink[]
  readonly #deadMan: number
  /** ms since 1970 when the last dead man fires, at the latest. */
  #deadline = Date.now() + 30_000
  #confirming = false

  constructor(context: DeployContext, deployment: DeploymentName, links: readonly NodeLink[]) {
    this.#context = context
    this.#deployment = deployment
    this.#links = links
    this.#deadMan = context.deadMan ?? 120 + Math.ceil(2 * settleSeconds(context.pair.vrrp))
  }

  async run(): Promise<CheckResult[]> {
    await this.#unchanged()
    const checks: CheckResult[] = []
    try {
      for (const stage of this.#context.plan.stages) checks.push(...(await this.#stage(stage)))
      return checks
    } catch (error) {
      if (this.#confirming) throw error
      throw await this.#undone(error)
    }
  }

  /** One stage, and what must be true after it. Only verify has checks to tell of. */
  async #stage(stage: Stage): Promise<CheckResult[]> {
    this.#stopWhenAborted()
    const links = stage.nodes.map((name) => this.#link(name))
    switch (stage.does) {
      case 'prepare':
        await this.#each('prepare', links, (link) => this.#prepare(link))
        return []
      case 'commit':
        await this.#each('commit', links, (link) => this.#commit(link))
        if (stage.until.is === 'sole-holder') await this.#soleHolder(stage.until.node)
        return []
      case 'verify':
        return await this.#verify(stage.settle)
      case 'hold':
        await this.#each('hold', links, (link) => this.#hold(link))
        return []
      case 'confirm':
        await this.#confirm(links)
        return []
      default:
        return stage.does satisfies never
    }
  }

  #stopWhenAborted(): void {
    if (this.#context.signal?.aborted === true) throw new HotpairError('cancelled')
  }

  #link(name: string): NodeLink {
    const link = this.#links.find((each) => each.node.name === name)
    if (link === undefined) throw new HotpairError('bug', { node: name, values: { message: 'the plan has a node that the pair has not' } })
    return link
  }

  /** Tells of a phase of a node, or of the pair (null), and how it ended: whatever is thrown, none is left running. */
  async #told<T>(phase: Phase, node: string | null, work: () => Promise<T>): Promise<T> {
    const { report } = this.#context
    report({ type: 'phase', phase, node, state: 'started' })
    try {
      const result = await work()
      report({ type: 'phase', phase, node, state: 'done' })
      return result
    } catch (error) {
      report({ type: 'phase', phase, node, state: 'failed' })
      throw error
    }
  }

  /** Nodes side by side; the first failure is thrown when all have ended. */
  async #each(
    phase: 'read' | 'prepare' | 'commit' | 'hold',
    links: readonly NodeLink[],
    work: (link: NodeLink) => Promise<void>,
  ): Promise<void> {
    const results = await Promise.allSettled(links.map((link) => this.#told(phase, link.node.name, () => work(link))))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
    this.#stopWhenAborted()
  }

  /** The plan holds only for the facts that it was made from. */
  async #unchanged(): Promise<void> {
    const { facts, plan, read, judge } = this.#context
    const found: Record<string, NodeFacts> = {}
    await this.#each('read', this.#links, async (link) => {
      const now = await read(await link.session(), link.node)
      found[link.node.name] = now
      const before = facts[link.node.name]
      if (before === undefined || factsDigest(now) !== plan.facts[link.node.name]) {
        const differences = before === undefined ? [] : factsDifference(before, now)
        throw new HotpairError('plan-outdated', { node: link.node.name, values: { reason: 'changed', differences } })
      }
    })
    judge(found)
  }

  async #prepare(link: NodeLink): Promise<void> {
    const { bundles, pair, plan, owner, vrrpPassword, signal } = this.#context
    const start = deliver({
      deployment: this.#deployment,
      pair: pair.name,
      plan: plan.id,
      owner,
      bundle: bundles[link.node.name] ?? [],
      vrrpPassword,
    })
    const end = await link.verb(this.#deployment, 'prepare', { start, deadline: Date.now() + 60_000, ...(signal ? { signal } : {}) })
    if (end.state !== 'prepared') throw this.#failed('prepare-failed', link, end)
  }

  #failed(kind: 'prepare-failed' | 'commit-failed', link: NodeLink, end: VerbEnd): HotpairError {
    const fault: Fault = end.fault ?? { code: 'not-started', doing: null, subject: '', why: null }
    return new HotpairError(kind, { node: link.node.name, values: { output: end.output, state: end.state, fault } })
  }

  /** The first one must alone hold every VIP before the others start. */
  #soleHolder(first: string): Promise<void> {
    return this.#told('take-vip', first, async () => {
      const { pair } = this.#context
      const { settled, holder } = await waitForHolder(await this.#sessions(), pair, {
        holder: first,
        timeout: 15_000 + settleSeconds(pair.vrrp) * 1000,
        ...this.#signal(),
      })
      if (settled) return
      // a node that is gone is to blame, not the one that waits for it
      for (const link of this.#links) await link.status(this.#deployment)
      throw new HotpairError('not-the-holder', {
        node: first,
        values: { vips: pair.vips, ...(holder === null ? { reason: 'nobody' } : { reason: 'somebody', holder }) },
      })
    })
  }

  #signal(): { signal?: AbortSignal } {
    return this.#context.signal ? { signal: this.#context.signal } : {}
  }

  async #commit(link: NodeLink): Promise<void> {
    // a commit itself may take a while; the dead man's time counts from its beginning
    this.#deadline = Date.now() + (this.#deadMan + 60) * 1000
    const end = await link.verb(this.#deployment, 'commit', { seconds: this.#deadMan, deadline: this.#deadline, ...this.#signal() })
    if (end.state !== 'committed') throw this.#failed('commit-failed', link, end)
  }

  async #sessions(): Promise<Record<string, Session>> {
    return Object.fromEntries(await Promise.all(this.#links.map(async (link) => [link.node.name, await link.session()] as const)))
  }

  /** @param settle seconds until a second holder would show: a node that hears no other waits for adverts first. What is then, verify tells. */
  async #verify(settle: number): Promise<CheckResult[]> {
    const { pair, plan, report } = this.#context
    await this.#told('settle', null, async () => {
      if (settle > 0) await waitUntilSettled(await this.#sessions(), pair, settle, this.#context.signal)
    })
    const targets = plan.nodes.map(({ node, target }) => ({ name: node, address: target.address, interface: target.interface }))
    const checks = await this.#told('verify', null, async () => {
      const all = await verify({ pair, targets, sessions: await this.#sessions(), ...this.#signal() }, (check) => {
        report({ type: 'check', check })
      })
      const failed = all.filter((check) => check.verdict === 'failed')
      const [first] = failed
      if (first === undefined) return all
      this.#stopWhenAborted()
      const values = {
        checks: failed.map(({ check, subject, from, node, reason, values }) => ({ check, subject, from, node, reason, values })),
        command: first.command,
        output: first.output,
      }
      throw new HotpairError('verify-failed', { values })
    })
    this.#stopWhenAborted()
    return checks
  }

  /** Over a fresh connection: only when all have acknowledged may confirm be sent. */
  async #hold(link: NodeLink): Promise<void> {
    await link.fresh()
    const state = await link.decide(this.#deployment, 'hold')
    if (state !== 'held') throw new HotpairError('hold-failed', { node: link.node.name, values: { state } })
  }

  /** From the first confirm on there is no way back. */
  async #confirm(links: readonly NodeLink[]): Promise<void> {
    this.#confirming = true
    const confirmed = await Promise.allSettled(
      links.map((link) =>
        this.#told('confirm', link.node.name, async () => {
          const state = await link.decide(this.#deployment, 'confirm')
          if (state !== 'confirmed') throw new HotpairError('unfinished', { node: link.node.name })
        }),
      ),
    )
    const open = links.filter((_, i) => confirmed[i]?.status === 'rejected').map((link) => link.node.name)
    // the new, verified configuration is in service there
    const look = open.map((node) => ({ node, state: 'held', fault: null }) as const)
    if (look.length > 0) throw new HotpairError('unfinished', { look })
  }

  /** Rolls back all nodes and tells how they are now. */
  async #undone(cause: unknown): Promise<unknown> {
    const links = [...this.#links].reverse()
    const fates = await rollbackAll(
      links,
      this.#deployment,
      Math.max(this.#deadline, Date.now() + 30_000),
      this.#context.report,
      this.#context.giveUp,
    )
    const look = needsLook(fates)
    const failure = cause instanceof HotpairError ? cause.failure : bug(cause)
    return HotpairError.of(look.length === 0 ? { ...failure, hosts: 'as-before' } : { ...failure, hosts: 'look', look }, cause)
  }
}

const bug = (cause: unknown): Failure => ({
  kind: 'bug',
  values: { message: cause instanceof Error ? cause.message : String(cause) },
  hosts: 'unchanged',
})
