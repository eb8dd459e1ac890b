import { nginxStateFile } from '../domain/paths'
import type { UnitFact } from '../domain/node-facts'
import { host, type Draft, type StepCode } from '../domain/step'

/**
 * Notes how a unit is before anything is changed. On the way back it comes last: files are what they were by then, and what was active
 * reloads when one below `prefixes` had changed.
 */
export const remember = (unit: string, prefixes: readonly string[]): Draft => ({
  stage: 'prepare',
  code: 'remember-unit',
  subjects: [unit],
  act: host('sh', 'steps/unit.sh', 'remember', unit),
  back: { argv: ['sh', 'steps/unit.sh', 'restore', unit, ...prefixes], when: 'always' },
})

const isRunning = ({ active }: UnitFact): boolean => active === 'active' || active === 'reloading'

/** Enabled, and running with its new configuration: started, or reloaded when a file below `prefixes` `changes`. */
export function bringUp(unit: string, now: UnitFact, changes: boolean, prefixes: readonly string[]): Draft[] {
  const service = `${unit}.service`
  const common: Pick<Draft, 'stage' | 'subjects'> = { stage: 'commit', subjects: [unit] }
  return [
    {
      ...common,
      code: 'enable-unit',
      needed: now.enabled !== 'enabled',
      unless: ['sh', 'steps/unit.sh', 'is-enabled', unit],
      act: host('systemctl', 'enable', service),
      back: { argv: ['systemctl', 'disable', service], when: 'always' },
    },
    {
      ...common,
      code: 'start-unit',
      needed: !isRunning(now),
      unless: ['systemctl', 'is-active', '--quiet', service],
      act: host('systemctl', 'start', service),
      back: { argv: ['systemctl', 'stop', service], when: 'here' },
    },
    {
      ...common,
      code: 'reload-unit',
      needed: isRunning(now) && changes,
      unless: ['sh', 'steps/unit.sh', 'is-current', unit, ...prefixes],
      act: host('systemctl', 'reload', service),
      effect: 'reload',
    },
  ]
}

/** The unit that gives the VIP away before nginx stops (nginx-notice.ts): never enabled, since nginx brings it. */
export const noticeUnit = 'hotpair-nginx'

/** What it has told goes with it: keepalived takes a file that is gone for 0. */
export const noticeUp = (needed: boolean): Draft => ({
  stage: 'commit',
  code: 'start-unit',
  subjects: [noticeUnit],
  needed,
  unless: ['systemctl', 'is-active', '--quiet', `${noticeUnit}.service`],
  act: host('systemctl', 'start', `${noticeUnit}.service`),
  back: { argv: ['rm', '-f', nginxStateFile, `${nginxStateFile}.last`], when: 'here' },
})

/** Stopped and disabled; how it was has been remembered. */
export const unitOff = (code: StepCode, unit: string): Draft => ({
  stage: 'commit',
  code,
  subjects: [unit],
  needed: true,
  unless: ['sh', 'steps/unit.sh', 'is-off', unit],
  act: host('sh', 'steps/unit.sh', 'off', unit),
})
