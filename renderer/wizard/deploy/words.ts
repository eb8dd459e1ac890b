import type { Output } from '../../../electron/contract/commands'
import type { Phase } from '../../../electron/domain/deployment'
import type { NodeState } from '../../../electron/domain/node-state'
import { t, type PlainKey } from '../../i18n/i18n.svelte'
import type { PhaseState } from './progress'

/** Words of a deployment: its phases, what a node does, where it stands. */

export const phaseWords = {
  read: 'deploy.phaseRead',
  install: 'deploy.phaseInstall',
  prepare: 'deploy.phasePrepare',
  commit: 'deploy.phaseCommit',
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

export const nodeWords = {
  none: 'deploy.nodeNone',
  preparing: 'deploy.nodePreparing',
  prepared: 'deploy.nodePrepared',
  committing: 'deploy.nodeCommitting',
  committed: 'deploy.nodeCommitted',
  held: 'deploy.nodeHeld',
  confirmed: 'deploy.nodeConfirmed',
  'rolling-back': 'deploy.nodeRollingBack',
  'rolled-back': 'deploy.nodeRolledBack',
  'rollback-failed': 'deploy.nodeRollbackFailed',
  undoing: 'deploy.nodeUndoing',
  undone: 'deploy.nodeUndone',
} as const satisfies Record<NodeState, PlainKey>

export const decisionWords = {
  nothing: 'deploy.decisionNothing',
  confirm: 'deploy.decisionConfirm',
  rollback: 'deploy.decisionRollback',
  wait: 'deploy.decisionWait',
  look: 'deploy.decisionLook',
} as const satisfies Record<NonNullable<Output<'pair.status'>['finished']>['decision'], PlainKey>

/** The steps that hotpair.sh announces, in plain words; one that is not known is shown as it is. */
const plainSteps: readonly (readonly [step: RegExp, key: PlainKey])[] = [
  [/^enable the recovery at boot$/, 'deploy.stepRecovery'],
  [/^systemctl mask /, 'deploy.stepMask'],
  [/^back up what will change$/, 'deploy.stepBackup'],
  [/^validate with /, 'deploy.stepValidate'],
  [/^unshare .* check-script$/, 'deploy.stepCheckScript'],
  [/^unshare /, 'deploy.stepConfiguration'],
  [/^systemctl daemon-reload$/, 'deploy.stepReload'],
  [/^wait for the health server$/, 'deploy.stepHealth'],
]

export function stepText(step: string): string {
  const plain = plainSteps.find(([pattern]) => pattern.test(step))
  if (plain !== undefined) return t(plain[1])
  const subject = (pattern: RegExp): string | undefined => pattern.exec(step)?.[1]
  const packages = subject(/^install (.+)$/)
  if (packages !== undefined) return t('deploy.stepInstall', { subject: packages.split(' ').join(', ') })
  const [, verb, path] = /^(write|remove|restore) (\/.+)$/.exec(step) ?? []
  if (path !== undefined) {
    if (verb === 'write') return t('deploy.stepWrite', { subject: path })
    return verb === 'remove' ? t('deploy.stepRemove', { subject: path }) : t('deploy.stepRestore', { subject: path })
  }
  const rule = subject(/^firewall-cmd (.+)$/)
  if (rule !== undefined) return t('deploy.stepFirewall', { subject: rule })
  const [, does, unit = ''] = /^systemctl (enable|disable|start|stop|reload)(?: --now)? (\S+?)(?:\.service)?$/.exec(step) ?? []
  switch (does) {
    case 'enable':
      return t('deploy.stepEnable', { subject: unit })
    case 'disable':
      return t('deploy.stepDisable', { subject: unit })
    case 'start':
      return t('deploy.stepStart', { subject: unit })
    case 'stop':
      return t('deploy.stepStop', { subject: unit })
    case 'reload':
      return t('deploy.stepReloadUnit', { subject: unit })
    default:
      return step
  }
}
