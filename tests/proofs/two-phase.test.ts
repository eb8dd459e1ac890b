import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { EngineEvent } from '../../electron/contract/events'
import type { CheckResult } from '../../electron/domain/check'
import { HotpairError, type Failure } from '../../electron/domain/failure'
import { nodeFacts, type NodeFacts, type PairFacts } from '../../electron/domain/node-facts'
import type { Pair } from '../../electron/domain/pair'
import type { Engine } from '../../electron/engine/connections'
import { PlanShelf } from '../../electron/engine/plans'
import { factsDigest } from '../../electron/facts/fingerprint'
import { pairHandlers } from '../../electron/handlers/pair'
import { sumsFile } from '../../electron/plan/bundle'
import { planOf } from '../../electron/plan/plan'
import type { Session } from '../../electron/remote/session'
import { sh } from '../../electron/remote/sh'
import { factsOf, pairOf } from '../facts/healthy'
import { explore, misfortunes, World, type Choose, type Misfortune } from './two-phase-world'

/**
 * The core of the product, proved on nodes that are not there: handlers, engine and deploy/ are the real ones; in place of facts, holders and
 * checks each node is asked one question. Every order of answers, every single loss, failure, cancel and death of the engine, for two and
 * three nodes.
 */

let world: World
const asked = async (session: Session, question: 'facts' | 'holders' | 'verify', signal?: AbortSignal): Promise<string> =>
  (await session.run(sh`${question}`, signal ? { signal } : {})).stdout
const isLoss = (error: unknown): boolean => error instanceof HotpairError && error.failure.kind === 'connection-lost'

vi.mock('../../electron/remote/connect', () => ({ connect: (node: { name: string }) => world.connect(node.name) }))
vi.mock('../../electron/facts/collect', () => ({
  everyPart: [],
  readFacts: async (session: Session, node: { name: string }, _pair: unknown, _parts: unknown, { signal }: { signal?: AbortSignal }) => {
    await asked(session, 'facts', signal)
    return world.holder === node.name ? holding[node.name] : plain[node.name]
  },
}))
/** Everybody is asked side by side; one that says no, or nothing, is enough. */
const allSay = async (sessions: Readonly<Record<string, Session>>, question: 'holders' | 'verify', signal?: AbortSignal) => {
  const said = await Promise.allSettled(Object.values(sessions).map((session) => asked(session, question, signal)))
  for (const each of said) if (each.status === 'rejected' && !isLoss(each.reason)) throw each.reason
  return said.every((each) => each.status === 'fulfilled' && each.value === 'yes')
}
vi.mock('../../electron/checks/holders', () => ({
  waitForHolder: async (sessions: Record<string, Session>, _pair: Pair, { holder, signal }: { holder?: string; signal?: AbortSignal }) => ({
    settled: await allSay(sessions, 'holders', signal),
    holder,
    holders: {},
  }),
}))
// of a plain wait nothing follows
vi.mock('../../electron/checks/settled', () => ({ waitUntilSettled: () => Promise.resolve() }))
vi.mock('../../electron/checks/verify', () => ({
  verify: async ({ sessions, signal }: { sessions: Record<string, Session>; signal?: AbortSignal }): Promise<Partial<CheckResult>[]> => [
    {
      check: 'node-answers',
      subject: 'nginx1',
      from: 'nginx1',
      verdict: (await allSay(sessions, 'verify', signal)) && !world.red ? 'passed' : 'failed',
      reason: '',
    },
  ],
}))

const plain: Record<string, NodeFacts> = {}
const holding: Record<string, NodeFacts> = {}
const text = JSON.stringify(factsOf(1))
for (const [i, name] of ['nginx1', 'nginx2', 'nginx3'].entries()) {
  const own = text
    .replaceAll('nginx1', name)
    .replaceAll('198.51.100.11', `198.51.100.1${String(i + 1)}`)
    .replaceAll('00:00:01', `00:00:0${String(i + 1)}`)
  plain[name] = nodeFacts.parse(JSON.parse(own))
  const [lo, ens33] = plain[name].interfaces
  const vip = { address: '198.51.100.199', prefix: 24, family: 'inet' as const, dynamic: false, secondary: true }
  holding[name] = { ...plain[name], interfaces: [lo!, { ...ens33!, addresses: [...ens33!.addresses, vip] }] }
}

/** A pair of so many nodes, planned once. */
function planned(count: 2 | 3) {
  const names = ['nginx1', 'nginx2', 'nginx3'].slice(0, count)
  const pair = pairOf({
    nodes: names.map((name, i) => ({ name, address: `198.51.100.1${String(i + 1)}`, interface: 'ens33' })),
    vrrp: { routerId: 66, version: 3 },
  })
  const facts: PairFacts = Object.fromEntries(names.map((name) => [name, plain[name]!]))
  const plan = planOf(pair, facts, 'keep', Object.fromEntries(names.map((name) => [name, factsDigest(plain[name]!)])))
  const bundle = [{ path: sumsFile, mode: 0o644, content: '' }]
  const bundles = Object.fromEntries(names.map((name) => [name, bundle]))
  return { names, pair, made: { pair, facts, plan, bundles, channels: {} } }
}
const pairs = { 2: planned(2), 3: planned(3) }

