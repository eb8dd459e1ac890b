import type { Calibration } from '../../domain/calibration'
import type { Fault, ProfileName, RecommendationReason } from '../../domain/profiles'

/** How fast a pair notices a failure, what a measurement of its hosts found, and what follows from it. */

export const profileNamesEn: Readonly<Record<ProfileName, string>> = {
  compatible: 'compatible',
  fast: 'fast',
  calibrated: 'measured on these hosts',
  own: 'settings of your own',
}

/** What `{nodes}` are, and what that means for the choice. */
export const recommendationsEn: Readonly<Record<RecommendationReason, string>> = {
  steady: 'No host is a virtual machine that may be paused, so the fast settings hold.',
  'virtual-machine':
    '{nodes}: a virtual machine. A snapshot pauses it for a second or two, which moves the VIP unless adverts may be missed for that long.',
  cloud: '{nodes}: a machine in a cloud, which may be paused or moved while it runs.',
  'machine-unknown': '{nodes}: it is not known whether it is a virtual machine, which may be paused.',
  unknown: '{nodes}: not enough is known yet to choose faster settings.',
}

export const faultsOfProfilesEn: Readonly<Record<Fault, string>> = {
  planned: 'keepalived stopped, planned move',
  'nginx-dead': 'nginx ends',
  'nginx-hangs': 'nginx hangs',
  'node-gone': 'power or network lost',
}

export const calibrationEn = {
  direction: '{from} → {to}: {heard} adverts came, {lost} were lost; the worst was {worst} ms late, 99.9 % at most {usual} ms.',
  idle: 'Measured for {seconds} s.',
  loaded: 'Measured for {seconds} s with all processors busy.',
  realTime: 'With real-time priority, as keepalived would run.',
  noRealTime: 'Without real-time priority: not every host allows it.',
  bears: 'The settings bear {lost} lost adverts in a row and {room} ms of lateness besides; the worst that was seen is {worst} ms.',
  silent: 'When the holder goes silent, clients get no answer for at most {ms} ms.',
  risk: 'What did not happen in this time is not known: a longer pause moves the VIP although nothing has failed.',
  riskIdle:
    'What did not happen in this time is not known, and load was not measured: a longer pause moves the VIP although nothing has failed. Measuring with load tells more.',
  unsteady: 'Adverts came up to {worst} ms late: nothing faster than “compatible” would hold here.',
} as const

type Problem = Calibration['problems'][number]['is']
export const calibrationProblemsEn: Readonly<Record<Problem, string>> = {
  'no-tool': '{node} has neither perl nor python3, one of which is needed to measure.',
  silent: 'No advert came from {from} to {to}. Something between them drops VRRP (IP protocol 112), which the pair needs.',
  sparse: 'Less than half of the adverts came from {from} to {to}: too few to choose by.',
}
