import { z } from 'zod'
import { deploymentName } from './deployment-name'
import { absolutePath, hostName, interfaceName, ipv4, ipv6, oneLine, planIdOrNone, stateWord, version, zoneName } from './fact-values'
import { pairNameOrNone } from './pair'
import { pairOfHeader } from './keepalived/ours'
import { addressesOf, readView, type VrrpView } from './keepalived/view'
import { paths } from './paths'

/**
 * What is read from a node, in one value. It is data from a host, so strings are bounded and never trusted: what goes on from here to a
 * command, a path, a file or another node has a pattern (fact-values.ts), and plain text is only compared and shown. How each is read stands in facts/; what follows from it in preflight/ and plan/.
 */

const text = z.string().max(4096)

export const osFact = z.object({
  id: text,
  versionId: text,
  prettyName: text,
  /** From ID and ID_LIKE of os-release(5). */
  family: z.enum(['debian', 'rhel', 'other']),
  kernel: text,
  architecture: text,
  /** systemd-detect-virt: none, kvm, systemd-nspawn … */
  virtualisation: text,
  /** From DMI: aws, azure, gcp, openstack, alibaba … or null on no known cloud. */
  cloud: text.nullable(),
  /** Version of systemd, or null where PID 1 is something else. */
  systemd: version.nullable(),
  /** machine-id and boot id tell one machine with two addresses from two machines. */
  machineId: text,
  bootId: text,
  hostname: hostName,
})

const addressFact = <F extends 'inet' | 'inet6'>(family: F, address: z.ZodType<string>, longest: number) =>
  z.object({ address, prefix: z.int().min(0).max(longest), family: z.literal(family), dynamic: z.boolean(), secondary: z.boolean() })

export const interfaceFact = z.object({
  name: interfaceName,
  mac: text,
  /** Administratively up. */
  up: z.boolean(),
  carrier: z.boolean(),
  loopback: z.boolean(),
  addresses: z.array(z.discriminatedUnion('family', [addressFact('inet', ipv4, 32), addressFact('inet6', ipv6, 128)])),
  manager: z.enum(['NetworkManager', 'networkd', 'ifupdown', 'unknown']),
})

export const packageFact = z.object({
  /** Installed version without epoch ("2.2.7-1+b2"), or null. Flavours count: Debian's nginx-full, RHEL's curl-minimal. */
  installed: version.nullable(),
  /** Version the package manager would install now, without epoch, or null where it offers none. */
  candidate: version.nullable(),
})

export const unitFact = z.object({
  active: z.enum(['active', 'reloading', 'inactive', 'failed', 'activating', 'deactivating']),
  /** UnitFileState of systemctl show: enabled, disabled, masked, static …; empty when there is no such unit. */
  enabled: stateWord,
})

export const listenFact = z.object({ address: text, port: z.int(), process: text })

/**
 * A file at a known path. Content is there for readable paths only, when it is UTF-8 and up to 256 KiB; passwords of a foreign
 * keepalived.conf are blotted out in it. Of a symlink: its own mode and owner, and what it leads to as content and checksum.
 */
export const fileFact = z.object({
  kind: z.enum(['absent', 'file', 'symlink', 'other']),
  /** Octal, four digits: 0644. Empty when absent. */
  mode: text,
  owner: text,
  group: text,
  sha256: text,
  content: z.string().max(262_144).nullable(),
  /** Why there is a file and no content. */
  unseen: z.enum(['not-text', 'too-long', 'not-understood']).optional(),
  /** Target of a symlink, else empty. */
  target: text,
})

/** What a zone of firewalld lets in: services, ports ("80/tcp") and rich rules as firewall-cmd prints them. */
const zoneRules = z.object({
  services: z.array(text),
  ports: z.array(text),
  richRules: z.array(text),
  /** Protocols let in ("vrrp"); always there when read from a host. */
  protocols: z.array(text).optional(),
  /** What happens to the rest: default, ACCEPT, DROP, %%REJECT%%; always there when read from a host. */
  target: text.optional(),
})

export const firewallFact = z.object({
  firewalld: z
    .object({
      version,
      /** nftables or iptables. */
      backend: text,
      /** Zone of each interface that has an address, runtime. */
      zones: z.record(interfaceName, zoneName),
      /** Per zone that an addressed interface is in, runtime. */
      rules: z.record(zoneName, zoneRules),
      /** The same in the permanent configuration. */
      permanent: z.record(zoneName, zoneRules),
    })
    .nullable(),
  ufwActive: z.boolean(),
  /** Tables of nft with an input hook that filters and are not firewalld's own, or ours: "inet filter". */
  nftTables: z.array(text),
  /** True when iptables (legacy or nft) has input rules or a drop policy not made by firewalld or ufw. */
  iptables: z.boolean(),
})

export const lanFact = z.object({
  /** Per VIP asked for, without prefix; `mac` is who answered, for "used" only. */
  vips: z.record(ipv4, z.object({ state: z.enum(['free', 'used', 'own', 'not-checked']), mac: text })),
  /** VRIDs heard within 3 s with their source, our own included; null when nobody listened (no tcpdump, or not asked to). */
  vrids: z.array(z.object({ routerId: z.int(), source: text })).nullable(),
})

