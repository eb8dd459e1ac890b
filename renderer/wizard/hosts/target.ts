/** What somebody pastes to say where a host is. */
export interface Target {
  readonly address: string
  readonly user?: string
  readonly port?: string
}

/**
 * Takes `user@host:port` apart, with any part missing; also `ssh -p port user@host` and `ssh://user@host:port`. A bare IPv6 address has
 * no port; in brackets it may have one.
 */
export function parseTarget(text: string): Target {
  let rest = text
    .trim()
    .replace(/^ssh:\/\//i, '')
    .replace(/\/$/, '')
  let port: string | undefined
  if (/^ssh\s/.test(rest)) {
    port = /\s-p\s*(\d+)/.exec(rest)?.[1]
    rest = rest
      .replace(/^ssh\s+/, '')
      .replace(/-p\s*\d+/, '')
      .replace(/\s-\S+/g, '')
      .trim()
  }
  const at = rest.lastIndexOf('@')
  const user = at > 0 ? rest.slice(0, at) : undefined
  let address = rest.slice(at + 1)
  const withPort = /^(?:\[(?<v6>[0-9a-f:]+)\]|(?<host>[^:\s]+))(?::(?<port>\d+))?$/i.exec(address)?.groups
  if (withPort !== undefined) {
    address = withPort['v6'] ?? withPort['host'] ?? address
    port = withPort['port'] ?? port
  }
  return { address, ...(user === undefined ? {} : { user }), ...(port === undefined ? {} : { port }) }
}
