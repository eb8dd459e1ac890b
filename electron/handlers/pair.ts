import { verify } from '../checks/verify'
import type { Handlers } from '../contract/wire'
import { drill } from '../drills/drill'
import { exportBundles } from '../export/export'
import type { CommandName } from '../contract/commands'
import { preflight } from '../preflight/preflight'
import { channelsOf, readAll, withSessions, type Engine } from '../engine/connections'
import { deployPair, statusOfPair, undoPair } from '../engine/deployments'
import { planPair } from '../engine/planning'
import { healthPortsOf, targetsOf } from '../engine/targets'

export type PairCommand = Extract<CommandName, `pair.${string}`>

/** The main job; what the command line needs of the contract. */
export const pairHandlers = (engine: Engine): Handlers<PairCommand> => ({
  'pair.detect': ({ pair }, call) =>
    withSessions(engine, pair, call, async (sessions) => {
      const facts = await readAll(engine, pair, call, sessions)
      return { facts, findings: preflight(pair, facts), channels: channelsOf(sessions) }
    }),

  'pair.plan': ({ pair }, call) => planPair(engine, pair, call),

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

  'pair.export': async ({ pair, plan, to }) => {
    const made = engine.plans.take(plan, pair)
    const { folder, files } = await exportBundles(pair, made.plan, made.bundles, to)
    return { folder, files: [...files] }
  },

  'pair.undo': (input, call) => undoPair(engine, input, call),
  'pair.status': (input, call) => statusOfPair(engine, input, call),
})
