import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands } from '../../electron/contract/commands'
import type { ShownFacts } from '../../electron/domain/node-facts'

const { facts } = commands['hosts.detect'].output.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'recorded/hosts-detect.json'), 'utf8')),
)
const found = facts.nginx1
if (found === undefined) throw new Error('the recording has no nginx1')
const recorded: ShownFacts = found

export interface Machine {
  readonly address?: string
  readonly ssh?: string | null
  readonly more?: readonly { name: string; address: string }[]
  readonly virtualisation?: string
  readonly cloud?: string | null
  /** Version to be installed. */
  readonly keepalived?: string
  /** Installed version. */
  readonly nginx?: string | null
  readonly ufw?: boolean
}

/** Facts of a bare Debian host of the practice lab, changed as a case wants it. */
export function factsOf(machine: Machine = {}): ShownFacts {
  const {
    address = '198.51.100.11',
    ssh = 'ens33',
    more = [],
    virtualisation = recorded.os.virtualisation,
    cloud = null,
    nginx = null,
    ufw = false,
  } = machine
  const [own] = recorded.interfaces.filter((each) => !each.loopback)
  if (own === undefined) throw new Error('the recording has no interface')
  const carrying = (name: string, ip: string) => ({
    ...own,
    name,
    addresses: [{ address: ip, prefix: 24, family: 'inet' as const, dynamic: false, secondary: false }],
  })
  return {
    ...recorded,
    os: { ...recorded.os, virtualisation, cloud },
    interfaces: [carrying('ens33', address), ...more.map((each) => carrying(each.name, each.address))],
    sshInterface: ssh,
    nginx: { ...recorded.nginx, version: nginx },
    packages: {
      ...recorded.packages,
      nginx: { ...recorded.packages.nginx, installed: nginx },
      keepalived: { installed: null, candidate: machine.keepalived ?? recorded.packages.keepalived.candidate },
    },
    firewall: { ...recorded.firewall, ufwActive: ufw },
  }
}
