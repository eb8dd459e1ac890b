import { keepalivedConfiguration } from '../domain/node-facts'
import { paths } from '../domain/paths'
import { atLeast } from '../domain/version'
import { onEach, type Rule } from './rule'

/** What keepalived must be able to do, by the version that is there or would be installed. */
const version: Rule = onEach(({ facts }, { pair }) => {
  const found = facts.keepalived.version ?? facts.packages.keepalived.installed ?? facts.packages.keepalived.candidate
  if (found === null) return []
  // `keepalived -t` is there since 2.0.4, and tells by its exit status since 2.0.5.
  if (!atLeast(found, '2.0.5')) return [['error', 'keepalived-too-old', { version: found }]]
  // Before 2.2.4 peers that were dropped silently meant multicast.
  return [pair.vrrp.mode === 'unicast' && !atLeast(found, '2.2.4') && ['error', 'keepalived-too-old-for-unicast', { version: found }]]
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

export const keepalivedRules: readonly Rule[] = [version, configuration, unseen, masked]
