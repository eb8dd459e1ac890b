import type { FailureKind } from '../../../electron/domain/failure'
import type { NodeForm } from '../../app/form'
import type { PlainKey } from '../../i18n/i18n.svelte'

/** The fields that a host, or the file that was named, can find wrong. */
export type RefusedField = 'password' | 'sudo' | 'passphrase' | 'keyFile'

export const refusedWords = {
  password: 'hosts.passwordRefused',
  sudo: 'hosts.sudoRefused',
  passphrase: 'hosts.passphraseRefused',
  keyFile: 'hosts.keyFileRefused',
} as const satisfies Record<RefusedField, PlainKey>

/** The field to correct after this failure; null: none of them, or it cannot be told. */
export function refusedField(kind: FailureKind, auth: NodeForm['auth']): RefusedField | null {
  switch (kind) {
    case 'auth-refused':
      return auth === 'password' ? 'password' : auth === 'key' ? 'keyFile' : null
    case 'sudo-password':
      return 'sudo'
    case 'key-passphrase':
      return 'passphrase'
    case 'key-unreadable':
    case 'key-unsupported':
      return 'keyFile'
    default:
      return null
  }
}
