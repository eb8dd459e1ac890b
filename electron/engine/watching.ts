import { randomBytes } from 'node:crypto'
import { verify } from '../checks/verify'
import type { Input, Output } from '../contract/commands'
import type { Call } from '../contract/wire'
import { isGood } from '../domain/check'
import type { DrillEvent } from '../domain/drill'
import { keptOf } from '../domain/drill-run'
import { drillSettingsOf } from '../domain/drill-settings'
import type { Pair } from '../domain/pair'
import { drill, type DrillContext } from '../drills/drill'
import { soak } from '../drills/soak'
import { preflight } from '../preflight/preflight'
import { changing, channelsOf, open, readAll, readOfAll, withSessions, type Engine } from './connections'
import type { Session } from '../remote/session'
import { healthPortsOf, targetsOf } from './targets'

/** Looking at a pair as it is, and at what it does when something breaks. */

export const detectPair = (engine: Engine, { pair }: Input<'pair.detect'>, call: Call): Promise<Output<'pair.detect'>> =>
  withSessions(engine, pair, call, async (sessions) => {
    const facts = await readAll(engine, pair, call, sessions)
    return { facts, findings: preflight(pair, facts), channels: channelsOf(sessions) }
  })

/** Every verification is in the pair's history. */
export const verifyPair = (engine: Engine, { pair }: Input<'pair.verify'>, call: Call): Promise<Output<'pair.verify'>> =>
  withSessions(engine, pair, call, async (sessions) => {
    const targets = targetsOf(pair, await readOfAll(engine, pair, call, sessions, ['interfaces', 'sshInterface'], false))
    const report = (check: Parameters<NonNullable<Parameters<typeof verify>[1]>>[0]) => {
      call.emit({ type: 'check', check })
    }
    const started = Date.now()
    const checks = await verify({ pair, targets, sessions, signal: call.signal }, report)
    const result = isGood(checks) ? 'passed' : 'failed'
    await engine.record({ pair: pair.name, what: 'verify', result, details: { took: Date.now() - started } })
    return { checks }
  })

/** Every drill is in the pair's history; those that were asked for together are one run there. */
export const drillPair = (engine: Engine, { pair, drills, room }: Input<'pair.drill'>, call: Call): Promise<Output<'pair.drill'>> =>
  breaking(engine, pair, call, async (context, report) => {
    const results = await drill({ ...context, room }, drills === 'seed' ? { seed: true } : { kinds: drills }, report)
    const id = randomBytes(4).toString('hex')
    for (const result of results) {
      const details = keptOf(result, id, drillSettingsOf(pair))
      await engine.record({ pair: pair.name, what: `drill ${result.kind}`, result: result.verdict, details })
    }
    return { drills: results }
  })

/** Its end is in the pair's history, with the seed that makes it come again. */
export const soakPair = (engine: Engine, { pair, room, ...request }: Input<'pair.soak'>, call: Call): Promise<Output<'pair.soak'>> =>
  breaking(engine, pair, call, async (context, report) => {
    const result = await soak({ ...context, room }, request, report)
    const { rounds, verdict, ...summary } = result
    await engine.record({ pair: pair.name, what: 'soak', result: verdict, details: { ...summary, rounds: rounds.length } })
    return result
  })

/** Breaks nodes on purpose: what a drill works with. */
const breaking = <T>(
  engine: Engine,
  pair: Pair,
  call: Call,
  work: (context: DrillContext, report: (event: DrillEvent) => void) => Promise<T>,
): Promise<T> =>
  changing(engine, pair, () =>
    withSessions(engine, pair, call, async (sessions) => {
      const facts = await readOfAll(engine, pair, call, sessions, ['interfaces', 'sshInterface', 'files'], false)
      const live: Record<string, Session> = { ...sessions }
      const context: DrillContext = {
        pair,
        sessions: live,
        targets: targetsOf(pair, facts),
        healthPort: healthPortsOf(facts),
        signal: call.signal,
        reconnect: async (name) => {
          const node = pair.nodes.find((each) => each.name === name)
          await live[name]?.close()
          if (node !== undefined) live[name] = await open(engine, pair, node, { ...call, signal: call.giveUp })
        },
      }
      try {
        return await work(context, (event) => {
          call.emit({ type: 'drill', event })
        })
      } finally {
        await Promise.all(Object.values(live).map((session) => session.close()))
      }
    }),
  )
