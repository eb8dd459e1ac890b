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

export const placeOf = (step: StepName): number => stepNames.indexOf(step)
