import { spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net'
import { join } from 'node:path'
import type { CommandName } from '../../electron/contract/commands'
import type { PairInput } from '../../electron/domain/pair'
import { commandCases, limitsOf, verbCases, type Given, type Start } from './cases'
import { Chance } from '../../electron/domain/chance'
import { Died, Engine, Hang, mostGrown, Refused, watchMemory, within } from './engine-process'
import type { Measured } from './guard'
import { Host, httpAnswer, Lan, nodeNames as names, questionIn, readRecorded, type NodeName, type Question } from './host'
import { escapesIn, judgeHosts, type Known, type Violation } from './judge'
import { mutators, type ConnectionKind, type Mutator, type MutatorName } from './mutators'
import { nonsense, payload } from './payloads'
import { makeSandbox, type Sandbox } from './sandbox'
import { startServer, type Exec, type Server } from './server'
import { Talk } from './talk'

/** Two fake hosts, an engine in a process of its own, and one case after another. */

export const siteKinds = ['site-lies', 'site-nonsense', 'site-endless', 'site-silent'] as const
export type Kind = MutatorName | ConnectionKind | (typeof siteKinds)[number]

export interface Hostile {
  readonly kind: Kind
  readonly who: NodeName | 'both'
  /** The question that it is hostile at. */
  readonly where: Question | 'any'
  /** Honest for this many of them first. */
  readonly after: number
  /** Only once, then honest again. */
  readonly once: boolean
}
export interface Case {
  /** A command of the contract, or `hotpair VERB`. */
  readonly target: string
  readonly seed: number
  /** null: both hosts are honest. */
  readonly hostile: Hostile | null
}
export interface Result {
  readonly outcome: string
  /** What the engine said of a failure. */
  readonly detail: string
  readonly violations: readonly Violation[]
  /** What the hosts were asked. */
  readonly asked: ReadonlySet<Question>
  /** Memory beyond what the engine needs when it has nothing to do, bytes. */
  readonly grown: number
  readonly frozen: number
  readonly ms: number
}

export interface Programs {
  readonly engine: string
  readonly guard: string
  readonly cli: string
}

const logins = {
  nginx1: { user: 'root', password: 'Log1n-of-one-Kq7', sudo: 'Log1n-of-one-Kq7' },
  nginx2: { user: 'ops', password: 'Log1n-of-two-Xw3', sudo: 'Sud0-of-two-Zr9' },
} as const
const vrrp = 'Vr7_pwXq'
/** ms of its own CPU for which an event loop may stand still: each parser is promised 200, and there may be several in turn. */
const mostFrozen = 2000

export class Bench {
  readonly #programs: Programs
  readonly #box: Sandbox
  readonly #recorded = readRecorded(join(process.cwd(), 'tests/hostile'))
  readonly #servers: Record<NodeName, Server>
  readonly #site: TcpServer
  #given: Given
  readonly #starts = new Map<Start, Lan>()
  #lan = new Lan()
  #case: Case = { target: '', seed: 0, hostile: null }
  #chance = new Chance(0)
  #asked = new Set<Question>()
  /** By host: how many questions it could have been hostile at. */
  readonly #seen = { nginx1: 0, nginx2: 0 }
  #unknown = ''
  #engine: Engine | null = null

  private constructor(programs: Programs, box: Sandbox, servers: Record<NodeName, Server>, site: TcpServer) {
    this.#programs = programs
    this.#box = box
    this.#servers = servers
    this.#site = site
    const pair: PairInput = {
      name: 'web',
      nodes: names.map((name) => ({
        name,
        address: '127.0.0.1',
        port: servers[name].port,
        user: logins[name].user,
        auth: 'password' as const,
      })),
      vips: ['198.51.100.199/24'],
      vrrp: { routerId: 66 },
    }
    const file = join(box.root, 'config/hotpair', 'bench.json')
    this.#given = { pair, fingerprints: names.map((name) => servers[name].fingerprint), exportTo: box.exportTo, file, deployment: '' }
  }

  static async open(programs: Programs): Promise<Bench> {
    const idle = {
      run: (exec: Exec) => {
        exec.channel.close()
        return Promise.resolve()
      },
    }
    const [nginx1, nginx2] = await Promise.all(names.map((name) => startServer(logins[name], idle)))
    if (nginx1 === undefined || nginx2 === undefined) throw new Error('no servers')
    const site = createServer()
    await new Promise<void>((resolve) => {
      site.listen(0, '127.0.0.1', resolve)
    })
    const bench = new Bench(programs, makeSandbox(), { nginx1, nginx2 }, site)
    await bench.#prepare()
    return bench
  }

  async close(): Promise<void> {
    this.#engine?.end()
    await Promise.all(names.map((name) => this.#servers[name].close()))
    this.#site.close()
    this.#box.remove()
  }

  /** An honest deployment, for what comes after one. */
  async #prepare(): Promise<void> {
    this.#site.on('connection', (socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => this.#serve(socket))
    })
    this.#starts.set('bare', this.#lanOf(undefined))
    const result = await this.run({ target: 'pair.deploy', seed: 1, hostile: null })
    if (result.outcome !== 'ok')
      throw new Error(`an honest deployment ended with ${result.outcome}: ${result.detail} ${JSON.stringify(result.violations)}`)
    this.#starts.set('deployed', this.#lanOf(this.#lan))
  }

  #lanOf(from: Lan | undefined): Lan {
    const lan = new Lan()
    for (const name of names) {
      const old = from?.hosts.find((host) => host.name === name)
      if (old === undefined) new Host(lan, name, this.#recorded)
      else old.copy(lan)
    }
    lan.elect()
    return lan
  }

  async run(one: Case): Promise<Result> {
    const { target, hostile } = one
    const verb = target.startsWith('hotpair ') ? target.slice('hotpair '.length) : null
    const limits = limitsOf(target)
    if (limits === undefined) throw new Error(`there is no case for ${target}`)
    this.#case = one
    this.#chance = new Chance(one.seed)
    this.#asked = new Set()
    Object.assign(this.#seen, { nginx1: 0, nginx2: 0 })
    // What was done before is no part of this case.
    rmSync(join(this.#box.root, 'config/hotpair/history'), { recursive: true, force: true })
    this.#unknown = ''
    this.#lan = this.#lanOf(this.#starts.get(limits.start))
    this.#given = { ...this.#given, deployment: this.#lan.hosts[0]?.open ?? '' }
    for (const name of names) {
      const server = this.#servers[name]
      server.received.length = 0
      server.passwords.clear()
      server.behave(this.#behaviour(name))
    }
    writeFileSync(join(this.#box.root, 'curl-says'), this.#curl())
    const violations: Violation[] = []
    const began = performance.now()
    const factor = hostile === null ? 4 : 8
    const ended =
      verb === null ? await this.#command(target as CommandName, factor, violations) : await this.#verb(verb, factor, violations)
    const { outcome, detail = '', measured, grown } = ended
    for (const name of names) this.#servers[name].drop()
    const hosts = this.#lan.hosts.map((host): Known => {
      const { received, passwords } = this.#servers[host.name]
      return {
        name: host.name,
        marker: host.marker,
        password: logins[host.name].password,
        sudoPassword: logins[host.name].sudo,
        received,
        tried: passwords,
      }
    })
    violations.push(...judgeHosts(hosts, vrrp))
    for (const path of this.#box.strangers()) violations.push({ kind: 'outside', detail: path })
    for (const host of measured.strayed) violations.push({ kind: 'strayed', detail: host })
    if (this.#unknown !== '') violations.push({ kind: 'unknown-command', detail: this.#unknown.slice(0, 300) })
    if (measured.frozen > mostFrozen) violations.push({ kind: 'frozen', detail: `${String(measured.frozen)} ms` })
    if (grown > mostGrown) violations.push({ kind: 'memory', detail: `${String(Math.round(grown / 1048576))} MB more` })
    return {
      outcome,
      detail,
      violations: distinct(violations),
      asked: this.#asked,
      grown,
      frozen: measured.frozen,
      ms: performance.now() - began,
    }
  }

  // ---- the hosts ----

  #is(name: NodeName): boolean {
    const who = this.#case.hostile?.who
    return who === 'both' || who === name
  }

  #behaviour(name: NodeName) {
    const kind = this.#is(name) ? this.#case.hostile?.kind : undefined
    return {
      admits: kind !== 'refuses-passwords',
      authenticated: (client: Exec['client']) => {
        if (kind === 'drops-after-login') setTimeout(() => client.end(), this.#chance.below(60))
      },
      accepts: (text: string) => {
        if (kind === 'refuses-channels') return text !== ''
        if (kind === 'refuses-commands') return text === ''
        return kind !== 'refuses-now-and-then' || this.#chance.yes()
      },
      run: async (exec: Exec) => {
        const host = this.#lan.hosts.find((each) => each.name === name)
        if (host === undefined) return
        const question = questionIn(exec.received.script)
        this.#asked.add(question)
        if (question === 'unknown') this.#unknown = exec.received.script
        if (question === 'hold' && !this.#starts.has('open')) this.#starts.set('open', this.#lanOf(this.#lan))
        const marks = names.flatMap((each) =>
          this.#servers[each].received.flatMap(({ sudo }) => (sudo === null || sudo.mark === exec.received.sudo?.mark ? [] : [sudo.mark])),
        )
        // By the order on this host, which does not depend on how fast the other one is.
        const chance = new Chance(this.#case.seed + 1000 * this.#servers[name].received.indexOf(exec.received) + names.indexOf(name))
        const talk = new Talk(exec, host, logins[name].sudo, chance, marks)
        await (this.#mutator(name, question, exec)?.talk(talk) ?? talk.honestly())
      },
    }
  }

  /** How the host shall be hostile now; undefined: not at all. */
  #mutator(name: NodeName, question: Question, exec: Exec): Mutator | undefined {
    const { hostile } = this.#case
    if (hostile === null || !this.#is(name) || !(hostile.kind in mutators)) return undefined
    const mutator: Mutator = mutators[hostile.kind as MutatorName]
    if (mutator.sudo === true && exec.received.sudo?.asks !== true) return undefined
    if (hostile.where !== 'any' && hostile.where !== question) return undefined
    if (mutator.fits?.(question) === false) return undefined
    const nth = this.#seen[name]++
    return nth < hostile.after || (hostile.once && nth > hostile.after) ? undefined : mutator
  }

  #marker(): string {
    return this.#lan.hosts[0]?.marker ?? ''
  }

  #serve(socket: Socket): void {
    const kind = this.#case.hostile?.kind
    if (kind === 'site-silent') return
    if (kind === 'site-endless') {
      socket.write('HTTP/1.1 200 OK\r\nX-Hotpair-Node: nginx1\r\n\r\n')
      const more = (): void => {
        if (!socket.destroyed) socket.write('x'.repeat(65_536), () => setTimeout(more, 1))
      }
      more()
      return
    }
    const { holder } = this.#lan
    if (holder === null) socket.destroy()
    else
      socket.end(
        kind === 'site-nonsense'
          ? nonsense(this.#chance, 4000)
          : httpAnswer(kind === 'site-lies' ? payload(this.#chance, this.#marker()) : holder),
      )
  }

  /** What curl on the operator's machine prints. */
  #curl(): string | Buffer {
    const kind = this.#case.hostile?.kind
    if (kind === 'site-nonsense') return nonsense(this.#chance, 100_000)
    if (kind === 'site-endless') return `HTTP/1.1 200 OK\r\nX-Hotpair-Node: nginx1\r\n\r\n${'x'.repeat(9 * 1024 * 1024)}`
    return httpAnswer(kind === 'site-lies' ? payload(this.#chance, this.#marker()) : 'nginx1')
  }

  // ---- the engine ----

  #port(): number {
    return (this.#site.address() as AddressInfo).port
  }

  async #started(): Promise<Engine> {
    if (this.#engine?.alive === true) return this.#engine
    const engine = new Engine(this.#programs.engine, this.#box)
    this.#engine = engine
    await engine.ready
    await engine.begin(1, this.#port())
    for (const [i, name] of names.entries()) {
      const set = (kind: 'password' | 'sudo', value: string) =>
        engine.ask('secret.set', { ref: { kind, pair: 'web', node: name }, value, remember: false })
      await set('password', logins[name].password)
      if (logins[name].user !== 'root') await set('sudo', logins[name].sudo)
      await engine.ask('host-key.accept', {
        host: '127.0.0.1',
        port: this.#servers[name].port,
        fingerprint: this.#given.fingerprints[i] ?? '',
      })
    }
    await engine.ask('secret.set', { ref: { kind: 'vrrp', pair: 'web' }, value: vrrp, remember: false })
    writeFileSync(this.#given.file, JSON.stringify(this.#given.pair))
    return engine
  }

  async #command(command: CommandName, factor: number, violations: Violation[]): Promise<Ended> {
    const engine = await this.#started()
    const { seconds, cancel, run } = commandCases[command]
    await engine.begin(factor, this.#port())
    const timers = cancel === undefined ? [] : [cancel, cancel + 30].map((at) => setTimeout(() => engine.cancel(), (at / factor) * 1000))
    let [outcome, detail] = ['ok', '']
    try {
      await within(run(engine.ask, this.#given), realTime(seconds, factor))
    } catch (error) {
      if (error instanceof Refused) [outcome, detail] = [error.failure.kind, JSON.stringify(error.failure)]
      else if (error instanceof Hang) {
        const stillThere = await within(engine.measure(), 3000).catch(() => null)
        if (engine.grown > mostGrown) violations.push({ kind: 'memory', detail: `${String(engine.grown >> 20)} MB more, and no end` })
        else if (stillThere === null) violations.push({ kind: 'frozen', detail: 'it answers no more' })
        else violations.push({ kind: 'hang', detail: `no end after ${String(seconds)} s of its own time` })
        outcome = 'no end'
      } else if (error instanceof Died) outcome = 'died'
      else throw error
    }
    timers.forEach(clearTimeout)
    if (outcome === 'died' || outcome === 'no end') {
      if (outcome === 'died')
        violations.push(
          engine.grown > mostGrown
            ? { kind: 'memory', detail: `${String(engine.grown >> 20)} MB more, ended` }
            : { kind: 'crash', detail: engine.said.slice(-800) },
        )
      engine.end()
      return { outcome, measured: { rss: 0, frozen: 0, strayed: [] }, grown: engine.grown }
    }
    const measured = await within(engine.measure(), 20_000).catch(() => null)
    for (const detail of engine.escapes) violations.push({ kind: 'escape', detail })
    for (const detail of engine.bugs) violations.push({ kind: 'crash', detail })
    if (measured === null) {
      violations.push({ kind: 'frozen', detail: 'it answers no more' })
      engine.end()
    }
    const found = measured ?? { rss: 0, frozen: 0, strayed: [] }
    const grown = Math.max(engine.grown, found.rss - engine.idle)
    // What is left of a large case must not count for the next one.
    if (found.rss - engine.idle > mostGrown / 2) engine.end()
    return { outcome, detail, measured: found, grown }
  }

  async #verb(verb: string, factor: number, violations: Violation[]): Promise<Ended> {
    const { seconds, cancel, args, connects } = verbCases[verb] as (typeof verbCases)[string]
    const report = join(this.#box.root, 'report')
    rmSync(report, { force: true })
    rmSync(join(this.#box.exportTo, 'web'), { recursive: true, force: true })
    writeFileSync(this.#given.file, JSON.stringify(this.#given.pair))
    const options = connects === false ? [] : ['--accept-new', ...(this.#chance.yes() ? ['--json'] : [])]
    const secrets = {
      HOTPAIR_PASSWORD_NGINX1: logins.nginx1.password,
      HOTPAIR_PASSWORD_NGINX2: logins.nginx2.password,
      HOTPAIR_SUDO_NGINX2: logins.nginx2.sudo,
      HOTPAIR_VRRP_PASSWORD: vrrp,
    }
    const child = spawn(process.execPath, ['--require', this.#programs.guard, this.#programs.cli, verb, ...args(this.#given), ...options], {
      cwd: this.#box.work,
      env: { ...this.#box.env, ...secrets, BENCH_SCALE: String(factor), BENCH_SITE: String(this.#port()), BENCH_REPORT: report },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(0, 8_000_000)))
    const watch = watchMemory(child, 0)
    const timers = [
      ...(cancel === undefined ? [] : [cancel, cancel + 30].map((at) => setTimeout(() => child.kill('SIGINT'), (at / factor) * 1000))),
      setTimeout(() => child.kill('SIGKILL'), realTime(seconds, factor)),
    ]
    const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
      child.once('close', (...end) => resolve(end)),
    )
    timers.forEach(clearTimeout)
    watch.stop()
    const measured = readReport(report)
    const grown = Math.max(watch.most(), measured.rss) - baseOfCli
    if (signal !== null) {
      const memory = grown > mostGrown
      violations.push(
        memory
          ? { kind: 'memory', detail: `${String(grown >> 20)} MB more, ended` }
          : { kind: 'hang', detail: `no end after ${String(seconds)} s of its own time` },
      )
    } else if (![0, 1, 2, 3, 4, 64].includes(status ?? -1))
      violations.push({ kind: 'crash', detail: `exit status ${String(status)}: ${said.slice(-600)}` })
    if (/Hotpair made a mistake|"kind":"bug"/.test(said))
      violations.push({ kind: 'crash', detail: said.slice(said.search(/Hotpair made a mistake|"kind":"bug"/)).slice(0, 800) })
    // A carriage return is no line's end on a terminal.
    for (const detail of escapesIn(said.replaceAll('\r', '\u0008'))) violations.push({ kind: 'escape', detail: `terminal: ${detail}` })
    for (const secret of [...Object.values(secrets)])
      if (said.includes(secret)) violations.push({ kind: 'password', detail: 'printed on the terminal' })
    return { outcome: `exit ${String(status ?? signal)}`, detail: said, measured, grown }
  }
}

/** ms after which something hangs: its own limit, and a minute in which a busy machine gets its work done. */
const realTime = (seconds: number, factor: number): number => (seconds / factor) * 1000 + 60_000

interface Ended {
  readonly outcome: string
  readonly detail?: string
  readonly measured: Measured
  readonly grown: number
}

/** What the command line needs when it has hardly anything to do. */
const baseOfCli = 90 * 1024 * 1024

function readReport(file: string): Measured {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Measured
  } catch {
    return { rss: 0, frozen: 0, strayed: [] }
  }
}

const distinct = (violations: readonly Violation[]): Violation[] => [
  ...new Map(violations.map((each) => [`${each.kind} ${each.detail}`, each])).values(),
]
