import type { Output } from '../../../electron/contract/commands'
import { isOfHosts, wasCancelled, type Failure } from '../../../electron/domain/failure'

/** Pure: what the Deploy screen says, and what it offers next. */

/**
 * idle: nothing was begun here · running · rolling-back · done · unchanged: done, and there was nothing to do · cancelled: all are as
 * before · failed · standing: Hotpair was closed meanwhile, and the hosts say where it stands
 */
export type Scene = 'idle' | 'running' | 'rolling-back' | 'done' | 'unchanged' | 'cancelled' | 'failed' | 'standing'

export interface Course {
  readonly phase: 'idle' | 'starting' | 'running' | 'cancelling' | 'done' | 'failed' | 'gone'
  /** The nodes tell that they go back. */
  readonly goingBack: boolean
  readonly outcome: Output<'pair.deploy'>['outcome'] | null
  readonly failure: Failure | null
}

export function sceneOf({ phase, goingBack, outcome, failure }: Course): Scene {
  switch (phase) {
    case 'idle':
      return 'idle'
    case 'gone':
      return 'standing'
    case 'done':
      return outcome === 'nothing-to-do' ? 'unchanged' : 'done'
    case 'failed':
      return failure !== null && wasCancelled(failure) ? 'cancelled' : 'failed'
    case 'cancelling':
      return 'rolling-back'
    case 'starting':
    case 'running':
      return goingBack ? 'rolling-back' : 'running'
    default:
      return phase satisfies never
  }
}

/** The one thing to do about a failure. look: ask the hosts where they stand */
export type Remedy = 'look' | 'hosts' | 'new-plan' | 'plan'

export function remedyOf(failure: Failure): Remedy {
  if (failure.hosts === 'look' || failure.kind === 'unfinished' || failure.kind === 'locked' || failure.kind === 'busy') return 'look'
  if (isOfHosts(failure.kind)) return 'hosts'
  return failure.kind === 'plan-outdated' ? 'new-plan' : 'plan'
}

/** The pair is on its hosts, and was verified there. */
export const isDeployed = (scene: Scene): boolean => scene === 'done' || scene === 'unchanged'

/** What the primary button leads to; null: there is none. @param open whether the hosts say that it is open; null: they were not asked */
export function nextOf(scene: Scene, open: boolean | null): 'verify' | 'plan' | null {
  if (isDeployed(scene)) return 'verify'
  // Whatever became of it: a new plan tells what is left to do, also when that is nothing.
  if (scene === 'idle' || (scene === 'standing' && open === false)) return 'plan'
  return null
}
