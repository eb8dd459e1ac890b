import { verify } from '../checks/verify'
import type { Handlers } from '../contract/wire'
import { commitOrder, holdersIn } from '../deploy/order'
import { drill } from '../drills/drill'
import { exportBundles } from '../export/export'
import { bundlesOf } from '../plan/plan'
import type { CommandName } from '../contract/commands'
import { preflight } from '../preflight/preflight'
import { deployPair, statusOfPair, undoPair } from './deployment'
import { channelsOf, readAll, withSessions, type Engine } from './engine'
import { planPair, required } from './planning'
import { healthPortsOf, targetsOf } from './targets'

export type PairCommand = Extract<CommandName, `pair.${string}`>

/** The main job; what the command line needs of the contract. */
export const pairHandlers = (engine: Engine): Handlers<PairCommand> => ({
  'pair.detect': ({ pair }, call) =>
    withSessions(engine, pair, call, async (sessions) => {
      const facts = await readAll(engine, pair, call, sessions)
      return { facts, findings: preflight(pair, facts), channels: channelsOf(sessions) }
    }),

  'pair.plan': async ({ pair }, call) => {
    const { findings, plan } = await planPair(engine, pair, call)
    return { findings, plan }
  },

  'pair.deploy': (input, call) => deployPair(engine, input, call),

  'pair.verify': ({ pair }, call) =>
    withSessions(engine, pair, call, async (sessions) => {
      const targets = targetsOf(pair, await readAll(engine, pair, call, sessions, false))
      const report = (check: Parameters<NonNullable<Parameters<typeof verify>[1]>>[0]) => {
        call.emit({ type: 'check', check })
      }
      return { checks: await verify({ pair, targets, sessions, signal: call.signal }, report) }
    }),

  'pair.drill': ({ pair, drills }, call) =>
    withSessions(engine, pair, call, async (sessions) => {
      const facts = await readAll(engine, pair, call, sessions, false)
      const context = { pair, sessions, targets: targetsOf(pair, facts), healthPort: healthPortsOf(facts), signal: call.signal }
      const request = drills === 'seed' ? ({ seed: true } as const) : { kinds: drills }
      const results = await drill(context, request, (event) => {
        call.emit({ type: 'drill', event })
      })
      for (const result of results) {
        const { samples, marks, ...summary } = result
        const details = { ...summary, samples: samples.length, marks: marks.length }
        await engine.record({ pair: pair.name, what: `drill ${result.kind}`, result: result.verdict, details })
      }
      return { drills: results }
    }),

  'pair.export': async ({ pair, to }, call) => {
    const planned = await planPair(engine, pair, call)
    const plan = required(planned)
    const { folder, files } = await exportBundles(
      pair,
      plan,
      bundlesOf(pair, plan, planned.facts),
      commitOrder(pair, holdersIn(pair, planned.facts)),
      to,
    )
    return { folder, files: [...files] }
  },

  'pair.undo': (input, call) => undoPair(engine, input, call),
  'pair.status': (input, call) => statusOfPair(engine, input, call),
})
