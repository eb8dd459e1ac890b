import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { matchesPatterns } from '../domain/wildcard'

/**
 * The known_hosts format of OpenSSH (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT): plain names, `[host]:port`, hashed `|1|`,
 * wildcards, negation, @revoked and @cert-authority. Pure: files are read by host-keys.ts.
 */

export interface KnownHostLine {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  readonly marker: 'revoked' | 'cert-authority' | null
  readonly hosts: string
  /** As in the key itself: `ssh-ed25519`, `ssh-rsa`, … */
  readonly keyType: string
  readonly key: Buffer
}

export type Verdict =
  | { readonly state: 'known' }
  | { readonly state: 'unknown' }
  /** Another key is known for this host: `line` says where. */
  | { readonly state: 'changed'; readonly line: KnownHostLine }
  | { readonly state: 'revoked'; readonly line: KnownHostLine }
  /** Only a certificate authority is known for this host, and certificates are not understood here. */
  | { readonly state: 'certificate'; readonly line: KnownHostLine }

/** Reads a known_hosts text. A line that does not parse is skipped, as ssh does. */
export function parseKnownHosts(text: string, file: string): KnownHostLine[] {
  return text.split('\n').flatMap((raw, index) => {
    const words = raw.trim().split(/[ \t]+/)
    const marker = words[0]?.startsWith('@') ? words.shift() : undefined
    if (marker !== undefined && marker !== '@revoked' && marker !== '@cert-authority') return []
    const [hosts, keyType, base64] = words
    if (hosts === undefined || hosts.startsWith('#') || keyType === undefined || base64 === undefined) return []
    const key = Buffer.from(base64, 'base64')
    // The key names its own type; a line in which the two differ was damaged.
    if (keyTypeOf(key) !== keyType) return []
    return [
      {
        file,
        line: index + 1,
        marker: marker === undefined ? null : marker === '@revoked' ? 'revoked' : 'cert-authority',
        hosts,
        keyType,
        key,
      },
    ]
  })
}

/** How known_hosts names a host: `[host]:port` unless the port is 22; always in lower case. */
export const hostId = (host: string, port: number): string => (port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${String(port)}`)

/** The lines that are about this host and port, in order, with every marker. */
export const lookup = (lines: readonly KnownHostLine[], host: string, port: number): KnownHostLine[] => {
  const id = hostId(host, port)
  return lines.filter((line) => matchesHosts(line.hosts, id))
}

/**
 * Judges the key that a host has shown. Stricter than ssh in one case: a host that is known by a key of another type only is
 * `changed`, not `unknown`. Since the known types are asked for first (hostKeyAlgorithms), a server that still has its known key
 * shows it; one that does not is another server, or an attacker who avoids the comparison.
 */
export function verify(lines: readonly KnownHostLine[], host: string, port: number, key: Buffer): Verdict {
  const own = lookup(lines, host, port)
  const same = (line: KnownHostLine): boolean => line.key.length === key.length && timingSafeEqual(line.key, key)
  const revoked = own.find((line) => line.marker === 'revoked' && same(line))
  if (revoked) return { state: 'revoked', line: revoked }
  const plain = own.filter((line) => line.marker === null)
  if (plain.some(same)) return { state: 'known' }
  const type = keyTypeOf(key)
  const other = plain.find((line) => line.keyType === type) ?? plain.find((line) => line.keyType in algorithmsOf)
  if (other) return { state: 'changed', line: other }
  // ssh also takes a key that is known for the host without its port.
  if (port !== 22 && verify(lines, host, 22, key).state === 'known') return { state: 'known' }
  const authority = own.find((line) => line.marker === 'cert-authority')
  return authority ? { state: 'certificate', line: authority } : { state: 'unknown' }
}

/** SHA256 fingerprint as ssh-keygen prints it. */
export const fingerprintOf = (key: Buffer): string => `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

/** The type at the start of a public key (RFC 4253 §6.6); '' when there is none. */
export function keyTypeOf(key: Buffer): string {
  if (key.length < 4) return ''
  const length = key.readUInt32BE(0)
  return length > 64 || key.length < 4 + length ? '' : key.toString('latin1', 4, 4 + length)
}

/** A line for `append`: our own files are not hashed, so that people can read them. */
export const knownHostsLine = (host: string, port: number, key: Buffer): string =>
  `${hostId(host, port)} ${keyTypeOf(key)} ${key.toString('base64')}\n`

/** Signature algorithms per key type. SHA-1 signatures (`ssh-rsa`) are not offered, as in OpenSSH since 8.8. */
const algorithmsOf: Readonly<Record<string, readonly string[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
}

/** What to offer for the host key: the types already known for the host first, or a host with several keys looks changed. */
export function hostKeyAlgorithms(lines: readonly KnownHostLine[], host: string, port: number): string[] {
  const known = lookup(lines, host, port).filter((line) => line.marker === null)
  const types = [...known.map((line) => line.keyType), ...Object.keys(algorithmsOf)]
  return [...new Set(types.flatMap((type) => algorithmsOf[type] ?? []))]
}

/** One hosts field against one name: any pattern must match, no negated one may. */
const matchesHosts = (hosts: string, id: string): boolean =>
  hosts.startsWith('|') ? matchesHash(hosts, id) : matchesPatterns(hosts.toLowerCase().split(','), id)

function matchesHash(hosts: string, id: string): boolean {
  const [, version, salt, hash, rest] = hosts.split('|')
  if (version !== '1' || salt === undefined || hash === undefined || rest !== undefined) return false
  const expected = Buffer.from(hash, 'base64')
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(id).digest()
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}
