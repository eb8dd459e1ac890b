import type { CheckReason, CheckResult } from '../../../electron/domain/check'
import { reasonText } from '../../../electron/contract/check'
import { language, sentences, t, type PlainKey } from '../../i18n/i18n.svelte'

export const groupWords = {
  'node-answers': 'verify.groupNodes',
  'one-holder': 'verify.groupHolder',
  'vip-answers': 'verify.groupVip',
} as const satisfies Record<CheckResult['check'], PlainKey>

export const verdictWords = {
  passed: 'verify.passed',
  failed: 'verify.failed',
  warning: 'verify.warning',
  skipped: 'verify.skipped',
} as const satisfies Record<CheckResult['verdict'], PlainKey>

const remedies = {
  'no-curl': 'verify.doNoCurl',
  'no-answer': 'verify.doVipNoAnswer',
  'bad-status': 'verify.doBadStatus',
  'upstream-failed': 'verify.doUpstream',
  'no-node-header': 'verify.doOtherSite',
  'wrong-node': 'verify.doWrongNode',
  'unknown-node': 'verify.doOtherSite',
  'different-site': 'verify.doDifferentSite',
  'no-holder': 'verify.doNoHolder',
  'two-holders': 'verify.doTwoHolders',
  'not-read-everywhere': 'verify.doNotRead',
  'node-lost': 'verify.doNotRead',
  'operator-not-on-link': 'verify.doOperator',
  'operator-no-curl': 'verify.doOperator',
} as const satisfies Record<CheckReason, PlainKey>

const isReason = (reason: string): reason is CheckReason => reason in remedies

export const placeText = (from: string): string => (from === 'operator' ? t('verify.here') : from)

/** Why it is not passed, and what to do; null: it is. */
export function complaintText(check: CheckResult): { readonly why: string; readonly remedy: string } | null {
  const { reason } = check
  if (!isReason(reason)) return null
  const values = { ...check.values, subject: check.subject, from: placeText(check.from) }
  const because = check.values.because
  const seen = because !== undefined && isReason(because) ? [t('verify.because', { reason: reasonText(because, values, language()) })] : []
  const own = reason === 'no-answer' && check.check === 'node-answers'
  return {
    why: sentences([reasonText(reason, values, language()), ...seen]),
    remedy: own ? t('verify.doNoAnswer', { subject: check.subject }) : t(remedies[reason]),
  }
}
