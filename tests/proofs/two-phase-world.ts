import { vi } from 'vitest'
import { HotpairError } from '../../electron/domain/failure'
import type { NodeState } from '../../electron/domain/node-state'
import type { RunOptions, RunResult, Session } from '../../electron/remote/session'
import type { Sh } from '../../electron/remote/sh'
import { answersTo, pulseAnswer } from '../facts/answering'

/**
 * Nodes that are not there: what resources/host/runner makes of a deployment's verbs, as a state machine, behind sessions of which every answer
 * can come in any order, be lost before or after it took effect, or be the last thing that the engine hears. Whatever can happen next is a
 * choice; `explore` tries all of them.
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

interface Deployment {
  readonly id: string
  readonly journal: string[]
  state: NodeState
}

/** One node: the verbs of resources/host/runner (70-verbs, 80-way-back, 30-dead-man), each done at once. */
export class ModelNode {
  readonly name: string
  readonly address: string
  readonly deployments = new Map<string, Deployment>()
  open: string | null = null
  last: string | null = null
  /** Whose lock it is when another engine has it. */
  locked: string | null = null
  isGone = false
  /** ms since 1970, of the deployment that is open. */
  #deadMan: number | null = null

  constructor(name: string, address: string) {
    this.name = name
    this.address = address
  }

  stateOf(id: string): NodeState {
    return this.deployments.get(id)?.state ?? 'none'
  }
  get current(): Deployment | undefined {
    return this.deployments.get(this.open ?? this.last ?? '')
  }
  get serves(): boolean {
    return ['committed', 'held', 'confirmed'].includes(this.current?.state ?? '')
  }