/** Our own folder on the node. */
export const hotpairFact = z.object({
  /** A deployment that is not finished, with its state (resources/host/runner). */
  open: z.object({ deployment: deploymentName, state: stateWord, owner: oneLine, plan: planIdOrNone }).nullable(),
  /** The last confirmed one. */
  last: z.object({ deployment: deploymentName, plan: planIdOrNone, pair: pairNameOrNone }).nullable(),
})

export const nodeFacts = z.object({
  os: osFact,
  interfaces: z.array(interfaceFact),
  /** The interface that carries the address by which SSH reached the node, or null (behind NAT). */
  sshInterface: interfaceName.nullable(),
  packageManager: z.enum(['apt', 'dnf', 'yum']).nullable(),
  /** Seconds since the package lists were refreshed, or null when unknown. */
  packageListsAge: z.number().nullable(),
  packages: z.object({ nginx: packageFact, keepalived: packageFact, curl: packageFact }),
  nginx: z.object({
    version: version.nullable(),
    unit: unitFact,
    /**
     * nginx.conf and the files in conf.d and sites-enabled that have http servers and are not ours, with what these listen on ("80" where
     * a server says nothing). defaultServer: one of them is the default server of port 80.
     */
    sites: z.array(z.object({ path: absolutePath, listens: z.array(text), defaultServer: z.boolean() })),
    /** sites-enabled/default of the Debian family: as the package ships it, changed by the user, or absent. */
    defaultSite: z.enum(['absent', 'stock', 'changed']),
    /** nginx.conf includes conf.d; null when nginx is not installed. */
    includesConfD: z.boolean().nullable(),
  }),
  keepalived: z.object({
    version: version.nullable(),
    unit: unitFact,
    /** virtual_router_id values of the configuration that is there. */
    routerIds: z.array(z.int()),
  }),
  listening: z.array(listenFact),
  firewall: firewallFact,
  selinux: z.enum(['enforcing', 'permissive', 'disabled']),
  /** Node's clock minus the operator's, in ms; half the round trip is its error. */
  clockOffset: z.number(),
  clockError: z.number(),
  /** Free bytes where we write. */
  free: z.record(absolutePath, z.number()),
  files: z.record(absolutePath, fileFact),
  /** Salted digest of the VRRP password on the node, or null; the salt never leaves the engine's memory. */
  vrrpAuth: z.object({ digest: text, mode: text, owner: text }).nullable(),
  lan: lanFact,
  hotpair: hotpairFact,
})

export type NodeFacts = z.output<typeof nodeFacts>
export type FileFact = z.output<typeof fileFact>
export type InterfaceFact = z.output<typeof interfaceFact>
export type UnitFact = z.output<typeof unitFact>
/** Facts of every node by its name. */
export type PairFacts = Readonly<Record<string, NodeFacts>>
/** Some parts of them. */
export type FactsOf<P extends keyof NodeFacts> = Readonly<Record<string, Pick<NodeFacts, P>>>
/** As a face gets them: without anything of the VRRP password. */
export type ShownFacts = Omit<NodeFacts, 'vrrpAuth'>
/** Facts of the nodes that have been read, by their names. */
export type KnownFacts = Readonly<Record<string, ShownFacts>>

/**
 * Whose keepalived.conf there is: ours, of the pair it names; the sample that the RHEL family's package brings (keepalived's own
 * doc/samples, with addresses of 192.168.200.0/24); or somebody's own.
 */
export function keepalivedConfiguration(
  facts: Pick<NodeFacts, 'files'>,
): { kind: 'absent' | 'sample' | 'foreign' } | { kind: 'ours'; pair: string } {
  const file = facts.files[paths.keepalivedConf]
  if (file === undefined || file.kind === 'absent') return { kind: 'absent' }
  const ours = pairOfHeader(file.content ?? '')
  if (ours) return { kind: 'ours', pair: ours.pair }
  const view = vrrpViewOf(facts)
  const isSample =
    view !== null &&
    view.global.smtpServer === '192.168.200.1' &&
    view.global.notificationEmails.includes('acassen@firewall.loc') &&
    addressesOf(view).some(({ address }) => address === '192.168.200.16')
  return { kind: isSample ? 'sample' : 'foreign' }
}

/**
 * The user's own default servers of port 80, which ours would replace or collide with. Debian's default site is one only when it was
 * changed: as shipped it shows the package's welcome page, and nobody misses it.
 */
export function ownDefaultServers({ nginx }: Pick<NodeFacts, 'nginx'>): { defaultSite: string | null; others: string[] } {
  return {
    defaultSite: nginx.defaultSite === 'changed' ? paths.debianDefaultSite : null,
    others: nginx.sites.filter((site) => site.defaultServer && site.path !== paths.debianDefaultSite).map((site) => site.path),
  }
}

/** The version of keepalived that is there or would be installed; null: none is to be had. */
export const keepalivedVersionOf = ({ keepalived, packages }: Pick<NodeFacts, 'keepalived' | 'packages'>): string | null =>
  keepalived.version ?? packages.keepalived.installed ?? packages.keepalived.candidate

/** What the node's keepalived.conf says of VRRP; null when there is none that can be read. */
export function vrrpViewOf(facts: Pick<NodeFacts, 'files'>): VrrpView | null {
  const content = facts.files[paths.keepalivedConf]?.content ?? null
  return content === null ? null : readView(content)
}
