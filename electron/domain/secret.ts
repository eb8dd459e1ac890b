/** Secrets that belong to a node. */
export const nodeSecrets = ['password', 'sudo', 'passphrase'] as const
/** What a secret is for. `vrrp` is the pair's own (auth_pass). */
export type SecretKind = (typeof nodeSecrets)[number] | 'vrrp'

/** The account on a machine that a password or a passphrase is for. */
export interface Account {
  readonly address: string
  readonly port: number
  readonly user: string
}

/** As one text: two accounts are one exactly when these are equal. */
export const accountText = ({ address, port, user }: Account): string => `${user}@${address.toLowerCase()}:${String(port)}`

/** Names a secret without holding it. */
export interface SecretRef {
  readonly kind: SecretKind
  readonly pair: string
  /** Absent for `vrrp`. */
  readonly node?: string
  /** The one account (accountText) that it may be sent to, whatever address the node gets. Absent: it follows the node. */
  readonly at?: string
}

/** Where secrets come from: the keychain, the environment, a prompt, a form. undefined: not to be had. @param account that the node has now */
export type SecretSource = (ref: SecretRef, account?: Account) => Promise<string | undefined>

/** `HOTPAIR_PASSWORD_WEB_1` for node `web-1`; `HOTPAIR_VRRP_PASSWORD` for the pair's own. */
export function environmentName(ref: SecretRef): string {
  if (ref.kind === 'vrrp') return 'HOTPAIR_VRRP_PASSWORD'
  return `HOTPAIR_${ref.kind.toUpperCase()}_${(ref.node ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '_')}`
}

/** keepalived cuts auth_pass after 8 characters (keepalived.conf(5)); blanks and quotes would need escaping. */
export const isVrrpPassword = (text: string): boolean => /^[A-Za-z0-9_.+=-]{1,8}$/.test(text)