/** One run of the program, whose calls end when the world's person says so. */
function program(count: 2 | 3) {
  const { pair, made } = pairs[count]
  const plans = new PlanShelf()
  plans.put(made)
  /** What is remembered: how each piece of work ended; and how often stored settings went back. */
  const remembered: string[] = []
  let settingsBack = 0
  const engine: Engine = {
    plans,
    secrets: () => Promise.resolve(undefined),
    keep: null,
    hostKeys: () => ({}) as never,
    owner: 'me@elsewhere process 1',
    authSalt: '',
    record: ({ result }) => {
      if (result !== 'started') remembered.push(result)
      return Promise.resolve()
    },
    settingsBack: () => {
      settingsBack += 1
      return Promise.resolve()
    },
    connections: null,
    deadMan: 10,
  }
  const handlers = pairHandlers(engine)
  /** What is shown of each phase, in the end. */
  const phases = new Map<string, string>()
  const emit = (event: EngineEvent): void => {
    if (event.type === 'phase') phases.set(`${event.phase} ${event.node ?? ''}`, event.state)
  }
  const call = { signal: world.cancel.signal, giveUp: world.giveUp.signal, emit }
  return {
    deploy: () => world.follow(handlers['pair.deploy']({ pair, plan: made.plan.id }, call)),
    finish: () => world.follow(handlers['pair.finish']({ pair, force: true }, call)),
    undo: (all = false) => world.follow(handlers['pair.undo']({ pair, all }, call)),
    status: () => world.follow(handlers['pair.status']({ pair, urgent: true }, call)),
    remembered,
    running: () => [...phases].flatMap(([phase, state]) => (state === 'started' || state === 'waiting' ? [phase] : [])),
    settingsBack: () => settingsBack,
  }
}

const isBack = (state: string): boolean => state === 'none' || state === 'rolled-back' || state === 'undone'
const must = (truth: boolean, what: string): void => {
  if (truth) return
  const trail = world.trail
    .map(({ misfortune, verb, node }) => `${misfortune} at ${verb} of ${node}, ${misfortunes[misfortune]}`)
    .join('; ')
  const nodes = world.nodes.map((node) => `${node.name} ${[...node.deployments.values()].map((each) => each.state).join()}`).join('; ')
  throw new Error(`${what} (${trail}): ${nodes}; sent ${world.sent.map(({ node, verb }) => `${verb} ${node}`).join(', ')}`)
}
const idOf = (): string => world.sent.find(({ verb }) => verb === 'prepare')?.id ?? ''
const states = (): string[] => world.nodes.map((node) => node.stateOf(idOf()))
const atOneEnd = (): boolean => states().every((state) => state === 'confirmed') || states().every(isBack)

/** True while it happens, not only in the end. */
function watched(choose: Choose, count: 2 | 3, among: readonly Misfortune[], budget = 1): World {
  world = new World(pairs[count].names, choose)
  world.among = among
  world.budget = budget
  world.onVerb = ({ verb, id, node }) => {
    const all = world.nodes.map((each) => each.stateOf(id))
    if (verb === 'confirm')
      must(
        all.every((state) => state === 'held' || state === 'confirmed'),
        `confirm reached ${node} before every node held`,
      )
    if (verb === 'rollback') must(!all.includes('confirmed'), `rollback reached ${node} after a confirm`)
  }
  return world
}

const failureIn = (end: { value: unknown } | { error: unknown } | 'dead'): Failure | null => {
  if (end === 'dead' || !('error' in end)) return null
  if (!(end.error instanceof HotpairError)) throw new Error('what was raised is a mistake of ours', { cause: end.error })
  const { failure } = end.error
  if (failure.kind === 'bug') throw new Error(`it took it for a mistake of ours: ${failure.values.message}`)
  return failure
}

/** What is said of the nodes is so. */
function saysTheTruth(failure: Failure): void {
  const named = failure.look?.map(({ node }) => node) ?? []
  must((failure.hosts === 'look') === named.length > 0, 'look names nobody, or somebody who needs none')
  const wanting = world.nodes.filter((node) => {
    const state = node.stateOf(idOf())
    return failure.kind === 'unfinished' ? state !== 'confirmed' : !isBack(state)
  })
  for (const { name } of wanting) must(named.includes(name), `${failure.kind} does not name ${name}`)
  if (failure.hosts !== 'look') must(states().every(isBack), `${failure.kind} says that the hosts are as before`)
}

