import { HotpairError } from '../domain/failure'
import { isIPv4, isIPv6 } from '../domain/address'
import { isContainer } from '../domain/machine-kinds'
import { nodeFacts, type NodeFacts } from '../domain/node-facts'
import type { Node, Pair } from '../domain/pair'
import { vipsOf } from '../domain/vip'
import type { Session } from '../remote/session'
import { clockOf } from './clock'
import { cloud } from './cloud'
import { defaultSite } from './default-site'
import { files } from './files'
import { firewalld, zoneRules, type Firewalld } from './firewalld'
import { free } from './free'
import { hotpairState } from './hotpair-state'
import { interfaces, type Link } from './interfaces'
import { iptables } from './iptables'
import { vipUse, vridsHeard } from './lan'
import { listening } from './listening'
import { machine } from './machine'
import { managers } from './managers'
import { nftTables } from './nft-tables'
import { nginxConfiguration } from './nginx-configuration'
import { osRelease } from './os-release'
import { packageListsAge } from './package-lists-age'
import { packageManager } from './package-manager'
import { packages } from './packages'
import { routerIds } from './router-ids'
import { ask, type Answers } from './script'
import { selinux } from './selinux'
import { systemd } from './systemd'
import { ufwActive } from './ufw'
import { factUnreadable } from './unreadable'
import { unitState } from './unit'
import { keepalivedVersion, nginxVersion } from './version'
import { virtualisation } from './virtualisation'
import { vrrpAuth } from './vrrp-auth'

export interface ReadOptions {
  /** Makes the digest of the VRRP password comparable within one run of the engine and useless outside it. */
  readonly authSalt: string
  /** Listen on the LAN for VIPs in use and foreign VRIDs; takes up to 4 s. By default true. */
  readonly listen?: boolean
  /** The operator's clock, ms since 1970. */
  readonly now?: () => number
  readonly signal?: AbortSignal
}

/**
 * All that is asked of a node, by the name that a failure gives to it.
 * @param reached the node's address as SSH reached it, where it is known
 */
export function questions(reached: string | null, node: Node, pair: Pair, listen: boolean) {
  const place = { interface: node.interface, reachedAt: reached }
  const vips = vipsOf(pair).map(({ address }) => address)
  return {
    osRelease,
    machine,
    virtualisation,
    cloud,
    systemd,
    interfaces,
    managers,
    packageManager,
    packages,
    packageListsAge,
    nginxVersion,
    nginxUnit: unitState('nginx.service'),
    nginxConfiguration,
    defaultSite,
    keepalivedVersion,
    keepalivedUnit: unitState('keepalived.service'),
    routerIds,
    listening,
    firewalld,
    runtimeRules: zoneRules('runtime'),
    permanentRules: zoneRules('permanent'),
    ufwActive,
    nftTables,
    iptables,
    selinux,
    free,
    files,
    vrrpAuth,
    hotpairState,
    vipUse: vipUse(vips, place, listen),
    vridsHeard: vridsHeard(place, listen),
  }
}

/** The node's address as SSH reached it: as the node says, else the address of the pair file if it is one. */
const reachedAt = (session: Session, node: Node): string | null => {
  const said = session.reachedAt ?? ''
  return isIPv4(said) || isIPv6(said) ? said : isIPv4(node.address) ? node.address : null
}

type Asked = Answers<ReturnType<typeof questions>>
interface Seen {
  readonly time: { readonly offset: number; readonly error: number }
  /** The node's address as SSH reached it, where it is known. */
  readonly reached: string | null
}

/** What a part of the facts is made of: the compiler sees that it asks for all that it uses. */
const part = <K extends keyof Asked, T>(asks: readonly K[], of: (answers: Pick<Asked, K>, seen: Seen) => T) => ({ asks, of })

