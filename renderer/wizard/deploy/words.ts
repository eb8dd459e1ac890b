import type { Output } from '../../../electron/contract/commands'
import type { Phase } from '../../../electron/domain/deployment'
import type { PlainKey } from '../../i18n/i18n.svelte'
import type { Scene } from './scene'
import type { PhaseState } from './progress'

/** Words of a deployment: its phases, and what became of one that was left open. */

export const phaseWords = {
  read: 'deploy.phaseRead',
  install: 'deploy.phaseInstall',
  prepare: 'deploy.phasePrepare',
  commit: 'deploy.phaseCommit',
  'take-vip': 'deploy.phaseTakeVip',
  settle: 'deploy.phaseSettle',
  verify: 'deploy.phaseVerify',
  hold: 'deploy.phaseHold',
  confirm: 'deploy.phaseConfirm',
  rollback: 'deploy.phaseRollback',
  undo: 'deploy.phaseUndo',
} as const satisfies Record<Phase, PlainKey>

export const phaseHints: Partial<Record<Phase, PlainKey>> = {
  read: 'deploy.phaseReadHint',
  prepare: 'deploy.phasePrepareHint',
  commit: 'deploy.phaseCommitHint',
  'take-vip': 'deploy.phaseTakeVipHint',
  settle: 'deploy.phaseSettleHint',
  verify: 'deploy.phaseVerifyHint',
  hold: 'deploy.phaseHoldHint',
  confirm: 'deploy.phaseConfirmHint',
}

export const stateWords = {
  todo: 'deploy.stateTodo',
  running: 'deploy.stateRunning',
  done: 'deploy.stateDone',
  failed: 'deploy.stateFailed',
  waiting: 'deploy.stateWaiting',
} as const satisfies Record<PhaseState, PlainKey>

export const decisionWords = {
  nothing: 'deploy.decisionNothing',
  confirm: 'deploy.decisionConfirm',
  rollback: 'deploy.decisionRollback',
  wait: 'deploy.decisionWait',
  look: 'deploy.decisionLook',
} as const satisfies Record<NonNullable<Output<'pair.finish'>['finished']>['decision'], PlainKey>

export const titleWords = {
  idle: 'deploy.titleIdle',
  running: 'deploy.title',
  'rolling-back': 'deploy.titleBack',
  done: 'deploy.titleDone',
  unchanged: 'deploy.titleDone',
  cancelled: 'deploy.titleFailed',
  failed: 'deploy.titleFailed',
  standing: 'deploy.titleStanding',
} as const satisfies Record<Scene, PlainKey>

export const leadWords = {
  idle: 'deploy.idle',
  running: 'deploy.lead',
  'rolling-back': 'deploy.lead',
  done: 'deploy.doneLead',
  unchanged: 'deploy.nothingDone',
  cancelled: null,
  failed: null,
  standing: 'deploy.standingLead',
} as const satisfies Record<Scene, PlainKey | null>
