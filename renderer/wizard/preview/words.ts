import { list, t, type PlainKey } from '../../i18n/i18n.svelte'
import type { Action, ActionKind, Summary } from './actions'
import type { FileKind } from './files'

/** Words of the plan: what is done, file by file and in one line. */

export const kindWords = {
  new: 'preview.kindNew',
  changed: 'preview.kindChanged',
  attributes: 'preview.kindAttributes',
  same: 'preview.kindSame',
  removed: 'preview.kindRemoved',
  secret: 'preview.kindSecret',
  runner: 'preview.kindRunner',
} as const satisfies Record<FileKind, PlainKey>

const actionWords = {
  upload: 'preview.doUpload',
  install: 'preview.doInstall',
  backup: 'preview.doBackup',
  validate: 'preview.doValidate',
  write: 'preview.doWrite',
  attributes: 'preview.doAttributes',
  remove: 'preview.doRemove',
  'vrrp-password': 'preview.doPassword',
  firewall: 'preview.doFirewall',
  'disable-firewall': 'preview.doDisable',
  'daemon-reload': 'preview.doReloadSystemd',
  enable: 'preview.doEnable',
  start: 'preview.doStart',
  reload: 'preview.doReload',
  health: 'preview.doHealth',
} as const satisfies Record<ActionKind, string>

/** One action in plain words. */
export const actionText = ({ kind, subject }: Action): string => {
  const key = actionWords[kind]
  switch (key) {
    case 'preview.doUpload':
    case 'preview.doBackup':
    case 'preview.doValidate':
    case 'preview.doReloadSystemd':
    case 'preview.doHealth':
      return t(key)
    default:
      return t(key, { subject })
  }
}

/** "installs 6 packages, writes 14 files on 2 nodes" */
export function summaryText({ packages, writes, removes, rules, services, nodes }: Summary): string {
  const parts = [
    ...(packages > 0 ? [t('preview.doesInstalls', { count: packages })] : []),
    ...(writes > 0 ? [t('preview.doesWrites', { count: writes })] : []),
    ...(removes > 0 ? [t('preview.doesRemoves', { count: removes })] : []),
    ...(rules > 0 ? [t('preview.doesRules', { count: rules })] : []),
    ...(services > 0 ? [t('preview.doesServices', { count: services })] : []),
  ]
  return t('preview.doesOn', { what: list(parts), count: nodes })
}
