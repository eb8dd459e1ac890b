import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseJournalLine } from '../../electron/deploy/journal'
import type { NodeFacts, PairFacts } from '../../electron/domain/node-facts'
import type { Pair } from '../../electron/domain/pair'
import type { BundleEntry } from '../../electron/domain/plan'
import { bundlesOf } from '../../electron/plan/plan'
import { sha256 } from '../../electron/plan/sha256'
import { factsOf, pairOf, planned } from '../plans/cases'
import {
  addPackage,
  deliver,
  differences,
  enter,
  instrumented,
  makeHost,
  packagesOn,
  programsFor,
  put,
  running,
  treeOf,
  type Result,
} from './sandbox'

/**
 * A deployment on a host of the sandbox, killed at its points and brought back. A kill leaves files and units, nothing else; so the host is
 * copied at each point (stand-ins/points.sh) while the verb goes on, and the way back starts from each copy. That copy and a kill in
 * earnest leave the same is a test of its own.
 */
export const deployment = '20260101T000001-00000d'
const folderOf = `varlib/hotpair/deployments/${deployment}`

export interface Start {
  readonly facts: NodeFacts
  readonly bundle: readonly BundleEntry[]
  /** The VRRP password that is delivered, and the file of the one that is there. */
  readonly password: string | null
}

/** What the first node of a pair is, and is given. */
export function startOf(pair: Pair, facts: PairFacts): Start {
  const plan = planned(pair, facts)
  const { node, target } = plan.nodes[0] ?? { node: '', target: { vrrpAuth: false } }
  const [own, bundle] = [facts[node], bundlesOf(plan, facts)[node]]
  if (own === undefined || bundle === undefined) throw new TypeError(`nothing is planned for ${node}`)
  return { facts: own, bundle, password: target.vrrpAuth ? 'new.pass' : null }
}
/** @param name a case of tests/plans */
export const ofCase = (name: string): Start => startOf(pairOf(name), factsOf(name))

/** How the host goes on after the kill. here: who is there calls again. boot: power comes back. */
type Way = 'here' | 'boot'

export interface Sampling {
  /** Of so many points one is taken. */
  readonly every: number
  /** Both ways from each point, else they take turns. */
  readonly bothWays: boolean
}

const earlier = '20260101T000000-00000d'
const copy = (from: string, to: string): void => cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true

/** All that is compared: not what the sandbox keeps for itself, nor our own history. */
const compared = (host: string) =>
  treeOf(
    host,
    (path) => /^(varlib\/(hotpair|stand-in)|run\/(mount|zone|queue|lock)|run\/systemd)(\/|$)/.test(path) && path !== 'run/systemd/system',
  )

/** Names of copies, in their order. */
const numbersIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(a) - Number(b))

/** Calls for a runner of the deployment, as the engine, the dead man or a person makes them. */
const script = (...calls: readonly string[]): string =>
  `hotpair() { sh /var/lib/hotpair/deployments/${deployment}/bundle/hotpair.sh "$1" ${deployment} >/dev/null; }\n${calls.join('\n')}`

export class Course {
  readonly #workshop: string
  readonly #start: Start
  readonly programs: string
  readonly #before: string
  readonly #seen = new Set<string>()
  readonly #old = new Map<string, Promise<ReadonlyMap<string, string>>>()
  #taken = 0
  /** Points passed, and those whose host differs from all that came before. */
  points = 0
  distinct = 0
  /** What was found wrong, with the point. */
  readonly wrong: string[] = []

  private constructor(workshop: string, start: Start) {
    this.#workshop = workshop
    this.#start = start
    this.programs = programsFor(workshop, start.facts)
    this.#before = join(workshop, 'before')
  }

