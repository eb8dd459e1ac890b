import { vi } from 'vitest'
import { HotpairError } from '../../electron/domain/failure'
import type { RunOptions, RunResult, Session } from '../../electron/remote/session'
import type { Sh } from '../../electron/remote/sh'
import { deploymentIn, effectOn, ModelNode, verbIn } from './model-node'

/**
 * Nodes that are not there, behind sessions of which every answer can come in any order, be lost before or after it took effect, or be the
 * last thing that the engine hears. Whatever can happen next is a choice; `explore` tries all of them.
 */

/** Picks one of `of` ways on; 0 is the plain one. */
export type Choose = (of: number, what: string) => number

/** Runs `course` once for every way through its choices. Returns how many there were, and what they cost (ms of the processor). */
export async function explore(course: (choose: Choose) => Promise<void>): Promise<{ courses: number; ms: number }> {
  const path: number[] = []
  const widths: number[] = []
  const started = process.cpuUsage()
  for (let courses = 1; ; courses += 1) {
    let depth = 0
    const trail: string[] = []
    const choose: Choose = (of, what) => {
      if (depth === path.length) path.push(0)
      const chosen = path[depth] ?? 0
      widths[depth] = of
      depth += 1
      if (chosen > 0) trail.push(what)
      return chosen
    }
    try {
      await course(choose)
    } catch (error) {
      throw new Error(`course ${String(courses)}, choices ${path.join(',')}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      })
    }
    path.length = depth
    while (path.length > 0 && (path.at(-1) ?? 0) + 1 >= (widths[path.length - 1] ?? 0)) path.pop()
    if (path.length === 0) {
      const { user, system } = process.cpuUsage(started)
      return { courses, ms: (user + system) / 1000 }
    }
    path[path.length - 1] = (path.at(-1) ?? 0) + 1
  }
}

/** What can become of a command besides a good answer. before: it never reached the node · after: it did, and nobody heard of it */
export const misfortunes = {
  fails: 'it cannot be done on the node',
  'too-late': 'the dead man of the node has decided before',
  'lost-before': 'the connection breaks',
  'lost-after': 'the connection breaks',
  'gone-before': 'the node cannot be reached any more',
  'gone-after': 'the node cannot be reached any more',
  'cancel-before': 'the person at the screen cancels',
  'cancel-after': 'the person at the screen cancels',
  'give-up-before': 'the person at the screen gives up',
  'give-up-after': 'the person at the screen gives up',
  'crash-before': 'the engine is killed',
  'crash-after': 'the engine is killed',
} as const
export type Misfortune = keyof typeof misfortunes

interface Pending {
  readonly node: ModelNode
  readonly text: string
  readonly verb: string
  readonly options: RunOptions
  readonly session: { broken: boolean }
  readonly resolve: (result: RunResult) => void
  readonly reject: (error: unknown) => void
}

const changing: readonly string[] = ['prepare', 'commit', 'hold', 'confirm', 'rollback', 'undo']
/** What goes on by itself, for as long as it takes. */
const detached: readonly string[] = ['prepare', 'commit', 'rollback', 'undo', 'follow']
const canFail: readonly string[] = ['prepare', 'commit', 'rollback', 'undo', 'holders', 'verify']

/** Real time, whatever becomes of timers. */
const { setImmediate: turn } = globalThis
const allElse = (): Promise<void> => new Promise((resolve) => turn(resolve))

export interface Sent {
  readonly node: string
  readonly verb: string
  readonly id: string
}

/** All nodes, what the engine has asked of them and not heard yet, and what goes wrong. */
export class World {
  readonly nodes: readonly ModelNode[]
  /** Verbs that reached a node, in order. */
  readonly sent: Sent[] = []
  /** What went wrong: what happened to which verb on which node. */
  readonly trail: { readonly misfortune: Misfortune; readonly verb: string; readonly node: string }[] = []
  cancel = new AbortController()
  giveUp = new AbortController()
  /** Misfortunes that are still to come. */
  budget = 0
  among: readonly Misfortune[] = []
  /** Only these verbs are struck; null: all. */
  struck: readonly string[] | null = null
  /** Of these, answers come in any order; of others by the nodes' own. */
  freeOrder: readonly string[] = []
  /** Told of every verb as it reaches its node, before it is done. */
  onVerb: (sent: Sent) => void = () => undefined
  crashed = false
  /** The pair does not work when it is verified. */
  red = false
  readonly #choose: Choose
  #pending: Pending[] = []

  constructor(names: readonly string[], choose: Choose) {
    this.nodes = names.map((name, i) => new ModelNode(name, `198.51.100.1${String(i + 1)}`))
    this.#choose = choose
  }

  node(name: string): ModelNode {
    const node = this.nodes.find((each) => each.name === name)
    if (node === undefined) throw new Error(`no node ${name}`)
    return node
  }

  connect(name: string): Promise<Session> {
    const node = this.node(name)
    const own = { broken: false }
    if (this.crashed) return new Promise(() => undefined)
    if (node.isGone)
      return Promise.reject(new HotpairError('unreachable', { node: name, values: { host: name, port: 22, reason: 'no-answer' } }))
    return Promise.resolve({
      node: name,
      channels: 0,
      reachedAt: null,
      close: () => Promise.resolve(),
      run: (command: Sh, options: RunOptions = {}) =>
        new Promise<RunResult>((resolve, reject) => {
          if (this.crashed) return
          if (own.broken || node.isGone) return reject(new HotpairError('connection-lost', { node: name }))
          if (options.signal?.aborted === true) return reject(new HotpairError('cancelled', { node: name }))
          const { text } = command
          this.#pending.push({ node, text, verb: verbIn(text), options, session: own, resolve, reject })
        }),
    })
  }

  /** Lets it go on until `work` has ended, or the engine is dead. */
  async follow<T>(work: Promise<T>): Promise<{ value: T } | { error: unknown } | 'dead'> {
    let ended: { value: T } | { error: unknown } | undefined
    work.then(
      (value) => (ended = { value }),
      (error: unknown) => (ended = { error }),
    )
    for (;;) {
      await allElse()
      if (this.crashed) {
        vi.clearAllTimers()
        this.#pending = []
        return 'dead'
      }
      if (ended !== undefined) return ended
      if (this.#pending.length > 0) this.#next()
      else if (vi.getTimerCount() > 0) {
        vi.advanceTimersToNextTimer()
        for (const node of this.nodes) node.expire()
      } else throw new Error('it waits for nothing')
    }
  }

  /** As if a deployment had been brought so far on every node; open unless it is confirmed. */
  begin(id: string, state: 'committed' | 'held' | 'confirmed'): void {
    for (const node of this.nodes) {
      node.deployments.set(id, { id, journal: [], state })
      if (state === 'confirmed') node.last = id
      else node.open = id
    }
  }

  /** Nothing is asked meanwhile; who was gone is back. */
  pass(seconds: number): void {
    vi.advanceTimersByTime(seconds * 1000)
    for (const node of this.nodes) {
      node.isGone = false
      node.expire()
    }
  }

  /** Somebody starts the program again. */
  again(): void {
    this.crashed = false
    this.cancel = new AbortController()
    this.giveUp = new AbortController()
    this.budget = 0
  }

  #next(): void {
    const free = this.#pending.length > 1 && this.freeOrder.includes(this.#pending[0]?.verb ?? '')
    const at = free ? this.#choose(this.#pending.length, 'another answers first') : 0
    const [next] = this.#pending.splice(at, 1)
    if (next === undefined) return
    const isSafe = this.budget === 0 || this.struck?.includes(next.verb) === false
    const possible = isSafe ? [] : this.among.filter((each) => isPossible(each, next))
    const chosen = possible.length === 0 ? 0 : this.#choose(possible.length + 1, 'goes wrong')
    const misfortune = possible[chosen - 1]
    if (misfortune === undefined) return this.#answer(next, false)
    this.budget -= 1
    this.trail.push({ misfortune, verb: next.verb, node: next.node.name })
    this.#strike(misfortune, next)
  }

  #strike(misfortune: Misfortune, on: Pending): void {
    if (misfortune === 'fails') return this.#answer(on, true)
    if (misfortune === 'too-late') {
      on.node.expire(Infinity)
      return this.#answer(on, false)
    }
    const [what, tookEffect] = [misfortune.replace(/-(before|after)$/, ''), misfortune.endsWith('-after')]
    switch (what) {
      case 'lost':
      case 'gone': {
        if (tookEffect) this.#effect(on, false)
        const over = what === 'gone' ? (each: Pending) => each.node === on.node : (each: Pending) => each.session === on.session
        if (what === 'gone') on.node.isGone = true
        on.session.broken = true
        const broken = [on, ...this.#pending.filter(over)]
        this.#pending = this.#pending.filter((each) => !broken.includes(each))
        for (const each of broken) each.reject(new HotpairError('connection-lost', { node: each.node.name }))
        return
      }
      case 'cancel':
      case 'give-up': {
        if (what === 'give-up') this.giveUp.abort()
        this.cancel.abort()
        const waiting = [on, ...this.#pending]
        this.#pending = []
        for (const each of waiting) {
          if (each.options.signal?.aborted !== true) {
            // who gives up does so because nothing comes: it would wait for ever
            if (each === on && what === 'give-up' && detached.includes(each.verb)) continue
            if (each === on) this.#answer(each, false)
            else this.#pending.push(each)
            continue
          }
          if (tookEffect) this.#effect(each, false)
          each.reject(new HotpairError('cancelled', { node: each.node.name }))
        }
        return
      }
      default:
        if (tookEffect) this.#effect(on, false)
        this.crashed = true
    }
  }

  #answer(to: Pending, fails: boolean): void {
    const stdout = this.#effect(to, fails)
    if (to.options.onLine) for (const line of stdout.split('\n')) to.options.onLine(line)
    to.resolve({ stdout: to.options.tail === true ? '' : stdout, stderr: '', status: 0 })
  }

  /** Does it on the node; returns what is printed. */
  #effect({ node, text, verb, options }: Pending, fails: boolean): string {
    const id = deploymentIn(text)
    if (changing.includes(verb)) {
      const sent = { node: node.name, verb, id }
      this.onVerb(sent)
      this.sent.push(sent)
    }
    return effectOn(node, { text, verb, input: options.input }, this.holder === node.name, fails)
  }

  /** Who has the VIP: the first that can. */
  get holder(): string | null {
    return this.nodes.find((node) => node.serves)?.name ?? null
  }
}

/** What makes no difference is not tried: a question that is lost before or after it was answered; a cancel of what does not listen. */
function isPossible(misfortune: Misfortune, { verb, options }: Pending): boolean {
  const isAfter = misfortune.endsWith('-after')
  if (misfortune === 'fails') return canFail.includes(verb)
  if (misfortune === 'too-late') return ['commit', 'hold', 'rollback'].includes(verb)
  if (isAfter && !changing.includes(verb)) return false
  if (misfortune.startsWith('cancel') || misfortune.startsWith('give-up')) return !isAfter || options.signal !== undefined
  return true
}
