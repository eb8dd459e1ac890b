import { nginxSilentFile, nginxStateFile, paths } from '../domain/paths'
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

const about = (unit: string): Pick<Draft, 'stage' | 'subjects'> => ({ stage: 'commit', subjects: [unit] })

const start = (unit: string, needed: boolean): Draft => ({
  ...about(unit),
  code: 'start-unit',
  needed,
  unless: ['systemctl', 'is-active', '--quiet', `${unit}.service`],
  act: host('systemctl', 'start', `${unit}.service`),
  back: { argv: ['systemctl', 'stop', `${unit}.service`], when: 'here' },
})

/** Where a file below `prefixes` was changed. */
const reload = (unit: string, needed: boolean, prefixes: readonly string[]): Draft => ({
  ...about(unit),
  code: 'reload-unit',
  needed,
  unless: ['sh', 'steps/unit.sh', 'is-current', unit, ...prefixes],
  act: host('systemctl', 'reload', `${unit}.service`),
  effect: 'reload',
})

/** Enabled, and running with its new configuration: started, or reloaded when a file below `prefixes` `changes`. */
export const bringUp = (unit: string, now: UnitFact, changes: boolean, prefixes: readonly string[]): Draft[] => [
  {
    ...about(unit),
    code: 'enable-unit',
    needed: now.enabled !== 'enabled',
    unless: ['sh', 'steps/unit.sh', 'is-enabled', unit],
    act: host('systemctl', 'enable', `${unit}.service`),
    back: { argv: ['systemctl', 'disable', `${unit}.service`], when: 'always' },
  },
  start(unit, !isRunning(now)),
  reload(unit, isRunning(now) && changes, prefixes),
]

/** Gives the VIP away before nginx stops (nginx-notice.ts); asks nginx whether it answers (nginx-watch.ts). nginx and keepalived bring them. */
export const helpers = { notice: 'hotpair-nginx', watch: 'hotpair-watch' } as const

/** What each helper tells keepalived. */
const tells = { [helpers.notice]: [nginxStateFile, `${nginxStateFile}.last`], [helpers.watch]: [nginxSilentFile] } as const

/**
 * Their files are gone: without this they would go on until the next boot. After keepalived has stopped listening to them, since stopping one could give
 * the VIP away.
 */
export const helpersDown = (): Draft[] =>
  Object.values(helpers).map((unit) => ({
    ...about(unit),
    code: 'stop-unit',
    needed: true,
    unless: ['sh', 'steps/unit.sh', 'is-ended', unit, ...tells[unit]],
    act: host('sh', 'steps/unit.sh', 'end', unit, ...tells[unit]),
  }))

/** How the helpers are, before anything is changed; what was told goes with the unit: keepalived takes a file that is not there for 0. */
export const rememberHelpers = (): Draft[] => [
  {
    ...remember(helpers.notice, []),
    back: {
      argv: ['sh', 'steps/unit.sh', 'restore-helper', helpers.notice, ...tells[helpers.notice]],
      when: 'always',
    },
  },
  remember(helpers.watch, [paths.watchScript]),
]

/** On the way back it is stopped when keepalived does not listen any more: stopping it gives the VIP away. */
export const noticeUp = (changed: readonly string[]): Draft => ({
  ...start(helpers.notice, changed.includes(paths.noticeUnit)),
  back: null,
})

const watch = `${helpers.watch}.service`

export const watchUp = (changed: readonly string[]): Draft[] => [
  {
    ...start(helpers.watch, changed.includes(paths.watchUnit)),
    // A way back that was cut short and goes on after a boot finds neither the unit nor its file.
    back: { argv: ['systemctl', 'stop', watch], when: 'here', given: ['systemctl', 'is-active', '--quiet', watch] },
  },
  {
    ...reload(helpers.watch, changed.includes(paths.watchScript) && !changed.includes(paths.watchUnit), [paths.watchScript]),
    effect: 'none',
  },
]

/** Stopped and disabled; how it was has been remembered. */
export const unitOff = (code: StepCode, unit: string): Draft => ({
  stage: 'commit',
  code,
  subjects: [unit],
  needed: true,
  unless: ['sh', 'steps/unit.sh', 'is-off', unit],
  act: host('sh', 'steps/unit.sh', 'off', unit),
})