  /** The dead man, by the node's own clock: a node that holds never decides alone. */
  expire(now = Date.now()): void {
    const own = this.deployments.get(this.open ?? '')
    if (own === undefined || this.#deadMan === null || now < this.#deadMan) return
    if (['prepared', 'committed'].includes(own.state)) this.#back(own, 'rolled-back', 'expire')
  }

  #back(own: Deployment, to: NodeState, verb: string): void {
    own.state = to
    if (to !== 'rollback-failed' && this.open === own.id) this.#unlock()
    if (to === 'undone' && this.last === own.id)
      this.last = [...this.deployments.values()].findLast(({ state }) => state === 'confirmed')?.id ?? null
    this.#end(own, verb)
  }
  #unlock(): void {
    this.open = null
    this.#deadMan = null
  }
  #end(own: Deployment, verb: string): string {
    const line = `2\t${String(Date.now())}\t${verb}\tend\t${own.state}`
    own.journal.push(line)
    return line
  }
  /** A verb that fails says why, and takes everything back when it can. */
  #fail(own: Deployment, verb: string, to: NodeState): void {
    own.journal.push(`2\t${String(Date.now())}\t${verb}\tfailed\tno-space`)
    this.#back(own, to, verb)
  }

  /** Does a verb; returns what its standard output has. `fails`: it cannot do what it is for. */
  verb(verb: string, id: string, fails: boolean, seconds: number): string {
    const own = this.deployments.get(id)
    if (own === undefined) return ''
    const from = own.journal.length
    switch (verb) {
      case 'commit':
        if (own.state !== 'prepared') return ''
        this.#deadMan = Date.now() + seconds * 1000
        own.state = 'committed'
        if (fails) this.#fail(own, verb, 'rolled-back')
        else this.#end(own, verb)
        break
      case 'hold':
        if (own.state === 'committed') own.state = 'held'
        this.#end(own, verb)
        break
      case 'confirm':
        if (own.state === 'held' || own.state === 'confirmed') {
          own.state = 'confirmed'
          if (this.open === id) {
            this.last = id
            this.#unlock()
          }
        }
        this.#end(own, verb)
        break
      case 'rollback':
        if (own.state === 'confirmed') return ''
        if (own.state === 'rolled-back' || own.state === 'undone') {
          if (this.open === id) this.#unlock()
          this.#end(own, verb)
        } else if (fails) this.#fail(own, verb, 'rollback-failed')
        else this.#back(own, 'rolled-back', verb)
        break
      case 'undo':
        if (own.state === 'confirmed') this.open = id
        if (own.state === 'undone') this.#end(own, verb)
        else if (['confirmed', 'undoing', 'rollback-failed'].includes(own.state)) {
          if (fails) this.#fail(own, verb, 'rollback-failed')
          else this.#back(own, 'undone', verb)
        }
        break
      default:
        throw new Error(`no verb ${verb}`)
    }
    return own.journal.slice(from).join('\n')
  }

  deliver(id: string, fails: boolean): string {
    if (this.locked !== null) return `locked\tdeployments/${this.locked}\tann@desk process 7`
    if (this.open !== null) return `locked\tdeployments/${this.open}\tme@here process 1`
    const own: Deployment = { id, journal: [], state: 'prepared' }
    this.deployments.set(id, own)
    this.open = id
    this.#deadMan = Date.now() + 1_800_000
    if (fails) this.#fail(own, 'prepare', 'rolled-back')
    else this.#end(own, 'prepare')
    return own.journal.join('\n')
  }

  follow(id: string, verb: string, from: number): string {
    const own = this.deployments.get(id)
    if (own === undefined) return ''
    const lines = own.journal.slice(from - 1)
    if (!lines.some((line) => line.includes(`\t${verb}\tend\t`))) lines.push(`2\t1\t${verb}\tlost\t${own.state}`)
    return lines.join('\n')
  }

  status(id: string): string {
    const own = id === '' ? this.current : this.deployments.get(id)
    if (own === undefined) return 'deployment\tnone\n'
    const values = { deployment: own.id, state: own.state, owner: 'me@elsewhere process 1', pair: 'web', plan: '0123456789abcdef' }
    const lines = Object.entries(values).map(([key, value]) => `${key}\t${value}`)
    return [...lines, ...(this.open === own.id ? ['open\tyes'] : []), ''].join('\n')
  }

  hotpair(): string {
    const own = this.current
    if (own === undefined) return ''
    const link = this.open === own.id ? 'open' : 'last'
    const values = { deployment: own.id, state: own.state, owner: 'me@elsewhere process 1', pair: 'web', plan: '0123456789abcdef' }
    return Object.entries(values)
      .map(([key, value]) => `${link}.${key}=${value}\n`)
      .join('')
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

/** What the engine asks in a word: the verbs, and what stands in for reading facts, holders and checks. */
export function verbIn(text: string): string {
  if (text === 'sh -s') return 'pulse'
  if (text.startsWith('for f in ')) return 'status'
  if (text.includes('mkdir -p ')) return 'prepare'
  const [, verb = '', detached = ''] = /hotpair\.sh (\S+) \S+ ?(\S*)/.exec(text) ?? []
  return verb === 'detach' ? detached : verb === '' ? text : verb
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
    const words = text.split(' ')
    const id = /\d{8}T\d{6}-[0-9a-f]{6}/.exec(text)?.[0] ?? ''
    if (changing.includes(verb)) {
      const sent = { node: node.name, verb, id }
      this.onVerb(sent)
      this.sent.push(sent)
    }
    switch (verb) {
      case 'facts':
        return ''
      case 'holders':
      case 'verify':
        return fails ? 'no' : 'yes'
      case 'pulse': {
        const addresses = [node.address, ...(this.holder === node.name ? ['198.51.100.199'] : [])]
        return answersTo(
          String(options.input),
          pulseAnswer({ addresses, hotpair: node.hotpair(), active: node.serves ? 'active' : 'inactive' }),
        )
      }
      case 'status':
        return node.status(/ status (\d\S*)/.exec(text)?.[1] ?? '')
      case 'follow':
        return node.follow(id, words.at(-2) ?? '', Number(words.at(-1)))
      case 'prepare':
        return node.deliver(id, fails)
      default:
        return node.verb(verb, id, fails, Number(words.at(-1)))
    }
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
