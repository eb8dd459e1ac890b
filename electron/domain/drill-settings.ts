import { z } from 'zod'
import type { Pair } from './pair'
import { downAdverts } from './vrrp-times'

/**
 * The settings of a pair that its downtimes depend on: kept with each drill, so that two runs can be compared after the settings have
 * changed. One that is added here has words in both languages, or nothing compiles.
 */
export const drillSettings = [
  'advert-interval',
  'down-adverts',
  'real-time',
  'vrrp-version',
  'order',
  'preempt',
  'mode',
  'nginx-failure',
  'content',
] as const
export type DrillSetting = (typeof drillSettings)[number]

const value = z.union([z.string().max(400), z.number(), z.boolean()])
export type SettingValue = z.output<typeof value>

/** As it is kept: of a later version more, which this one leaves out; of an earlier one nothing. */
export const keptSettings = z.record(z.string(), value).transform((kept): KeptSettings => {
  const known = drillSettings.flatMap((name) => (kept[name] === undefined ? [] : [[name, kept[name]] as const]))
  return Object.fromEntries(known)
})
export type KeptSettings = Readonly<Partial<Record<DrillSetting, SettingValue>>>

const valueOf: Readonly<Record<DrillSetting, (pair: Pair) => SettingValue>> = {
  /** Seconds. */
  'advert-interval': ({ vrrp }) => vrrp.advertInterval,
  'down-adverts': ({ vrrp }) => downAdverts(vrrp),
  /** 0: not at all. */
  'real-time': ({ vrrp }) => vrrp.realTimePriority ?? 0,
  'vrrp-version': ({ vrrp }) => vrrp.version,
  order: ({ nodes }) => nodes.map(({ name, priority }) => `${name} ${String(priority)}`).join(' '),
  preempt: ({ vrrp }) => vrrp.preempt,
  mode: ({ vrrp }) => vrrp.mode,
  'nginx-failure': ({ vrrp }) => vrrp.onNginxFailure,
  content: ({ nginx }) => nginx.content,
}

export const drillSettingsOf = (pair: Pair): KeptSettings => Object.fromEntries(drillSettings.map((name) => [name, valueOf[name](pair)]))

/** In which settings two runs differ; what one of them did not keep is not told apart. */
export const differingSettings = (one: KeptSettings, other: KeptSettings): DrillSetting[] =>
  drillSettings.filter((name) => one[name] !== undefined && other[name] !== undefined && one[name] !== other[name])
