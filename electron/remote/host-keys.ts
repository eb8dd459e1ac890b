import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { appendLine, readText } from '../disk/regular'
import { fileReason, HotpairError } from '../domain/failure'
import { fingerprintOf, hostKeyAlgorithms, keyTypeOf, knownHostsLine, parseKnownHosts, verify } from './known-hosts'
import type { KnownHostLine, Verdict } from './known-hosts'

/** What is shown to a person who shall decide about a host key. */
export interface UnknownHostKey {
  readonly node: string
  readonly host: string
  readonly port: number
  readonly keyType: string
  /** `SHA256:…` */
  readonly fingerprint: string
}

export interface HostKeys {
  /** Signature algorithms to offer to this host, those of its known keys first. Raises known-hosts-unreadable. */
  algorithms(host: string, port: number): Promise<string[]>
  /** What the files say of a key. Asks nobody. Raises known-hosts-unreadable. */
  judge(host: string, port: number, key: Buffer): Promise<Verdict>
  /**
   * Acts on a verdict that is not `known`: asks about an unknown key and writes it down when it is accepted.
   * Raises host-key-unknown, host-key-changed, host-key-revoked, known-hosts-unreadable.
   */
  decide(node: string, host: string, port: number, key: Buffer): Promise<void>
}

export interface HostKeyOptions {
  /** Files to read; those that do not exist are empty. `write` is read too. */
  readonly read: readonly string[]
  /** The file that accepted keys are appended to; its folder is made. */
  readonly write: string
  /** Whether an unknown key is accepted. Without it, it is refused. */
  readonly onUnknown?: (info: UnknownHostKey) => Promise<boolean>
}

/** The files that ssh itself reads. */
export const systemKnownHosts = (): string[] => [
  join(homedir(), '.ssh', 'known_hosts'),
  join(homedir(), '.ssh', 'known_hosts2'),
  ...(process.platform === 'win32' ? [] : ['/etc/ssh/ssh_known_hosts']),
]

/**
 * Host keys from known_hosts files. The user's own file is read and never written: give `read: systemKnownHosts()` and our file
 * as `write`; for `--known-hosts FILE` give `read: []` and FILE as `write`.
 */
export function openHostKeys(options: HostKeyOptions): HostKeys {
  const files = [...new Set([...options.read, options.write])]
  const load = async (): Promise<KnownHostLine[]> => (await Promise.all(files.map(readLines))).flat()
  // One at a time: two nodes may be accepted in the same moment.
  let writing: Promise<void> = Promise.resolve()

  return {
    algorithms: async (host, port) => hostKeyAlgorithms(await load(), host, port),
    judge: async (host, port, key) => verify(await load(), host, port, key),
    async decide(node, host, port, key) {
      const info: UnknownHostKey = { node, host, port, keyType: keyTypeOf(key), fingerprint: fingerprintOf(key) }
      const values = { host, port, keyType: info.keyType, fingerprint: info.fingerprint }
      const verdict = verify(await load(), host, port, key)
      switch (verdict.state) {
        case 'known':
          return
        case 'changed':
          throw new HotpairError('host-key-changed', {
            node,
            values: { ...values, expected: fingerprintOf(verdict.line.key), ...place(verdict.line) },
          })
        case 'revoked':
          throw new HotpairError('host-key-revoked', { node, values: { ...values, ...place(verdict.line) } })
        case 'certificate':
          throw new HotpairError('known-hosts-unreadable', {
            node,
            values: { ...place(verdict.line), reason: 'cert-authority' },
          })
        case 'unknown': {
          if (!(await options.onUnknown?.(info))) throw new HotpairError('host-key-unknown', { node, values })
          writing = writing.catch(() => undefined).then(() => append(options.write, knownHostsLine(host, port, key)))
          await writing
          return
        }
        default:
          verdict satisfies never
      }
    },
  }
}

const place = ({ file, line }: KnownHostLine) => ({ file, line })

/** Bytes: some 20,000 hosts. It is read anew for each connection. */
const largest = 8 * 1024 * 1024

async function readLines(file: string): Promise<KnownHostLine[]> {
  try {
    return parseKnownHosts(await readText(file, largest), file)
  } catch (error) {
    if (error instanceof HotpairError) throw error
    // A file that is not there knows no hosts; one that may not be read could hide a changed key.
    const why = fileReason(error)
    if (why.reason === 'ENOENT' || why.reason === 'ENOTDIR') return []
    throw new HotpairError('known-hosts-unreadable', { values: { file, ...why }, cause: error })
  }
}

/** Raises known-hosts-unreadable. */
async function append(file: string, line: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await appendLine(file, line.trimEnd(), 0o600)
  } catch (error) {
    throw new HotpairError('known-hosts-unreadable', { values: { file, ...fileReason(error) }, cause: error })
  }
}
