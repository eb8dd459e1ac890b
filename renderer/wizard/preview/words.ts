import type { PlanSummary } from '../../../electron/domain/plan'
import { list, t, type PlainKey } from '../../i18n/i18n.svelte'
import type { FileKind } from './files'

/** Words of the plan: what becomes of its files, and all of it in one line. */

export const kindWords = {
  new: 'preview.kindNew',
  changed: 'preview.kindChanged',
  attributes: 'preview.kindAttributes',
  same: 'preview.kindSame',
  removed: 'preview.kindRemoved',
  secret: 'preview.kindSecret',
  runner: 'preview.kindRunner',
} as const satisfies Record<FileKind, PlainKey>

/** "installs 6 packages, writes 14 files on 2 nodes" */
export function summaryText({ packages, writes, removes, rules, services, nodes }: PlanSummary): string {
  const parts = [
    ...(packages > 0 ? [t('preview.doesInstalls', { count: packages })] : []),
    ...(writes > 0 ? [t('preview.doesWrites', { count: writes })] : []),
    ...(removes > 0 ? [t('preview.doesRemoves', { count: removes })] : []),
    ...(rules > 0 ? [t('preview.doesRules', { count: rules })] : []),
    ...(services > 0 ? [t('preview.doesServices', { count: services })] : []),
  ]
  return t('preview.doesOn', { what: list(parts), count: nodes })
}
