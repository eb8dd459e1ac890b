import { profileWords } from '../../../electron/contract/wording'
import { timingOf } from '../../../electron/domain/calibration'
import type { Pair } from '../../../electron/domain/pair'
import { downtimes, profiles, withTiming, type Fault, type ProfileName } from '../../../electron/domain/profiles'
import { downAdverts, plainDownAdverts } from '../../../electron/domain/vrrp-times'
import { pairSoFar } from '../../app/form'
import { language, t } from '../../i18n/i18n.svelte'
import { cautionWords } from './cautions'
import type { VipState } from './vip.svelte'

const faults = ['nginx-dead', 'nginx-hangs', 'node-gone'] as const satisfies readonly Fault[]

/** ms, or s from one second on. */
const time = (ms: number): string => (ms < 1000 ? t('vip.milliseconds', { ms }) : t('vip.seconds', { seconds: Math.round(ms / 100) / 10 }))

function costs(vrrp: Pair['vrrp'], { nodes }: Pick<Pair, 'nodes'>): string {
  const found = downtimes(
    vrrp,
    nodes.map(({ priority }) => priority),
  )
  const words = profileWords[language()].faults
  return t('vip.profileCosts', {
    costs: faults.map((fault) => t('vip.profileCost', { fault: words[fault], time: time(found[fault]) })).join(' · '),
  })
}

const term = (vrrp: Pair['vrrp']): string => {
  const values = { version: vrrp.version, seconds: vrrp.advertInterval }
  return downAdverts(vrrp) === plainDownAdverts
    ? t('vip.profileTerm', values)
    : t('vip.profileTermAdverts', { ...values, count: downAdverts(vrrp) })
}

/** The profiles as cards: what each is, what it costs, and whether it is the recommended one. */
export function profileOptions({ profile, recommended, measure, cautions, wizard }: VipState) {
  const pair = pairSoFar(wizard.form)
  const card = (value: ProfileName, label: string, vrrp: Pair['vrrp'], hint: string) => ({
    value,
    label: value === recommended.profile ? t('vip.profileRecommended', { profile: label }) : label,
    term: term(vrrp),
    hint: `${hint}\n${costs(vrrp, pair)}`.trim(),
  })
  const choice = measure.work.value?.choice ?? null
  const measured = choice !== null ? withTiming(pair.vrrp, timingOf(choice)) : profile === 'calibrated' ? pair.vrrp : null
  return [
    card('compatible', t('vip.compatible'), withTiming(pair.vrrp, profiles.compatible), t('vip.compatibleHint')),
    { ...card('fast', t('vip.fast'), withTiming(pair.vrrp, profiles.fast), t('vip.fastHint')), ...cautionWords(cautions.fast) },
    measured === null
      ? { value: 'calibrated' as const, label: t('vip.calibrated'), hint: t('vip.calibratedHint'), impossible: t('vip.calibratedFirst') }
      : {
          ...card('calibrated', t('vip.calibrated'), measured, t('vip.calibratedHint')),
          ...(profile === 'calibrated' ? cautionWords(cautions.timing) : {}),
        },
    ...(profile === 'own' ? [{ ...card('own', t('vip.ownTiming'), pair.vrrp, ''), ...cautionWords(cautions.timing) }] : []),
  ]
}
