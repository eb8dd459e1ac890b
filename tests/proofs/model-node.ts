import type { NodeState } from '../../electron/domain/node-state'
import { answersTo, clockAnswer, pulseAnswer } from '../facts/answering'

/** A node that is not there: what resources/host/runner makes of a deployment's verbs, as a state machine. */

interface Deployment {
  readonly id: string
  readonly journal: string[]
  state: NodeState
}

/** One node: the verbs of resources/host/runner (70-verbs, 80-way-back, 30-dead-man), each done at once. */
export class ModelNode {
  readonly name: string
  readonly address: string
  /** The VIP that it has when it holds. */
  readonly vip = '198.51.100.199'
  /** The plan that was delivered last. */
  plan = '0123456789abcdef'
  readonly deployments = new Map<string, Deployment>()
  open: string | null = null
  last: string | null = null
  /** Whose lock it is when another engine has it. */
  locked: string | null = null
  isGone = false
  /** What somebody has stopped by hand. */
  readonly stopped = new Set<string>()
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

  /** Clients get an answer from it, and it takes the VIP. */
  get isWell(): boolean {
    return this.serves && this.stopped.size === 0
  }

  /** systemctl by hand. */
  change(verb: string, unit: string): void {
    if (verb === 'stop') this.stopped.add(unit)
    else this.stopped.delete(unit)
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
    const values = { deployment: own.id, state: own.state, owner: 'me@elsewhere process 1', pair: 'web', plan: this.plan }
    const lines = Object.entries(values).map(([key, value]) => `${key}\t${value}`)
    return [...lines, ...(this.open === own.id ? ['open\tyes'] : []), ''].join('\n')
  }

  hotpair(): string {
    const own = this.current
    if (own === undefined) return ''
    const link = this.open === own.id ? 'open' : 'last'
    const all = [...this.deployments.values()]
    const previous = all.slice(0, all.indexOf(own)).findLast(({ state }) => state === 'confirmed')?.id ?? ''
    const values = { deployment: own.id, state: own.state, owner: 'me@elsewhere process 1', pair: 'web', plan: this.plan, previous }
    return Object.entries(values)
      .map(([key, value]) => `${link}.${key}=${value}\n`)
      .join('')
  }
}

/** What the engine asks in a word: the verbs, and what stands in for reading facts, holders and checks. */
export function verbIn(text: string): string {
  if (text === 'sh -s') return 'pulse'
  if (text.startsWith('timeout ')) return 'unit'
  if (text.startsWith('for f in ')) return 'status'
  if (text.includes('mkdir -p ')) return 'prepare'
  const [, verb = '', detached = ''] = /hotpair\.sh (\S+) \S+ ?(\S*)/.exec(text) ?? []
  return verb === 'detach' ? detached : verb === '' ? text : verb
}
/** The deployment that a command is about; empty when it is about none. */
export const deploymentIn = (text: string): string => /\d{8}T\d{6}-[0-9a-f]{6}/.exec(text)?.[0] ?? ''

/** Does what a command is for on the node; returns what is printed. `holds`: the node has the VIP. `fails`: it cannot be done. */
export function effectOn(
  node: ModelNode,
  { text, verb, input }: { readonly text: string; readonly verb: string; readonly input: unknown },
  holds: boolean,
  fails: boolean,
): string {
  const words = text.split(' ')
  const id = deploymentIn(text)
  switch (verb) {
    case 'facts':
      return ''
    case 'holders':
    case 'verify':
      return fails ? 'no' : 'yes'
    case 'pulse': {
      const runs = (unit: string): string => (node.serves && !node.stopped.has(unit) ? 'active' : 'inactive')
      const addresses = [node.address, ...(holds ? [node.vip] : [])]
      return answersTo(
        String(input),
        pulseAnswer({ addresses, hotpair: node.hotpair(), active: runs('nginx'), keepalived: runs('keepalived') }),
      )
    }
    case 'date +%s:%N':
      return clockAnswer()
    case 'unit': {
      const [, change, unit] = / systemctl (\w+) (\w+)\.service$/.exec(text) ?? []
      if (change !== undefined && unit !== undefined) node.change(change, unit)
      return ''
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
