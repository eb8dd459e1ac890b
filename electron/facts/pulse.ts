import { z } from 'zod'
import { nodeStatus, type NodeStatus } from '../domain/deployment'
import { deploymentNameOrNone } from '../domain/deployment-name'
import type { UnitFact } from '../domain/node-facts'
import { nodeState } from '../domain/node-state'
import { unitNames, type UnitName } from '../domain/unit-change'
import type { Session } from '../remote/session'
import { properties, succeeded, type Fact } from './fact'
import { hotpairState } from './hotpair-state'
import { interfaces } from './interfaces'
import { ask } from './script'
import { unitState } from './unit'

/** What is asked of a node again and again while somebody looks: little, in one exec, and nothing that listens on the LAN. */
export interface Pulse {
  /** Every address that the node has now. */
  readonly addresses: readonly string[]
  readonly nginx: UnitFact['active']
  readonly keepalived: UnitFact['active']
  /** Units that the node does not have. */
  readonly missing: readonly UnitName[]
  /** The open deployment, else the last confirmed one. */
  readonly deployment: NodeStatus
  /** The one before it; empty: there is none. */
  readonly before: z.output<typeof deploymentNameOrNone>
}

const standingSchema = z.object({ deployment: nodeStatus, before: deploymentNameOrNone })

/** The same files as hotpairState's, read as `hotpair.sh status` tells of them. A state that is not known is one to look at. */
const standing: Fact<z.output<typeof standingSchema>> = {
  command: hotpairState.command,
  parse: (stdout, status) => {
    succeeded(status)
    const values = properties(stdout)
    const link = ['open', 'last'].find((each) => values[`${each}.deployment`] !== undefined)
    const value = (name: string) => (link === undefined ? '' : (values[`${link}.${name}`] ?? ''))
    return standingSchema.parse({
      deployment: {
        deployment: value('deployment'),
        state: link === undefined ? 'none' : nodeState.catch('rollback-failed').parse(value('state')),
        open: link === 'open',
        owner: value('owner'),
        pair: value('pair'),
        plan: value('plan'),
      },
      before: value('previous'),
    })
  },
}

/** As systemd names it. */
export const serviceOf = (unit: UnitName): string => `${unit}.service`

/** By the names that the same questions have among the facts. */
export const pulseQuestions = {
  interfaces,
  nginxUnit: unitState(serviceOf('nginx')),
  keepalivedUnit: unitState(serviceOf('keepalived')),
  hotpairState: standing,
}

/** ms; the questions themselves end after 10 s. */
const patience = 20_000

/** Asks a node how it is, in one exec, and changes nothing there. Raises fact-unreadable, and what Session.run does. */
export async function readPulse(session: Session, signal?: AbortSignal): Promise<Pulse> {
  const { answers } = await ask(session, pulseQuestions, { salt: '', now: Date.now, timeout: patience, ...(signal ? { signal } : {}) })
  return {
    addresses: answers.interfaces.flatMap((link) => link.addresses.map(({ address }) => address)),
    nginx: answers.nginxUnit.active,
    keepalived: answers.keepalivedUnit.active,
    missing: unitNames.filter((unit) => answers[`${unit}Unit`].enabled === ''),
    ...answers.hotpairState,
  }
}
