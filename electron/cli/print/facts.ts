import type { Output } from '../../contract/commands'
import { findingsText } from './findings'
import { table } from './table'
import { visibleLine } from '../../domain/visible'

type Facts = Output<'pair.detect'>['facts'][string]

const installed = (fact: Facts['packages']['nginx'], unit: { active: string; enabled: string }): string =>
  fact.installed === null
    ? fact.candidate === null
      ? 'not to be had'
      : `not installed (${fact.candidate} is offered)`
    : `${fact.installed}, ${unit.active}, ${unit.enabled === '' ? 'no unit' : unit.enabled}`

function firewall({ firewall: fact }: Facts): string {
  const active = [
    ...(fact.firewalld === null ? [] : [`firewalld ${fact.firewalld.version} (${fact.firewalld.backend})`]),
    ...(fact.ufwActive ? ['ufw'] : []),
    ...fact.nftTables.map((name) => `nftables ${name}`),
    ...(fact.iptables ? ['iptables'] : []),
  ]
  return active.length === 0 ? 'none' : active.join(', ')
}

const rowsOf = (facts: Facts): Record<string, string> => ({
  system: `${facts.os.prettyName}, ${facts.os.architecture}, ${facts.os.virtualisation === 'none' ? 'no virtualisation' : facts.os.virtualisation}`,
  interface: facts.interfaces
    .filter((each) => !each.loopback)
    .map((each) => {
      const addresses = each.addresses
        .filter((address) => address.family === 'inet')
        .map((address) => `${address.address}/${String(address.prefix)}`)
      return `${each.name} ${addresses.join(' ')}${each.name === facts.sshInterface ? ' (SSH)' : ''}${each.carrier ? '' : ' NO CARRIER'}, ${each.manager}`
    })
    .join('; '),
  nginx: installed(facts.packages.nginx, facts.nginx.unit),
  keepalived: installed(facts.packages.keepalived, facts.keepalived.unit),
  firewall: firewall(facts),
  SELinux: facts.selinux,
  clock: `${facts.clockOffset >= 0 ? '+' : ''}${String(Math.round(facts.clockOffset))} ms (± ${String(Math.round(facts.clockError))} ms)`,
  free: Object.entries(facts.free)
    .map(([path, bytes]) => `${path} ${String(Math.floor(bytes / 1_048_576))} MiB`)
    .join(', '),
  deployment:
    facts.hotpair.open !== null
      ? `open: ${facts.hotpair.open.deployment} (${facts.hotpair.open.state})`
      : (facts.hotpair.last?.deployment ?? 'none'),
})

/** Facts of all nodes side by side, then the findings. */
export function factsText({ facts, findings }: Output<'pair.detect'>): string {
  const nodes = Object.entries(facts).map(([name, own]) => [name, rowsOf(own)] as const)
  const keys = Object.keys(nodes[0]?.[1] ?? {})
  const blocks = nodes.map(([name, rows]) => `${visibleLine(name)}\n${table(keys.map((key) => [key, rows[key] ?? '']))}`)
  return [...blocks, findingsText(findings)].join('\n\n')
}
