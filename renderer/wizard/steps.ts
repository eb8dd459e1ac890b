import type { TaskCommand } from '../../electron/contract/commands'
import type { PlainKey } from '../i18n/i18n.svelte'

/** The steps of the wizard, in order. */
export const stepNames = ['hosts', 'detect', 'vip', 'preview', 'deploy', 'verify', 'failover'] as const
export type StepName = (typeof stepNames)[number]

export const stepTitles = {
  hosts: 'app.stepHosts',
  detect: 'app.stepDetect',
  vip: 'app.stepVip',
  preview: 'app.stepPreview',
  deploy: 'app.stepDeploy',
  verify: 'app.stepVerify',
  failover: 'app.stepFailover',
} as const satisfies Record<StepName, PlainKey>

/** Where work on the hosts is followed; an undo and a service by hand have no step, they are on the page of the pair. */
export const stepOfWork = {
  'pair.deploy': 'deploy',
  'pair.verify': 'verify',
  'pair.drill': 'failover',
  'pair.undo': null,
  'pair.unit': null,
} as const satisfies Record<TaskCommand, StepName | null>

export const placeOf = (step: StepName): number => stepNames.indexOf(step)
