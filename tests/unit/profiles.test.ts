import { describe, expect, it } from 'vitest'
import { recommendationText } from '../../electron/contract/calibration'
import type { PairFacts } from '../../electron/domain/node-facts'
import { pairSchema, vrrpSchema, type PairInput } from '../../electron/domain/pair'
import { downtimes, profileOf, profiles, recommendProfile, withTiming } from '../../electron/domain/profiles'
import { settleSeconds } from '../../electron/domain/vrrp-times'
import { pairFacts, pairOf } from '../facts/healthy'

const vrrp = (more: Partial<PairInput['vrrp']> = {}) => vrrpSchema.parse({ routerId: 66, ...more })
const whole = (more: Partial<PairInput['vrrp']> = {}) => pairSchema.parse({ ...pairOf(), vrrp: { routerId: 66, ...more } }).vrrp
/** The priorities that nodes have by default. */
const priorities = [254, 253]

describe('which profile settings are', () => {
  it.each([
    ['the default', {}, 'compatible'],
    ['the same, all said', { advertInterval: 1, downTimerAdverts: 3, version: 2 }, 'compatible'],
    ['fast', { advertInterval: 0.1, realTimePriority: 50 }, 'fast'],
    ['measured', { advertInterval: 0.01, downTimerAdverts: 6, realTimePriority: 50 }, 'calibrated'],
    ['measured where real-time is not allowed', { advertInterval: 0.02, downTimerAdverts: 8 }, 'calibrated'],
    ['measured with keepalived 2.1.5', { advertInterval: 0.1, downTimerAdverts: 3 }, 'calibrated'],
    ['fast without real-time', { advertInterval: 0.1 }, 'own'],
    ['0.2 s', { advertInterval: 0.2 }, 'own'],
    ['1 s of version 3', { advertInterval: 1, version: 3 }, 'own'],
    ['1 s, five adverts', { advertInterval: 1, downTimerAdverts: 5 }, 'own'],
  ] as const)('%s', (_, more, profile) => expect(profileOf(whole(more))).toBe(profile))

  it('a profile that is put in is that profile', () => {
    const before = whole({ advertInterval: 0.03, downTimerAdverts: 9, realTimePriority: 7, timerExpiredBackup: true })
    for (const name of ['compatible', 'fast'] as const) {
      const after = withTiming(before, profiles[name])
      expect([profileOf(after), after.timerExpiredBackup]).toEqual([name, true])
      expect(vrrpSchema.safeParse(after).success).toBe(true)
    }
  })
})

describe('what a profile costs, in ms', () => {
  // RFC 9568 §6.1: skew (256 − 253) / 256 of a second in version 2, of an interval in version 3
  it.each([
    ['compatible', {}, { planned: 12, 'nginx-dead': 42, 'nginx-hangs': 492, 'node-gone': 3012 }],
    ['fast', profiles.fast, { planned: 2, 'nginx-dead': 32, 'nginx-hangs': 242, 'node-gone': 302 }],
    ['measured', { advertInterval: 0.01, downTimerAdverts: 5 }, { planned: 1, 'nginx-dead': 31, 'nginx-hangs': 241, 'node-gone': 51 }],
    [
      'the check starts nginx',
      { onNginxFailure: 'stop-keepalived' },
      { planned: 12, 'nginx-dead': 12012, 'nginx-hangs': 12012, 'node-gone': 3012 },
    ],
  ] as const)('%s', (_, more, costs) => expect(downtimes(whole(more), priorities)).toEqual(costs))

  it('of the best standby, whatever the order', () => expect(downtimes(whole(), [1, 254, 253])).toEqual(downtimes(whole(), priorities)))
})

it('a node takes the VIP only after all adverts of its down timer', () =>
  expect([whole(), whole({ downTimerAdverts: 10 })].map(settleSeconds)).toEqual([7, 14]))

describe('what is recommended', () => {
  const names = ['nginx1', 'nginx2']
  const those = (change: (facts: PairFacts[string]) => void): PairFacts => pairFacts(change)
  it.each([
    ['metal', (): void => undefined, 'fast', 'steady', []],
    ['a container', (own: PairFacts[string]): void => void (own.os.virtualisation = 'systemd-nspawn'), 'fast', 'steady', []],
    [
      'a virtual machine',
      (own: PairFacts[string]): void => void (own.os.virtualisation = 'kvm'),
      'compatible',
      'virtual-machine',
      ['nginx1'],
    ],
    [
      'nobody tells',
      (own: PairFacts[string]): void => void (own.os.virtualisation = 'unknown'),
      'compatible',
      'machine-unknown',
      ['nginx1'],
    ],
    ['a cloud', (own: PairFacts[string]): void => void (own.os.cloud = 'aws'), 'compatible', 'cloud', ['nginx1']],
    [
      'no keepalived to be had',
      (own: PairFacts[string]): void => {
        own.keepalived.version = null
        own.packages.keepalived = { installed: null, candidate: null }
      },
      'compatible',
      'unknown',
      ['nginx1'],
    ],
  ] as const)('%s', (_, change, profile, reason, nodes) => {
    const recommended = recommendProfile(names, those(change))
    expect(recommended).toEqual({ profile, reason, nodes })
    for (const language of ['en', 'zh-CN'] as const) expect(recommendationText(recommended, language)).not.toContain('{')
  })

  it('compatible, before anything was read', () =>
    expect(recommendProfile(names, {})).toEqual({ profile: 'compatible', reason: 'unknown', nodes: names }))
})

it('settings that contradict each other are refused', () => {
  expect(vrrpSchema.safeParse({ routerId: 1, preempt: true, timerExpiredBackup: true }).error?.issues).toMatchObject([
    { path: ['timerExpiredBackup'], message: 'paused-and-preempt' },
  ])
  expect(vrrp({ downTimerAdverts: 2, realTimePriority: 99 })).toMatchObject({ downTimerAdverts: 2, realTimePriority: 99 })
})
