import { expect, test } from 'vitest'
import { pairSchema } from '../../electron/domain/pair'
import { deployedOf, differingGroups, settingGroups, type SettingsEntry } from '../../electron/domain/settings-history'

const pairOf = (more: object = {}) =>
  pairSchema.parse({
    name: 'web',
    nodes: [
      { name: 'a', address: '198.51.100.11' },
      { name: 'b', address: '198.51.100.12' },
    ],
    vips: ['198.51.100.199/24'],
    vrrp: { routerId: 66 },
    ...more,
  })
const [first, second] = [pairOf(), pairOf({ vrrp: { routerId: 66, advertInterval: 0.2 } })]
let clock = 0
const entry = (kind: string, data: object = {}, result = 'done'): SettingsEntry => ({
  kind,
  time: new Date(++clock * 1000).toISOString(),
  result,
  data,
})
/** As they are kept: newest first, and JSON. */
const kept = (...entries: SettingsEntry[]): SettingsEntry[] => (JSON.parse(JSON.stringify(entries)) as SettingsEntry[]).reverse()
const settingsOf = (...entries: SettingsEntry[]) => deployedOf(kept(...entries)).map(({ settings }) => settings)

test('the last deployment is on the hosts, and those before it come back one by one', () => {
  const [one, two] = [entry('deployment', { settings: first }), entry('deployment', { settings: second })]
  expect(settingsOf()).toEqual([])
  expect(settingsOf(one)).toEqual([first])
  expect(settingsOf(one, two)).toEqual([second, first])
  expect(settingsOf(one, two, entry('undo'))).toEqual([first])
  expect(settingsOf(one, two, entry('undo'), entry('undo'))).toEqual([])
  expect(settingsOf(one, entry('undo'), two)).toEqual([second])
})
test('what failed, and what is no deployment, changes nothing', () => {
  const one = entry('deployment', { settings: first })
  expect(settingsOf(one, entry('deployment', { settings: second }, 'verify-failed'), entry('drill'), entry('verification'))).toEqual([
    first,
  ])
  expect(settingsOf(one, entry('undo', {}, 'undo-failed'))).toEqual([first])
})
test('a deployment of an earlier version counts, though its settings are not known', () => {
  expect(settingsOf(entry('deployment', { took: 1 }), entry('deployment', { settings: second }), entry('undo'))).toEqual([null])
})
test('names in what two settings differ', () => {
  expect(differingGroups(first, first)).toEqual([])
  expect(differingGroups(first, second)).toEqual(['speed'])
  const other = pairOf({
    nodes: [
      { name: 'a', address: '198.51.100.11', priority: 100 },
      { name: 'b', address: '198.51.100.13', priority: 200 },
    ],
    vips: ['198.51.100.198/24'],
    vrrp: { routerId: 67, advertInterval: 2, preempt: true, mode: 'unicast', onNginxFailure: 'stop-keepalived' },
    nginx: { content: 'keep' },
    firewall: 'leave',
  })
  expect(differingGroups(first, other)).toEqual(settingGroups)
})
