import type { Input, Output } from '../contract/commands'
import type { Call } from '../contract/wire'
import { onOperatorsClock, type ClockOffset, type NodeRecords } from '../domain/node-record'
import { whyOf } from '../domain/why'
import { measureClock } from '../facts/clock-offset'
import { readRecords } from '../facts/node-records'
import { readPulse } from '../facts/pulse'
import { onNode, type Engine } from './connections'
import { statusBy, stopWhenAborted } from './deployments'

interface Heard {
  readonly records: NodeRecords
  readonly clock: ClockOffset
}

/** Asks every node how it is and what it has recorded. One that cannot be asked takes nothing from what the others say. */
export async function whyOfPair(engine: Engine, { pair, days }: Input<'pair.why'>, call: Call): Promise<Output<'pair.why'>> {
  const heard = new Map<string, Heard>()
  const status = await statusBy(pair, (node) =>
    onNode(engine, pair, node, { call, urgent: true }, async (session) => {
      const clock = await measureClock(session, call.signal)
      const records = await readRecords(session, { days }, call.signal)
      heard.set(node.name, { clock, records })
      return await readPulse(session, call.signal)
    }),
  )
  stopWhenAborted(call)
  const begin = Date.now() - days * 86_400_000
  const nodes: Output<'pair.why'>['nodes'] = {}
  for (const [name, node] of Object.entries(status.nodes)) {
    const of = heard.get(name)
    if (!node.reachable) nodes[name] = { reachable: false, failure: node.failure }
    else if (of !== undefined) {
      const { journal, from, cut } = of.records
      const since = from === null ? null : Math.max(begin, from - of.clock.offset)
      nodes[name] = { reachable: true, journal, from: since, cut, clock: of.clock }
    }
  }
  const since = Object.fromEntries(
    Object.entries(nodes).flatMap(([name, node]) => (node.reachable && node.from !== null ? [[name, node.from] as const] : [])),
  )
  const told = Object.fromEntries([...heard].map(([name, { records, clock }]) => [name, onOperatorsClock(records.records, clock)]))
  return { instances: whyOf(pair, told, since, status), nodes }
}
