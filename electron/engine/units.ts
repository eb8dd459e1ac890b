import { setTimeout as sleep } from 'node:timers/promises'
import type { Input, Output } from '../contract/commands'
import type { Call } from '../contract/wire'
import { isConnectionFailure } from '../deploy/node-link'
import { HotpairError, type FailureOf } from '../domain/failure'
import type { Node, Pair } from '../domain/pair'
import { decideUnitChange, isRunning, sameConsequence, type Consequence, type UnitChange } from '../domain/unit-change'
import { readOpenDrills } from '../facts/open-drills'
import { readPulse, serviceOf } from '../facts/pulse'
import { readUnitLog } from '../facts/unit-log'
import type { Session } from '../remote/session'
import { sh } from '../remote/sh'
import { onNode, type Engine } from './connections'
import { statusBy, stopWhenAborted } from './deployments'
import { recorded } from './record'

/** nginx and keepalived of one node: what they log, and starting and stopping them by hand. */

/** Seconds for systemctl, and then for the unit to become what was wanted; ms between two looks. */
const longest = 45
const patience = 10
const pause = 500

function nodeOf({ nodes }: Pair, name: string): Node {
  const node = nodes.find((each) => each.name === name)
  if (node === undefined) {
    const allowed = nodes.map((each) => each.name)
    throw new HotpairError('usage', { values: { reason: 'not-one-of', given: name, allowed } })
  }
  return node
}

export const logOfUnit = (engine: Engine, { pair, node, unit }: Input<'pair.log'>, call: Call): Promise<Output<'pair.log'>> =>
  onNode(engine, pair, nodeOf(pair, node), { call, urgent: true }, (session) => readUnitLog(session, unit, call.signal))

/** Looks afresh whether it may be done, and does it only where clients notice what was agreed to. */
export async function changeUnit(
  engine: Engine,
  { pair, agreed, node: name, unit, change }: Input<'pair.unit'>,
  call: Call,
): Promise<Output<'pair.unit'>> {
  const wanted = { node: name, unit, change }
  const node = nodeOf(pair, name)
  await mustBeAllowed(engine, pair, wanted, agreed, call)
  const work = () => changed(engine, pair, node, { wanted, agreed, call })
  return await recorded(engine, pair, `unit ${change} ${unit}`, work, (result) => result, { ...wanted, by: engine.owner })
}

async function mustBeAllowed(engine: Engine, pair: Pair, wanted: UnitChange, agreed: Consequence, call: Call): Promise<void> {
  const drills: boolean[] = []
  const now = await statusBy(pair, (each) =>
    onNode(engine, pair, each, { call, urgent: true }, async (session) => {
      // what another Hotpair does: a deployment is in the pulse, a drill has its timer
      drills.push(await readOpenDrills(session, call.signal))
      return await readPulse(session, call.signal)
    }),
  )
  stopWhenAborted(call)
  const there = now.nodes[wanted.node]
  if (there?.reachable === false) throw HotpairError.of(there.failure)
  const { node, unit, change } = wanted
  const decision = decideUnitChange(pair, now, wanted, drills.includes(true))
  const reason = decision.refused ?? (sameConsequence(decision.consequence, agreed) ? null : 'changed')
  if (reason !== null) throw new HotpairError('unit-refused', { node, values: { reason, unit, change } })
}

interface Agreed {
  readonly wanted: UnitChange
  readonly agreed: Consequence
  readonly call: Call
}

async function changed(engine: Engine, pair: Pair, node: Node, { wanted, agreed, call }: Agreed): Promise<Output<'pair.unit'>> {
  const progress = { begun: false }
  try {
    return await onNode(engine, pair, node, { call, urgent: true }, async (session) => {
      // over a new connection: it is not known whether the command came through, and it is not sent twice
      if (!progress.begun) {
        if (wanted.unit === 'nginx' && wanted.change !== 'stop') await mustBeValid(session, wanted)
        progress.begun = true
        await command(session, wanted)
      }
      return { state: await become(session, wanted, agreed) }
    })
  } catch (error) {
    if (!progress.begun || !(error instanceof HotpairError) || error.failure.hosts === 'look') throw error
    const look = [{ node: node.name, state: isConnectionFailure(error) ? ('unreachable' as const) : ('sick' as const), fault: null }]
    throw HotpairError.of({ ...error.failure, hosts: 'look', look }, error)
  }
}

/** Before anything is stopped: an nginx that cannot start again would stay away. */
async function mustBeValid(session: Session, { unit, change }: UnitChange): Promise<void> {
  const { status, stderr } = await session.run(sh`timeout ${longest} nginx -t -q`, { root: true, timeout: 2 * longest * 1000 })
  if (status === 0) return
  const { nginx } = await readPulse(session)
  throw failed(session, { reason: 'configuration', unit, change, state: nginx, output: told(stderr) })
}

/** It goes on to its end, also when nobody waits any more. */
async function command(session: Session, { unit, change }: UnitChange): Promise<void> {
  const systemctl = sh`timeout ${longest} systemctl ${change} ${serviceOf(unit)}`
  const { status, stderr } = await session.run(systemctl, { root: true, timeout: 2 * longest * 1000 })
  if (status === 0) return
  const state = (await readPulse(session))[unit]
  throw failed(session, { reason: 'status', status: status ?? -1, unit, change, state, output: told(stderr) })
}

/** Reads the state until it is what was wanted. */
async function become(session: Session, { unit, change }: UnitChange, { notes }: Consequence): Promise<Output<'pair.unit'>['state']> {
  const deadline = Date.now() + patience * 1000
  for (;;) {
    const state = (await readPulse(session))[unit]
    const settled = state !== 'activating' && state !== 'deactivating'
    // keepalived's check may have started it again by now
    if (settled && (isRunning(state) === (change !== 'stop') || notes.includes('started-again'))) return state
    if (Date.now() >= deadline) throw failed(session, { reason: 'state', seconds: patience, unit, change, state, output: '' })
    await sleep(pause)
  }
}

const failed = ({ node }: Session, values: FailureOf<'unit-failed'>['values']): HotpairError =>
  new HotpairError('unit-failed', { node, values })

const told = (output: string): string => output.trim().slice(-1000)
