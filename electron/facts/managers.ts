import type { InterfaceFact } from '../domain/node-facts'
import { sh } from '../remote/sh'
import { lines, match, succeeded, type Fact } from './fact'

type Manager = InterfaceFact['manager']

/** Who manages each interface; one that is not named is managed by nobody we know. */
export const managers: Fact<ReadonlyMap<string, Manager>> = {
  command: sh`if command -v nmcli >/dev/null; then timeout 5 nmcli -t -f DEVICE,STATE device 2>/dev/null | sed 's/^/NetworkManager /'; fi
if command -v networkctl >/dev/null; then timeout 5 networkctl list --no-legend --no-pager 2>/dev/null | sed 's/^/networkd /'; fi
if command -v ifup >/dev/null; then
  sed -n 's/^[[:space:]]*iface[[:space:]][[:space:]]*\([^[:space:]]*\).*/ifupdown \1/p' /etc/network/interfaces /etc/network/interfaces.d/* 2>/dev/null
fi
exit 0`,
  seconds: 15,
  parse: (stdout, status) => {
    succeeded(status)
    const found = new Map<string, Manager>()
    for (const line of lines(stdout)) {
      const [manager = '', rest = ''] = match(line, /^(NetworkManager|networkd|ifupdown) (.*)$/, 'a manager')
      const name = managed(manager as Manager, rest)
      // The first one wins: NetworkManager, networkd, ifupdown.
      if (name !== undefined && !found.has(name)) found.set(name, manager as Manager)
    }
    return found
  },
}

/** The interface that the line says is managed; undefined when it says that it is not, or speaks of none. */
function managed(manager: Manager, line: string): string | undefined {
  if (manager === 'ifupdown') return line
  if (manager === 'NetworkManager') {
    // nmcli -t escapes colons in names; "connected (externally)" is somebody else's.
    const [, name, state = ''] = /^((?:\\.|[^:\\])+):(.*)$/.exec(line) ?? []
    return /^(unmanaged|unavailable)|\(externally\)/.test(state) ? undefined : name?.replace(/\\(.)/g, '$1')
  }
  // "  2 ens33 ether    routable    configured"; SETUP is the last column.
  const [index = '', name, ...rest] = line.trim().split(/\s+/)
  const setup = /^\d+$/.test(index) ? rest.at(-1) : undefined
  return setup === undefined || ['unmanaged', 'n/a', 'linger', '-'].includes(setup) ? undefined : name
}
