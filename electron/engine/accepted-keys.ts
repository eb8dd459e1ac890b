import type { UnknownHostKey } from '../remote/host-keys'

type Key = Pick<UnknownHostKey, 'host' | 'port' | 'fingerprint'>

/** Host keys that were shown in a window and accepted there: exactly these, until they are written down when the host next shows them. */
export class AcceptedKeys {
  readonly #keys = new Set<string>()

  accept(key: Key): void {
    this.#keys.add(wordOf(key))
  }

  has(key: Key): boolean {
    return this.#keys.has(wordOf(key))
  }
}

const wordOf = ({ host, port, fingerprint }: Key): string => `${host} ${String(port)} ${fingerprint}`
