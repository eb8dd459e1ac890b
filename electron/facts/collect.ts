import { HotpairError } from '../domain/failure'
import { isIPv4, isIPv6 } from '../domain/address'
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
import { isContainer, virtualisation } from './virtualisation'
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

/**
 * Reads all facts of a node in one exec, and changes nothing there. Raises fact-unreadable (values fact, output) when an answer makes no
 * sense, and what Session.run raises.
 */
export async function readFacts(session: Session, node: Node, pair: Pair, options: ReadOptions): Promise<NodeFacts> {
  const { answers, clock } = await ask(session, questions(reachedAt(session, node), node, pair, options.listen ?? true), {
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
  const facts = nodeFacts.safeParse(assembled(answers, time, reachedAt(session, node)))
  if (!facts.success) throw factUnreadable(node.name, 'facts', facts.error)
  return facts.data
}

function assembled(
  answers: Answers<ReturnType<typeof questions>>,
  time: { offset: number; error: number },
  reached: string | null,
): NodeFacts {
  const { machine: own, firewalld: firewall } = answers
  const active = firewall && firewalldFacts(firewall, answers.interfaces, answers.runtimeRules, answers.permanentRules)
  return {
    os: {
      ...answers.osRelease,
      ...own,
      virtualisation: answers.virtualisation,
      cloud: isContainer(answers.virtualisation) ? null : answers.cloud,
      systemd: answers.systemd,
    },
    interfaces: answers.interfaces.map((link) => ({ ...link, manager: answers.managers.get(link.name) ?? 'unknown' })),
    // Behind NAT no interface has the address that SSH was given.
    sshInterface:
      answers.interfaces.find((link) => !link.loopback && link.addresses.some(({ address }) => address === reached))?.name ?? null,
    packageManager: answers.packageManager,
    packageListsAge: answers.packageListsAge,
    packages: answers.packages,
    nginx: {
      version: answers.nginxVersion,
      unit: answers.nginxUnit,
      sites: answers.nginxConfiguration.sites,
      defaultSite: answers.defaultSite,
      includesConfD: answers.nginxVersion === null ? null : answers.nginxConfiguration.includesConfD === true,
    },
    keepalived: { version: answers.keepalivedVersion, unit: answers.keepalivedUnit, routerIds: answers.routerIds },
    listening: answers.listening,
    firewall: {
      firewalld: active,
      ufwActive: answers.ufwActive,
      nftTables: answers.nftTables,
      // With the iptables backend firewalld's rules are in INPUT itself, and ufw sets its policy.
      iptables: active?.backend !== 'iptables' && (answers.iptables.foreign || (answers.iptables.drops && !answers.ufwActive)),
    },
    selinux: answers.selinux,
    clockOffset: time.offset,
    clockError: time.error,
    free: answers.free,
    files: answers.files,
    vrrpAuth: answers.vrrpAuth,
    lan: { vips: answers.vipUse, vrids: answers.vridsHeard },
    hotpair: answers.hotpairState,
  }
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