/** A deployment as it may go, and what a later run of the program makes of what it left. */
async function deployment(choose: Choose, count: 2 | 3): Promise<void> {
  const run = program(count)
  const end = await run.deploy()
  const failure = failureIn(end)
  if (end !== 'dead') must(run.running().length === 0, `${run.running().join()} is shown as running`)
  if (end !== 'dead' && failure === null) {
    must(
      states().every((state) => state === 'confirmed'),
      'it says that it is confirmed',
    )
    must(
      world.nodes.every((node) => node.open === null),
      'it leaves a lock',
    )
  }
  if (failure !== null) saysTheTruth(failure)
  const [first] = world.trail
  if (first?.misfortune.startsWith('cancel') === true && world.trail.length === 1) {
    // too late from the first confirm on, and its result says so
    if (first.verb === 'confirm') must(failure === null, 'a cancel after the first confirm was not too late')
    else must(failure?.kind === 'cancelled' && states().every(isBack), 'a cancel in time did not put everything back')
  }
  if (world.trail.length === 0) must((failure !== null) === world.red, `nothing went wrong, but ${failure?.kind ?? ''}`)

  if (end === 'dead' || failure?.hosts === 'look') await finished(choose, count, end === 'dead')
  must(atOneEnd(), 'a mix remains')
  must(
    world.nodes.every((node) => node.open === null),
    'a lock remains',
  )
}

/** Whatever was left open comes to one end, whenever somebody comes back to it and whoever can be reached then. */
async function finished(choose: Choose, count: 2 | 3, died: boolean): Promise<void> {
  // at once, after the dead men of a commit, after those of a prepare
  const waits = [0, 60, 3600]
  world.pass(waits[died ? choose(waits.length, 'somebody comes later') : 1] ?? 0)
  world.again()
  world.freeOrder = []
  const gone = died ? choose(count + 1, 'one cannot be reached') : 0
  const away = world.nodes[gone - 1]
  if (away !== undefined) {
    away.isGone = true
    const end = await program(count).finish()
    const failure = failureIn(end)
    const mixed = states().includes('confirmed') && states().some(isBack)
    must(!mixed, 'finished to a mix while one could not be reached')
    if (failure !== null) must(failure.look?.some(({ node }) => node === away.name) === true, 'who could not be reached is not named')
    world.pass(0)
  }
  const end = await program(count).finish()
  must(failureIn(end) === null, 'it could not be finished though all can be reached')
  must(atOneEnd(), 'finished to a mix')
}

