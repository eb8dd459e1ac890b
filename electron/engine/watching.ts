import { randomBytes } from 'node:crypto'
import { verify } from '../checks/verify'
import type { Input, Output } from '../contract/commands'
import type { Call } from '../contract/wire'
import { isGood } from '../domain/check'
import { keptOf } from '../domain/drill-run'
import { drillSettingsOf } from '../domain/drill-settings'
import { drill } from '../drills/drill'
import { preflight } from '../preflight/preflight'
import { changing, channelsOf, readAll, readOfAll, withSessions, type Engine } from './connections'
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
export const drillPair = (engine: Engine, { pair, drills }: Input<'pair.drill'>, call: Call): Promise<Output<'pair.drill'>> =>
  changing(engine, pair, () =>
    withSessions(engine, pair, call, async (sessions) => {
      const facts = await readOfAll(engine, pair, call, sessions, ['interfaces', 'sshInterface', 'files'], false)
      const context = { pair, sessions, targets: targetsOf(pair, facts), healthPort: healthPortsOf(facts), signal: call.signal }
      const request = drills === 'seed' ? ({ seed: true } as const) : { kinds: drills }
      const results = await drill(context, request, (event) => {
        call.emit({ type: 'drill', event })
      })
      const id = randomBytes(4).toString('hex')
      for (const result of results) {
        const details = keptOf(result, id, drillSettingsOf(pair))
        await engine.record({ pair: pair.name, what: `drill ${result.kind}`, result: result.verdict, details })
      }
      return { drills: results }
    }),
  )