  static async begin(workshop: string, start: Start): Promise<Course> {
    const course = new Course(workshop, start)
    const { facts } = start
    makeHost(course.#before, facts, course.programs, 'authentication {\n    auth_type PASS\n    auth_pass old\n}\n')
    if (facts.hotpair.last !== null) {
      put(course.#before, `/var/lib/hotpair/deployments/${earlier}/state`, 'confirmed\n')
      symlinkSync(`deployments/${earlier}`, join(course.#before, 'varlib/hotpair/last'))
    }
    const starts = running(facts).map((unit) => `STARTED=before systemctl start ${unit}.service`)
    const made = await enter(course.#before, course.programs, ['systemctl daemon-reload', ...starts].join(' && '))
    if (made.status !== 0) throw new Error(made.output)
    return course
  }

  at(name: string): string {
    return join(this.#workshop, name)
  }

  /** The host as it was, with the bundle delivered. */
  delivered(name: string): string {
    const host = this.at(name)
    copy(this.#before, host)
    deliver(host, deployment, instrumented(this.#start.bundle), this.#start.password)
    return host
  }

  copied(from: string, name: string): string {
    const host = this.at(name)
    copy(from, host)
    return host
  }

  async run(host: string, call: string, env: Readonly<Record<string, string>> = {}): Promise<Result> {
    return await enter(host, this.programs, script(call), env)
  }

  state(host: string): string {
    const file = join(host, folderOf, 'state')
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : 'none'
  }

  /** Where points are counted and copies laid; `from`: the number before the first. */
  counter(from: number): string {
    const folder = this.at(`points-${String(this.#taken++)}`)
    mkdirSync(folder)
    writeFileSync(join(folder, 'count'), `${String(from)}\n`)
    return folder
  }

  /** Runs `call` to its end; every `every`th point's number and copy of the host. */
  async copies(host: string, call: string, every: number): Promise<Map<string, string>> {
    const folder = this.counter(0)
    await this.run(host, call, { POINTS: folder, EVERY: String(every) })
    return new Map(numbersIn(folder).map((name) => [name, join(folder, name)]))
  }

  /** Runs `call` on the host to its end and brings back every copy that was taken on the way. `finished`: what new is, once it is known. */
  async killed(host: string, call: string, sampling: Sampling, finished: string | null): Promise<Result> {
    const folder = this.counter(this.points)
    const result = await this.run(host, call, { POINTS: folder, EVERY: String(sampling.every) })
    this.points = Number(readFileSync(join(folder, 'count'), 'utf8'))
    const log = new Map(
      readFileSync(join(folder, 'log'), 'utf8')
        .split('\n')
        .map((line) => line.split('\t') as [string, string]),
    )
    const copies = numbersIn(folder)
    const fresh = copies.filter((name) => {
      const key = sha256(JSON.stringify([...treeOf(join(folder, name), (path) => path === 'varlib/stand-in/calls')]))
      const isNew = !this.#seen.has(key)
      this.#seen.add(key)
      if (!isNew) rmSync(join(folder, name), { recursive: true })
      return isNew
    })
    this.distinct += fresh.length
    const waiting = fresh.flatMap((name, i) =>
      (sampling.bothWays ? (['here', 'boot'] as const) : [(['here', 'boot'] as const)[i % 2] ?? 'here']).map((way) => ({ name, way })),
    )
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { name, way } = next
        const back = join(folder, `${name}-${way}`)
        if (sampling.bothWays) copy(join(folder, name), back)
        else renameSync(join(folder, name), back)
        const found = await this.bringBack(back, call, way, Number(name), finished)
        this.wrong.push(...found.map((text) => `${call} killed at point ${name} (${log.get(name) ?? ''}), ${way}: ${text}`))
        rmSync(back, { recursive: true, force: true })
      }
    }
    await Promise.all(Array.from({ length: availableParallelism() }, work))
    rmSync(folder, { recursive: true, force: true })
    return result
  }

  /** The host goes on; what is then neither exactly old nor exactly new is said. */
  async bringBack(host: string, call: string, way: Way, number: number, finished: string | null): Promise<string[]> {
    const state = this.state(host)
    const { next, end } = wayOn(state, number, existsSync(join(host, `run/units/hotpair-dead-man-${deployment}.timer`)))
    const found: string[] = []
    if (way === 'boot') {
      const booted = await this.run(host, 'boot')
      if (booted.status !== 0) found.push(`boot: ${booted.output}`)
      // what serves is right at once; our own unit may be there until somebody calls
      const held = state === 'held' ? 'new' : end
      found.push(
        ...(await this.#compare(host, held, 'boot', finished))
          .filter((text) => !/hotpair-recover|multi-user|loaded\/systemd/.test(text))
          .map((text) => `after boot ${text}`),
      )
    }
    const booting = existsSync(join(host, 'run/queue'))
    if (booting) await this.run(host, 'boot goes-on')
    if (way === 'here' || isLink(join(host, 'varlib/hotpair/open'))) await this.run(host, next)
    found.push(...(await this.#compare(host, end, booting ? 'boot' : way, finished)), ...this.#leftOver(host, end, call))
    return found.length === 0 ? [] : [`${found.slice(0, 6).join('; ')} [was ${state}, is ${this.state(host)}, wanted ${end} by ${next}]`]
  }

  async #compare(host: string, end: End, way: Way, finished: string | null): Promise<string[]> {
    return differences(compared(host), end === 'old' ? await this.#oldTree(packagesOn(host), way) : await this.#newTree(finished, way))
  }

  /** What the host was, with packages that were installed on the way: those stay, stopped and disabled. */
  async #oldTree(packages: readonly string[], way: Way): Promise<ReadonlyMap<string, string>> {
    const key = `old-${way}-${packages.join('-')}`
    let tree = this.#old.get(key)
    if (tree === undefined) {
      tree = this.#make(this.#before, key, way, packages)
      this.#old.set(key, tree)
    }
    return await tree
  }
  async #newTree(finished: string | null, way: Way): Promise<ReadonlyMap<string, string>> {
    if (finished === null) throw new TypeError('nothing is new yet')
    const key = `new-${way}`
    let tree = this.#old.get(key)
    if (tree === undefined) {
      tree = this.#make(finished, key, way, [])
      this.#old.set(key, tree)
    }
    return await tree
  }
  async #make(from: string, name: string, way: Way, packages: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const host = this.copied(from, name)
    const there = packagesOn(host)
    for (const each of packages) if (!there.includes(each)) addPackage(host, this.programs, each)
    if (way === 'boot') await this.run(host, 'boot')
    return compared(host)
  }

  /** What must not be there any more, and what must. */
  #leftOver(host: string, end: End, call: string): string[] {
    const found: string[] = []
    const base = join(host, 'varlib/hotpair')
    for (const name of readdirSync(base))
      if (!['deployments', 'last', 'mutex'].includes(name)) found.push(`${name} is left in /var/lib/hotpair`)
    for (const name of readdirSync(join(host, folderOf))) {
      if (/^(secret|staged|shadow|reserve|probe)$/.test(name)) found.push(`${name} is left of the deployment`)
    }
    const last = isLink(join(base, 'last')) ? readlinkSync(join(base, 'last')) : null
    const before = this.#start.facts.hotpair.last === null ? null : `deployments/${earlier}`
    const should = end === 'new' ? `deployments/${deployment}` : before
    if (last !== should) found.push(`the last deployment is ${String(last)} instead of ${String(should)}`)
    const state = this.state(host)
    const good = end === 'new' ? ['confirmed'] : call === 'hotpair undo' ? ['undone'] : ['rolled-back', 'none']
    if (!good.includes(state)) found.push(`its state is ${state}`)
    const journal = join(host, folderOf, 'journal')
    const lines = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').slice(0, -1) : []
    // an empty one ends a line that a full disk cut short
    found.push(...lines.filter((line) => line !== '' && parseJournalLine(line) === undefined).map((line) => `journal: ${line}`))
    return found
  }
}

type End = 'old' | 'new'

/** Who calls what next, and what must be true then. */
function wayOn(state: string, number: number, armed: boolean): { next: string; end: End } {
  const odd = number % 3 === 1
  switch (state) {
    case 'confirmed':
      return { next: 'hotpair confirm', end: 'new' }
    case 'held':
      return odd ? { next: 'hotpair rollback', end: 'old' } : { next: 'hotpair confirm', end: 'new' }
    case 'undoing':
      return { next: 'hotpair undo', end: 'old' }
    case 'undone':
      return { next: odd ? 'hotpair undo' : 'hotpair rollback', end: 'old' }
    default:
      return armed && odd ? { next: 'hotpair expire; hotpair rollback', end: 'old' } : { next: 'hotpair rollback', end: 'old' }
  }
}