/** Tries all of it, and says how much that was. */
async function all(what: string, least: number, course: (choose: Choose) => Promise<void>): Promise<void> {
  const { courses, ms } = await explore(course)
  process.stdout.write(`${what}: ${String(courses)} courses, ${(ms / courses).toFixed(1)} ms each\n`)
  expect(courses).toBeGreaterThan(least)
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const losses = ['lost-before', 'lost-after', 'gone-before', 'gone-after'] as const
const deaths = ['crash-before', 'crash-after'] as const
const whatever = ['fails', 'too-late', ...losses, 'cancel-before', 'cancel-after', ...deaths] as const
const forward = ['facts', 'prepare', 'commit', 'holders', 'verify', 'hold', 'confirm'] as const
const back = ['status', 'rollback', 'follow'] as const

/**
 * In one phase answers come in any order. Each phase waits for all of the one before, and nothing of an order is left then: so the phases need
 * not be tried with each other.
 */
const oneOf = (choose: Choose, verbs: readonly string[]): string[] => [verbs[choose(verbs.length, 'another phase')] ?? '']

const id = '20260101T000000-abcdef'

describe.each([2, 3] as const)('%i nodes', { timeout: 120_000 }, (count) => {
  const nodes = `${String(count)} nodes`

  test('a deployment of which nothing goes wrong: whoever answers first, all are confirmed', async () => {
    await all(`${nodes}, deploy in every order`, count === 2 ? 10 : 30, (choose) => {
      watched(choose, count, []).freeOrder = oneOf(choose, forward)
      return deployment(choose, count)
    })
  })

  test('one thing goes wrong, at any step and whoever answered before', async () => {
    await all(`${nodes}, deploy with one misfortune`, 400, (choose) => {
      const own = watched(choose, count, whatever)
      own.freeOrder = oneOf(choose, forward)
      own.struck = own.freeOrder
      return deployment(choose, count)
    })
  })

  test('and one more on the way back', async () => {
    await all(`${nodes}, one more on the way back`, 100, (choose) => {
      const own = watched(choose, count, ['fails', 'too-late', ...losses, 'give-up-before', 'give-up-after', ...deaths])
      own.red = true
      own.freeOrder = oneOf(choose, back)
      own.struck = own.freeOrder
      return deployment(choose, count)
    })
  })

  test("somebody else's deployment is on one of them: it is left alone, and the others are as before", async () => {
    await all(`${nodes}, one locked`, count, async (choose) => {
      const own = watched(choose, count, [])
      own.freeOrder = ['prepare']
      own.node(pairs[count].names[choose(count, 'another is locked')] ?? '').locked = '20250101T000000-fedcba'
      const failure = failureIn(await program(count).deploy())
      must(failure?.kind === 'locked' && failure.hosts === 'as-before', 'it does not say that it is locked')
      must(states().every(isBack) && own.nodes.every((node) => node.open === null), 'the others are not as before')
    })
  })

  test.each(['committed', 'held'] as const)(
    'finishing what is %s on all of them: it comes to one end, whatever goes wrong',
    async (state) => {
      await all(`${nodes}, finish what is ${state}`, 30, async (choose) => {
        const own = watched(choose, count, ['fails', ...losses, 'give-up-before', 'give-up-after', ...deaths])
        own.begin(id, state)
        own.freeOrder = ['rollback', 'confirm']
        const failure = failureIn(await program(count).finish())
        if (failure !== null) {
          must(
            failure.hosts === 'look' || (own.sent.length === 0 && own.trail[0]?.verb === 'status'),
            `it says ${failure.kind}, and of no node`,
          )
          const named = failure.look?.map(({ node }) => node) ?? []
          const wanting = own.nodes.filter((node) => (state === 'held' ? node.stateOf(id) !== 'confirmed' : !isBack(node.stateOf(id))))
          if (failure.hosts === 'look') for (const { name } of wanting) must(named.includes(name), `it does not name ${name}`)
        }
        own.pass(0)
        own.again()
        must(failureIn(await program(count).finish()) === null, 'it cannot be finished though all can be reached')
        must(
          own.nodes.every((node) => (state === 'held' ? node.stateOf(id) === 'confirmed' : isBack(node.stateOf(id)))),
          'it has not come to its end',
        )
        must(
          own.nodes.every((node) => node.open === null),
          'a lock remains',
        )
      })
    },
  )

  test('all of several are undone one by one, and each that is back is remembered with its settings', async () => {
    await all(`${nodes}, undo of two with one misfortune`, 30, async (choose) => {
      const own = watched(choose, count, ['fails', ...losses])
      const ids = ['20250101T000000-fedcba', id]
      for (const each of ids) own.begin(each, 'confirmed')
      const run = program(count)
      const failure = failureIn(await run.undo(true))
      const back = ids.filter((each) => own.nodes.every((node) => node.stateOf(each) === 'undone')).length
      const done = run.remembered.filter((result) => result === 'done').length
      must(failure === null ? back === ids.length && done === ids.length : done <= back, `${String(done)} of ${String(back)} remembered`)
      must(run.settingsBack() === done, 'stored settings went back otherwise')
      must(failure?.hosts !== 'unchanged' || own.sent.length === 0, 'it says that nothing was changed')
      if (failure?.hosts === 'look' && back < ids.length) must((failure.look?.length ?? 0) > 0, 'nobody needs a look')
    })
  })

  test('an undo brings all of them back; what went wrong is done by the next one', async () => {
    await all(`${nodes}, undo with one misfortune`, 30, async (choose) => {
      const own = watched(choose, count, ['fails', ...losses, 'cancel-before', 'give-up-before', 'give-up-after', ...deaths])
      own.begin(id, 'confirmed')
      own.freeOrder = ['undo']
      const end = await program(count).undo()
      const failure = failureIn(end)
      const wanting = own.nodes.filter((node) => node.stateOf(id) !== 'undone')
      if (end !== 'dead' && failure === null) must(wanting.length === 0, 'it says that all are back')
      if (failure?.hosts === 'unchanged') must(own.sent.length === 0, `it says ${failure.kind} and that nothing was done`)
      if (failure?.hosts === 'look')
        for (const { name } of wanting) must(failure.look?.some(({ node }) => node === name) === true, `it does not name ${name}`)
      // the standbys first, so that the VIP does not move on its way out
      if (own.trail.length === 0) must(own.sent.at(-1)?.node === 'nginx1', 'the holder did not go last')
      own.pass(0)
      own.again()
      const next = failureIn(await program(count).undo())
      must(next === null || (wanting.length === 0 && next.kind === 'nothing-to-undo'), `the next one fails: ${next?.kind ?? ''}`)
      must(
        own.nodes.every((node) => node.stateOf(id) === 'undone' && node.open === null),
        'one is not back',
      )
    })
  })
})

test('two losses, wherever they are', { timeout: 120_000 }, async () => {
  await all('2 nodes, two losses', 200, (choose) => {
    watched(choose, 2, ['lost-before', 'lost-after', 'gone-after'], 2)
    return deployment(choose, 2)
  })
})
