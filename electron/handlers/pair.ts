import type { CommandName } from '../contract/commands'
import type { Handlers } from '../contract/wire'
import { calibratePair } from '../engine/calibration'
import type { Engine } from '../engine/connections'
import { deployPair, finishPair, statusOfPair, undoPair } from '../engine/deployments'
import { changeUnit, logOfUnit } from '../engine/units'
import { bundlesOfPlan, exportPlan, planPair } from '../engine/planning'
import { detectPair, drillPair, verifyPair } from '../engine/watching'

export type PairCommand = Extract<CommandName, `pair.${string}`>

/** The main job; what the command line needs of the contract. */
export const pairHandlers = (engine: Engine): Handlers<PairCommand> => ({
  'pair.detect': (input, call) => detectPair(engine, input, call),
  'pair.plan': ({ pair }, call) => planPair(engine, pair, call),
  'pair.deploy': (input, call) => deployPair(engine, input, call),
  'pair.verify': (input, call) => verifyPair(engine, input, call),
  'pair.drill': (input, call) => drillPair(engine, input, call),
  'pair.export': (input) => exportPlan(engine, input),
  'pair.undo': (input, call) => undoPair(engine, input, call),
  'pair.status': (input, call) => statusOfPair(engine, input, call),
  'pair.finish': (input, call) => finishPair(engine, input, call),
  'pair.unit': (input, call) => changeUnit(engine, input, call),
  'pair.calibrate': (input, call) => calibratePair(engine, input, call),
  'pair.log': (input, call) => logOfUnit(engine, input, call),
})

export const planHandlers = (engine: Engine): Pick<Handlers, 'plan.bundles'> => ({
  'plan.bundles': ({ plan }) => Promise.resolve().then(() => ({ bundles: bundlesOfPlan(engine, plan) })),
})
