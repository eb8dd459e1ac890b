import { flaps } from '../domain/drill-expectation'
import { sh, type Sh } from '../remote/sh'
import { fault, shortly, startBoth, always, type Fault } from './fault'

/** Tables of ours: nobody else's rules are touched, and they go with a reboot. */
const table = 'hotpair_drill'
const families = ['inet', 'arp'] as const

/** Both in one transaction, whether they are there or not. */
const removeTables = sh`printf ${'%s\\n'} ${families.flatMap((family) => [`add table ${family} ${table}`, `delete table ${family} ${table}`])} | nft -f -`

const filtered = (kind: 'vrrp-blocked-one-way' | 'vrrp-blocked' | 'power-loss', inject: Fault['inject'], away: Fault['away']): Fault =>
  fault(kind, {
    possible: sh`command -v nft >/dev/null`,
    inject,
    heal: () => sh`${removeTables}; ${startBoth}`,
    took: sh`nft list table inet ${table} >/dev/null 2>&1`,
    away,
  })

/** Adverts that come in are dropped: a firewall without a rule for VRRP, which is IP protocol 112 (RFC 9568 §5.1.1.4). */
const dropVrrp: Fault['inject'] = () =>
  sh`nft ${`table inet ${table} { chain in { type filter hook input priority -300; meta l4proto 112 drop; }; }`}`

/**
 * All that comes and goes is dropped but SSH, which the operator needs, and the node does not say that it has the VIPs: for the others it is as if it
 * had lost its power. Unlike one that has, it goes on to believe that it holds the VIPs.
 */
const powerLoss: Fault['inject'] = ({ vips }) => {
  const rules = (ports: Sh): Sh => sh`nft -f - <<END
table inet ${table} {
  chain in { type filter hook input priority -300; iif lo accept; tcp dport { ${ports} } accept; drop; }
  chain out { type filter hook output priority -300; oif lo accept; tcp sport { ${ports} } accept; drop; }
}
table arp ${table} {
  chain out { type filter hook output priority 0; ${vips.map((vip) => sh`arp saddr ip ${vip} drop;`)} }
}
END`
  return sh`ports=$(ss -Htnp state established | grep '"sshd' | sed 's/^ *[0-9]* *[0-9]* *[^ ]*:\([0-9]*\) .*/\1/' | sort -u | paste -s -d ,)
[ -n "$ports" ] && ${rules(sh`$ports`)}`
}

/** What a link that goes down takes with it, and its coming up does not bring back: routes, and addresses of IPv6. */
const kept = '/run/hotpair-drill-network'
const keep = (name: string): Sh => sh`{
  ip -6 -o addr show dev ${name} scope global | while read -r _ _ _ cidr _; do echo "address replace $cidr dev ${name}"; done
  ip route show dev ${name} | sed ${`s/.*/route replace & dev ${name}/`}
} >${kept}`
const bringBack = (name: string): Sh => sh`ip link set ${name} up; ip -force -batch ${kept} 2>/dev/null; rm -f ${kept}`

const linkDown = fault('link-down', {
  inject: ({ interface: name }) => sh`${keep(name)}; ${shortly(sh`ip link set ${name} down`)}`,
  heal: ({ interface: name }) => sh`${bringBack(name)}; ${startBoth}`,
  took: always,
  away: 'cut',
})

const flapping = fault('link-flapping', {
  inject: ({ interface: name }) => {
    const once = sh`ip link set ${name} down; sleep ${flaps.down}; ip link set ${name} up; sleep ${flaps.up}`
    const all = Array.from({ length: flaps.count - 1 }).reduce<Sh>((text) => sh`${text}; ${once}`, once)
    return sh`${keep(name)}; ${shortly(sh`${all}; ip -force -batch ${kept}`)}`
  },
  heal: ({ interface: name }) => sh`${bringBack(name)}; ${startBoth}`,
  took: always,
  away: 'cut',
})

export const networkFaults = {
  'vrrp-blocked-one-way': filtered('vrrp-blocked-one-way', dropVrrp, null),
  'vrrp-blocked': filtered('vrrp-blocked', dropVrrp, null),
  'power-loss': filtered('power-loss', powerLoss, 'alone'),
  'link-down': linkDown,
  'link-flapping': flapping,
}