/** Where each part of the facts comes from. */
const parts = {
  os: part(['osRelease', 'machine', 'virtualisation', 'cloud', 'systemd'], (answers) => ({
    ...answers.osRelease,
    ...answers.machine,
    virtualisation: answers.virtualisation,
    cloud: isContainer(answers.virtualisation) ? null : answers.cloud,
    systemd: answers.systemd,
  })),
  interfaces: part(['interfaces', 'managers'], (answers) =>
    answers.interfaces.map((link) => ({ ...link, manager: answers.managers.get(link.name) ?? 'unknown' })),
  ),
  // Behind NAT no interface has the address that SSH was given.
  sshInterface: part(
    ['interfaces'],
    (answers, { reached }) =>
      answers.interfaces.find((link) => !link.loopback && link.addresses.some(({ address }) => address === reached))?.name ?? null,
  ),
  packageManager: part(['packageManager'], (answers) => answers.packageManager),
  packageListsAge: part(['packageListsAge'], (answers) => answers.packageListsAge),
  packages: part(['packages'], (answers) => answers.packages),
  nginx: part(['nginxVersion', 'nginxUnit', 'nginxConfiguration', 'defaultSite'], (answers) => ({
    version: answers.nginxVersion,
    unit: answers.nginxUnit,
    sites: answers.nginxConfiguration.sites,
    defaultSite: answers.defaultSite,
    includesConfD: answers.nginxVersion === null ? null : answers.nginxConfiguration.includesConfD === true,
  })),
  keepalived: part(['keepalivedVersion', 'keepalivedUnit', 'routerIds'], (answers) => ({
    version: answers.keepalivedVersion,
    unit: answers.keepalivedUnit,
    routerIds: answers.routerIds,
  })),
  listening: part(['listening'], (answers) => answers.listening),
  firewall: part(['firewalld', 'runtimeRules', 'permanentRules', 'interfaces', 'ufwActive', 'nftTables', 'iptables'], (answers) => {
    const { firewalld: found } = answers
    const active = found && firewalldFacts(found, answers.interfaces, answers.runtimeRules, answers.permanentRules)
    return {
      firewalld: active,
      ufwActive: answers.ufwActive,
      nftTables: answers.nftTables,
      // With the iptables backend firewalld's rules are in INPUT itself, and ufw sets its policy.
      iptables: active?.backend !== 'iptables' && (answers.iptables.foreign || (answers.iptables.drops && !answers.ufwActive)),
    }
  }),
  selinux: part(['selinux'], (answers) => answers.selinux),
  clockOffset: part([], (_, { time }) => time.offset),
  clockError: part([], (_, { time }) => time.error),
  free: part(['free'], (answers) => answers.free),
  files: part(['files'], (answers) => answers.files),
  vrrpAuth: part(['vrrpAuth'], (answers) => answers.vrrpAuth),
  lan: part(['vipUse', 'vridsHeard'], (answers) => ({ vips: answers.vipUse, vrids: answers.vridsHeard })),
  hotpair: part(['hotpairState'], (answers) => answers.hotpairState),
} satisfies Record<keyof NodeFacts, unknown>

export type Part = keyof NodeFacts
export const everyPart = Object.keys(parts) as Part[]

/**
 * Reads facts of a node in one exec, and changes nothing there: those parts that are asked for, since a slow host takes a second for all.
 * Raises fact-unreadable (values fact, output) when an answer makes no sense, and what Session.run raises.
 */
export async function readFacts<P extends Part>(
  session: Session,
  node: Node,
  pair: Pair,
  wanted: readonly P[],
  options: ReadOptions,
): Promise<Pick<NodeFacts, P>> {
  const all = questions(reachedAt(session, node), node, pair, options.listen ?? true)
  const needed = new Set<string>(wanted.flatMap((each): readonly string[] => parts[each].asks))
  const asked = Object.fromEntries(Object.entries(all).filter(([name]) => needed.has(name))) as typeof all
  const { answers, clock } = await ask(session, asked, {
    salt: options.authSalt,
    now: options.now ?? Date.now,
    ...(options.signal ? { signal: options.signal } : {}),
  })
  const time = clockOf(clock)
  if (!time)
    throw new HotpairError('fact-unreadable', {
      node: node.name,
      values: { reason: 'unexpected', fact: 'clock', output: clock.node.slice(0, 100) },
    })
  // A node says where it was reached with the first thing that it is asked.
  const reached = reachedAt(session, node)
  const mask = Object.fromEntries(wanted.map((each) => [each, true])) as Record<P, true>
  const found = Object.fromEntries(wanted.map((each) => [each, parts[each].of(answers, { time, reached })]))
  const facts = nodeFacts.pick(mask as never).safeParse(found)
  if (!facts.success) throw factUnreadable(node.name, 'facts', facts.error)
  return facts.data
}

type FirewalldFact = NonNullable<NodeFacts['firewall']['firewalld']>

/** Only the zones that count: those of interfaces with an address. */
function firewalldFacts(
  state: Firewalld,
  links: readonly Link[],
  runtime: FirewalldFact['rules'],
  permanent: FirewalldFact['rules'],
): FirewalldFact {
  const zones = Object.fromEntries(
    links
      .filter((link) => !link.loopback && link.addresses.length > 0)
      .map((link) => [link.name, state.zones[link.name] ?? state.defaultZone]),
  )
  const used = (rules: FirewalldFact['rules']) =>
    Object.fromEntries(Object.entries(rules).filter(([zone]) => Object.values(zones).includes(zone)))
  return { version: state.version, backend: state.backend, zones, rules: used(runtime), permanent: used(permanent) }
}
