import { keywordSince } from '../domain/keepalived/keywords'
import { keepalivedConfiguration, keepalivedVersionOf } from '../domain/node-facts'
import { paths } from '../domain/paths'
import { atLeast } from '../domain/version'
import { downAdverts, plainDownAdverts } from '../domain/vrrp-times'
import { onEach, type Rule } from './rule'

/** What keepalived must be able to do, by the version that is there or would be installed. */
const version: Rule = onEach(({ facts }, { pair }) => {
  const found = keepalivedVersionOf(facts)
  if (found === null) return []
  // `keepalived -t` is there since 2.0.4, and tells by its exit status since 2.0.5.
  if (!atLeast(found, '2.0.5')) return [['error', 'keepalived-too-old', { version: found }]]
  // Before 2.2.4 peers that were dropped silently meant multicast.
  return [pair.vrrp.mode === 'unicast' && !atLeast(found, '2.2.4') && ['error', 'keepalived-too-old-for-unicast', { version: found }]]
})

/** Keywords that not every supported version has: what must be equal on all nodes is refused, the rest is left out where it is not known. */
const keywords: Rule = onEach(({ facts }, { pair: { vrrp } }) => {
  const found = keepalivedVersionOf(facts)
  if (found === null) return []
  const lacks = (keyword: keyof typeof keywordSince) => !atLeast(found, keywordSince[keyword])
  return [
    downAdverts(vrrp) !== plainDownAdverts &&
      lacks('down_timer_adverts') && [
        'error',
        'keepalived-too-old-for-down-timer',
        { version: found, since: keywordSince.down_timer_adverts, adverts: downAdverts(vrrp) },
      ],
    vrrp.timerExpiredBackup === true &&
      lacks('timer_expired_backup') && ['warning', 'timer-expired-left-out', { version: found, since: keywordSince.timer_expired_backup }],
  ]
})

const configuration: Rule = onEach(({ facts }, { pair }) => {
  const now = keepalivedConfiguration(facts)
  if (now.kind === 'ours') return [now.pair !== pair.name && ['warning', 'other-pair', { other: now.pair, pair: pair.name }]]
  if (now.kind !== 'foreign') return []
  const running = ['active', 'reloading', 'activating'].includes(facts.keepalived.unit.active)
  const { routerIds } = facts.keepalived
  return [running ? ['error', 'foreign-keepalived-running', { routerIds }] : ['warning', 'foreign-keepalived', { routerIds }]]
})

/** Its passwords cannot be told from the rest, so that nothing of it is shown: not in the preview, not in the difference. */
const unseen: Rule = onEach(({ facts }) => {
  const why = facts.files[paths.keepalivedConf]?.unseen
  return [why !== undefined && ['warning', `keepalived-${why}` as const, { path: paths.keepalivedConf }]]
})

const masked: Rule = onEach(({ facts }) =>
  (['nginx', 'keepalived'] as const).map((unit) => facts[unit].unit.enabled.startsWith('masked') && ['error', 'unit-masked', { unit }]),
)

export const keepalivedRules: readonly Rule[] = [version, keywords, configuration, unseen, masked]
