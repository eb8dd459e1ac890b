/** What a secret is for. `vrrp` is the pair's own (auth_pass), the others belong to a node. */
export type SecretKind = 'password' | 'sudo' | 'passphrase' | 'vrrp'

/** Names a secret without holding it. */
export interface SecretRef {
  readonly kind: SecretKind
  readonly pair: string
  /** Absent for `vrrp`. */
  readonly node?: string
}

/** Where secrets come from: the keychain, the environment, a prompt, a form. undefined: not to be had. */
export type SecretSource = (ref: SecretRef) => Promise<string | undefined>

/** `HOTPAIR_PASSWORD_WEB_1` for node `web-1`; `HOTPAIR_VRRP_PASSWORD` for the pair's own. */
export function environmentName(ref: SecretRef): string {
  if (ref.kind === 'vrrp') return 'HOTPAIR_VRRP_PASSWORD'
  return `HOTPAIR_${ref.kind.toUpperCase()}_${(ref.node ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '_')}`
}

/** keepalived cuts auth_pass after 8 characters (keepalived.conf(5)); blanks and quotes would need escaping. */
export const isVrrpPassword = (text: string): boolean => /^[A-Za-z0-9_.+=-]{1,8}$/.test(text)
