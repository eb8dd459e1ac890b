import { createHash } from 'node:crypto'
import type { Aspect, Condition, Difference } from '../domain/difference'
import { addressesOf } from '../domain/keepalived/view'
import { keepalivedConfiguration, vrrpViewOf, type NodeFacts } from '../domain/node-facts'
import { paths } from '../domain/paths'
import { portOf } from './nginx-configuration'

/**
 * What a plan depends on. Not in it: what Hotpair installs itself (a package that is installed counts as its candidate did), what
 * comes and goes (clock, space, VIPs, services that run, LAN), and what is only shown.
 */

/** A thing that counts, and which one where there are several → what it is now, in a host's words or as a Condition. */
type Aspects = Readonly<Partial<Record<Aspect | `${Aspect} ${string}`, string>>>
const is = (condition: Condition): string => condition

function aspects(facts: NodeFacts): Aspects {
  const { os, packages, nginx, keepalived, firewall } = facts
  return {
    system: `${os.id} ${os.versionId} ${os.architecture}, systemd ${os.systemd ?? '-'}`,
    machine: os.machineId,
    hostname: os.hostname,
    ...interfaceAspects(facts),
    'ssh-interface': facts.sshInterface ?? is('unknown'),
    'package-manager': facts.packageManager ?? is('none'),
    'version nginx': packages.nginx.installed ?? packages.nginx.candidate ?? is('none'),
    'version keepalived': packages.keepalived.installed ?? packages.keepalived.candidate ?? is('none'),
    'version curl': packages.curl.installed ?? packages.curl.candidate ?? is('none'),
    'unit nginx': is(nginx.unit.enabled.startsWith('masked') ? 'masked' : 'not-masked'),
    'unit keepalived': is(keepalived.unit.enabled.startsWith('masked') ? 'masked' : 'not-masked'),
    sites: list(sitesThatCount(facts).map((site) => `${site.path} (${site.listens.join(', ')})`)),
    'default-site': is(nginx.defaultSite === 'changed' ? 'changed' : 'stock'),
    'conf-d': is(nginx.includesConfD === false ? 'no' : 'yes'),
    ports: list(
      facts.listening
        // Ports that the kernel gives out by chance come and go.
        .filter(({ port, process }) => port < 32_768 && process !== 'nginx' && process !== 'keepalived')
        .map(({ address, port, process }) => `${address}:${String(port)} ${process}`),
    ),
    ...firewalldAspects(firewall),
    ufw: is(firewall.ufwActive ? 'active' : 'not-active'),
    nftables: list(firewall.nftTables),
    iptables: is(firewall.iptables ? 'some' : 'none'),
    selinux: facts.selinux,
    ...fileAspects(facts),
    // Its digest is salted anew in each run of the engine.
    [`file ${paths.vrrpAuth}`]: facts.vrrpAuth ? `${facts.vrrpAuth.mode} ${facts.vrrpAuth.owner}` : is('absent'),
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
  const view = vrrpViewOf(facts)
  // VIPs that a keepalived.conf names may be on this node now and on the other one then.
  const vips = [...Object.keys(facts.lan.vips), ...(view ? addressesOf(view).map(({ address }) => address) : [])]
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

function firewalldAspects({ firewalld }: NodeFacts['firewall']): Aspects {
  if (!firewalld) return { firewalld: is('not-active') }
  const rules = (zones: typeof firewalld.rules) =>
    list(
      Object.entries(zones).map(
        ([zone, { services, ports, richRules, protocols = [], target = '' }]) =>
          `${zone} (${target}): ${list([...services, ...ports, ...protocols, ...richRules])}`,
      ),
    )
  return {
    firewalld: firewalld.backend,
    zones: list(Object.entries(firewalld.zones).map(([name, zone]) => `${name} ${zone}`)),
    rules: rules(firewalld.rules),
    'permanent-rules': rules(firewalld.permanent),
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
            ? is('absent')
            : [file.kind, file.mode, `${file.owner}:${file.group}`, file.target, file.sha256].join(' '),
        ]
      }),
  )
}

const list = (values: readonly string[]): string => [...values].sort().join(', ') || is('none')

/** SHA-256 of everything in the facts that a plan depends on; equal facts have equal digests, whoever reads them and when. */
export const factsDigest = (facts: NodeFacts): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(aspects(facts)).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex')

/** What differs between two readings of a node; empty when their digests are equal. */
export function factsDifference(before: NodeFacts, after: NodeFacts): Difference[] {
  const [old, now]: Readonly<Partial<Record<string, string>>>[] = [aspects(before), aspects(after)]
  return [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])].sort().flatMap((key) => {
    const [from, to] = [old?.[key] ?? is('absent'), now?.[key] ?? is('absent')]
    if (from === to) return []
    const [name = '', ...subject] = key.split(' ')
    const aspect = name as Aspect
    const isTold = from.length + to.length <= 160 && aspect !== 'file'
    return [
      { aspect, subject: subject.join(' '), change: isTold ? 'told' : change(from, to), ...(isTold ? { from, to } : { from: '', to: '' }) },
    ]
  })
}

const change = (from: string, to: string): Difference['change'] => (from === 'absent' ? 'new' : to === 'absent' ? 'gone' : 'changed')
