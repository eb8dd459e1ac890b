import { createHash } from 'node:crypto'
import { keepalivedConfiguration, type NodeFacts } from '../domain/node-facts'
import { paths } from '../domain/paths'
import { portOf } from './nginx-configuration'

/**
 * What a plan depends on. Not in it: what Hotpair installs itself (a package that is installed counts as its candidate did), what
 * comes and goes (clock, space, VIPs, services that run, LAN), and what is only shown.
 */

/** Plain words for a thing that counts → what it is now. */
type Aspects = Readonly<Record<string, string>>

function aspects(facts: NodeFacts): Aspects {
  const { os, packages, nginx, keepalived, firewall } = facts
  return {
    'operating system': `${os.id} ${os.versionId} ${os.architecture}, systemd ${os.systemd ?? 'none'}`,
    machine: os.machineId,
    hostname: os.hostname,
    ...interfaceAspects(facts),
    'interface that SSH came in by': facts.sshInterface ?? 'unknown',
    'package manager': facts.packageManager ?? 'none',
    'version of nginx': packages.nginx.installed ?? packages.nginx.candidate ?? 'none',
    'version of keepalived': packages.keepalived.installed ?? packages.keepalived.candidate ?? 'none',
    'version of curl': packages.curl.installed ?? packages.curl.candidate ?? 'none',
    'unit nginx': nginx.unit.enabled.startsWith('masked') ? 'masked' : 'not masked',
    'unit keepalived': keepalived.unit.enabled.startsWith('masked') ? 'masked' : 'not masked',
    'sites of nginx': list(sitesThatCount(facts).map((site) => `${site.path} (${site.listens.join(', ')})`)),
    "Debian's default site": nginx.defaultSite === 'changed' ? 'changed by you' : 'as shipped or absent',
    'include of conf.d in nginx.conf': nginx.includesConfD === false ? 'no' : 'yes',
    'ports in use': list(
      facts.listening
        // Ports that the kernel gives out by chance come and go.
        .filter(({ port, process }) => port < 32_768 && process !== 'nginx' && process !== 'keepalived')
        .map(({ address, port, process }) => `${address}:${String(port)} ${process}`),
    ),
    ...firewalldAspects(firewall),
    ufw: firewall.ufwActive ? 'active' : 'not active',
    'tables of nftables': list(firewall.nftTables),
    'rules of iptables': firewall.iptables ? 'there are some' : 'none',
    SELinux: facts.selinux,
    ...fileAspects(facts),
    // Its digest is salted anew in each run of the engine.
    [`file ${paths.vrrpAuth}`]: facts.vrrpAuth ? `mode ${facts.vrrpAuth.mode}, owner ${facts.vrrpAuth.owner}` : 'absent',
  }
}

/** A site on port 80 beside others is nobody's concern, and packages bring some: only default servers and other ports count. */
const sitesThatCount = ({ nginx }: NodeFacts): NodeFacts['nginx']['sites'] =>
  nginx.sites.filter(
    (site) =>
      !(site.path === paths.debianDefaultSite && nginx.defaultSite === 'stock') &&
      (site.defaultServer || site.listens.some((listen) => portOf(listen) !== 80)),
  )

function interfaceAspects(facts: NodeFacts): Aspects {
  const vips = [...Object.keys(facts.lan.vips), ...vipsOf(facts.files[paths.keepalivedConf]?.content ?? '')]
  return Object.fromEntries(
    facts.interfaces
      .filter((each) => !each.loopback)
      .map((each) => {
        const own = each.addresses.filter(({ family, address }) => family === 'inet' && !vips.includes(address))
        return [
          `interface ${each.name}`,
          `${each.up ? 'up' : 'down'}, ${each.mac}, ${each.manager}, ${list(own.map(({ address, prefix }) => `${address}/${String(prefix)}`))}`,
        ]
      }),
  )
}

/** VIPs that a keepalived.conf names: they may be on this node now and on the other one then. */
const vipsOf = (configuration: string): string[] =>
  [...configuration.matchAll(/virtual_ipaddress(?:_excluded)?\s*\{([^{}]*)\}/g)].flatMap(
    ([, block = '']) => block.match(/\d{1,3}(?:\.\d{1,3}){3}/g) ?? [],
  )

function firewalldAspects({ firewalld }: NodeFacts['firewall']): Aspects {
  if (!firewalld) return { firewalld: 'not running' }
  const rules = (zones: typeof firewalld.rules) =>
    list(
      Object.entries(zones).map(
        ([zone, { services, ports, richRules, protocols = [], target = '' }]) =>
          `${zone} (${target}): ${list([...services, ...ports, ...protocols, ...richRules])}`,
      ),
    )
  return {
    firewalld: `running, ${firewalld.backend}`,
    'zones of firewalld': list(Object.entries(firewalld.zones).map(([name, zone]) => `${name} in ${zone}`)),
    'rules of firewalld': rules(firewalld.rules),
    'permanent rules of firewalld': rules(firewalld.permanent),
  }
}

function fileAspects(facts: NodeFacts): Aspects {
  return Object.fromEntries(
    Object.entries(facts.files)
      .filter(([path]) => path !== paths.debianDefaultSite)
      .map(([path, file]) => {
        // The RHEL family's package brings a sample, which is replaced as if nothing were there.
        const brought = path === paths.keepalivedConf && keepalivedConfiguration(facts).kind === 'sample'
        return [
          `file ${path}`,
          file.kind === 'absent' || brought
            ? 'absent'
            : [file.kind, file.mode, `${file.owner}:${file.group}`, file.target, file.sha256].join(' '),
        ]
      }),
  )
}

const list = (values: readonly string[]): string => [...values].sort().join(', ') || 'none'

/** SHA-256 of everything in the facts that a plan depends on; equal facts have equal digests, whoever reads them and when. */
export const factsDigest = (facts: NodeFacts): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(aspects(facts)).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex')

/** What differs between two readings of a node, in plain words; empty when their digests are equal. */
export function factsDifference(before: NodeFacts, after: NodeFacts): string[] {
  const [old, now] = [aspects(before), aspects(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].sort().flatMap((name) => {
    const [from, to] = [old[name] ?? 'absent', now[name] ?? 'absent']
    if (from === to) return []
    return [from.length + to.length <= 160 && !name.startsWith('file ') ? `${name}: ${from} → ${to}` : `${name} ${change(from, to)}`]
  })
}

const change = (from: string, to: string): string => (from === 'absent' ? 'is new' : to === 'absent' ? 'is gone' : 'has changed')
