import { inSubnet, parseCidr, reservedAddresses } from '../../../electron/domain/address'
import { ownDefaultServers } from '../../../electron/domain/node-facts'
import { atLeast } from '../../../electron/domain/version'
import type { PairForm } from '../../app/form'
import type { PlainKey } from '../../i18n/i18n.svelte'
import { ipv4Of, type ShownFacts } from '../detect/interfaces'

/** keepalived's version on a node: the one there, else the one that would be installed. */
const keepalivedOf = (facts: ShownFacts): string | null =>
  facts.keepalived.version ?? facts.packages.keepalived.installed ?? facts.packages.keepalived.candidate

/** What would come of a choice on these machines; `impossible` cannot be chosen. */
export interface Cautions {
  readonly unicast: { readonly impossible?: PlainKey }
  readonly multicast: { readonly warning?: PlainKey }
  readonly fast: { readonly warning?: PlainKey }
  readonly welcome: { readonly warning?: PlainKey }
  readonly proxy: { readonly warning?: PlainKey }
  readonly keep: { readonly warning?: PlainKey }
  readonly open: { readonly warning?: PlainKey }
  readonly leave: { readonly warning?: PlainKey }
}

/** Unknown machines give no cautions; preflight judges the plan in any case. */
export function cautionsOf(facts: readonly ShownFacts[]): Cautions {
  const some = (is: (own: ShownFacts) => boolean): boolean => facts.some(is)
  const warning = (key: PlainKey, when: boolean): { warning?: PlainKey } => (when ? { warning: key } : {})
  const tooOld = some((own) => {
    const version = keepalivedOf(own)
    return version !== null && !atLeast(version, '2.2.4')
  })
  const ownSite = some((own) => {
    const { defaultSite, others } = ownDefaultServers(own)
    return defaultSite !== null || others.length > 0
  })
  const foreign = some(({ firewall }) => firewall.ufwActive || firewall.iptables || firewall.nftTables.length > 0)
  const filtered = foreign || some(({ firewall }) => firewall.firewalld !== null)
  return {
    unicast: tooOld ? { impossible: 'vip.unicastTooOld' } : {},
    multicast: warning(
      'vip.multicastCloud',
      some(({ os }) => os.cloud !== null),
    ),
    fast: warning(
      'vip.fastVirtual',
      some(({ os }) => !['none', 'systemd-nspawn', 'lxc', 'docker'].includes(os.virtualisation)),
    ),
    welcome: warning('vip.ownSite', ownSite),
    proxy: ownSite
      ? { warning: 'vip.ownSite' }
      : warning(
          'vip.proxySelinux',
          some(({ selinux }) => selinux === 'enforcing'),
        ),
    keep: warning(
      'vip.keepNothing',
      some((own) => own.nginx.version === null && own.packages.nginx.installed === null),
    ),
    open: warning('vip.openForeign', foreign),
    leave: warning('vip.leaveFiltered', filtered),
  }
}

/** What is wrong with an address on these machines, or null. `isError`: it cannot work. */
export function addressCaution(
  text: string,
  form: PairForm,
  facts: readonly ShownFacts[],
): { readonly key: PlainKey; readonly isError: boolean } | null {
  const vip = parseCidr(text.trim())
  if (vip === undefined || facts.length === 0) return null
  if (
    facts.some((own) => own.interfaces.some((iface) => iface.addresses.some(({ address }) => address === vip.address))) &&
    !isHeld(vip.address, facts)
  )
    return { key: 'vip.isNodeAddress', isError: true }
  // The VIP itself, where a node holds it, is no network.
  const networks = facts
    .map((own, index) =>
      own.interfaces
        .filter(({ name }) => name === form.nodes[index]?.interface)
        .flatMap(ipv4Of)
        .filter(({ address }) => address !== vip.address),
    )
    .filter((each) => each.length > 0)
  const around = networks.map((each) => each.find((network) => inSubnet(vip.address, network)))
  if ([vip, ...around].some((network) => network && reservedAddresses(network).includes(vip.address)))
    return { key: 'vip.isReserved', isError: true }
  if (around.includes(undefined))
    return vip.prefix === 32 ? { key: 'vip.outside', isError: false } : { key: 'vip.outsideWithPrefix', isError: true }
  return vip.prefix === 32 || around.every((network) => network?.prefix === vip.prefix) ? null : { key: 'vip.otherPrefix', isError: true }
}

/** A secondary or /32 address may be this very VIP, held already. */
const isHeld = (vip: string, facts: readonly ShownFacts[]): boolean =>
  facts.some((own) =>
    own.interfaces.some((iface) =>
      iface.addresses.some(({ address, prefix, secondary }) => address === vip && (secondary || prefix === 32)),
    ),
  )
