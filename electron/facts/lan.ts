import { lanFact, type NodeFacts } from '../domain/node-facts'
import { sh, type Sh } from '../remote/sh'
import { lines, match, succeeded, Unreadable, type Fact } from './fact'

type Vips = NodeFacts['lan']['vips']

/**
 * Where to ask: the interface named in the pair, or the one that has the address which SSH reached; sshd tells the node itself
 * ($SSH_CONNECTION, sshd(8)).
 */
export interface LanPlace {
  readonly interface: string | undefined
  /** Where sshd says nothing. */
  readonly reachedAt: string | null
}

/** Sets $dev; empty when neither is known. */
const device = (place: LanPlace): Sh =>
  place.interface !== undefined
    ? sh`dev=${place.interface}`
    : sh`set -- $SSH_CONNECTION
at=$3
[ -n "$at" ] || at=${place.reachedAt ?? ''}
dev=
[ -z "$at" ] || dev=$(ip -o addr show to "$at" | sed -n 's/^[0-9]*: *\([^ @:]*\).*/\1/p' | head -n 1)`

/**
 * Who has each VIP (an address without prefix): the node itself, another machine on the LAN, or nobody. By ARP: arping(8) of iputils,
 * busybox or Habets where there is one, else a datagram that makes the kernel ask, whose neighbour table then tells. A datagram's
 * answer is not needed. With `listen` false only the node itself is asked.
 */
export const vipUse = (vips: readonly string[], place: LanPlace, listen: boolean): Fact<Vips> => ({
  command: sh`${device(place)}
listen=${listen ? 'yes' : 'no'}
tool=none
if command -v arping >/dev/null; then case $(arping -V 2>&1 </dev/null; arping --help 2>&1 </dev/null) in
  *iputils*) tool=duplicate ;;
  *BusyBox*) tool=duplicate ;;
  *Habets*) tool=habets ;;
esac; fi

by_arping() {
  case $tool in
  duplicate) out=$(arping -D -c 2 -w 3 -I "$dev" "$1" 2>&1); status=$? ;;
  habets) out=$(arping -0 -c 2 -w 3 -i "$dev" "$1" 2>&1); status=$? ;;
  *) return 1 ;;
  esac
  mac=$(printf '%s\n' "$out" | sed -n 's/.*[^0-9A-Fa-f:]\([0-9A-Fa-f]\{2\}\(:[0-9A-Fa-f]\{2\}\)\{5\}\)[^0-9A-Fa-f:].*/\1/p' | head -n 1)
  # A status alone may be an error; somebody who answers has a MAC.
  if [ -n "$mac" ]; then echo "$1 used $mac"; return 0; fi
  case "$tool $status $out" in
  "duplicate 0 "* | "habets 1 "*Timeout* | "habets 1 "*' 0 packets received'*) echo "$1 free" ;;
  *) return 1 ;;
  esac
}

by_neighbour() {
  case $(ip -o -4 route get "$1" 2>/dev/null) in
  *" via "* | '') echo "$1 not-checked off-link"; return ;;
  *" dev $dev "*) ;;
  *) echo "$1 not-checked off-link"; return ;;
  esac
  # What the table remembers is not what is there now.
  ip neigh del "$1" dev "$dev" 2>/dev/null
  if command -v bash >/dev/null; then timeout 2 bash -c 'echo >"/dev/udp/$1/9"' bash "$1" 2>/dev/null; else ping -c 1 -W 1 "$1" >/dev/null 2>&1; fi
  # An answer is there at once. The kernel asks each second, three times; two that nobody answers are enough for arping -D -c 2, too.
  for pause in 0.3 0.4 0.7; do
    sleep $pause
    entry=$(ip neigh show to "$1" dev "$dev")
    case $entry in
    *FAILED*) echo "$1 free"; return ;;
    *lladdr*) echo "$1 used $(printf '%s\n' "$entry" | sed 's/.*lladdr \([^ ]*\).*/\1/')"; return ;;
    '') echo "$1 not-checked not-sent"; return ;;
    esac
  done
  case $entry in *INCOMPLETE*) echo "$1 free" ;; *) echo "$1 not-checked no-end" ;; esac
}

ask() {
  if [ -n "$(ip -o -4 addr show to "$1/32")" ]; then echo "$1 own"; return; fi
  [ $listen = yes ] || { echo "$1 not-checked not-asked"; return; }
  [ -n "$dev" ] || { echo "$1 not-checked no-interface"; return; }
  by_arping "$1" || by_neighbour "$1"
}

for vip in ${vips}; do ask "$vip" & done
wait`,
  seconds: 15,
  parse: (stdout, status) => {
    succeeded(status)
    const found = lines(stdout).map((line): [string, unknown] => {
      const [vip = '', state = '', rest = ''] = match(line, /^(\S+) (own|free|used|not-checked)(?: (\S+))?$/, 'a VIP with its state')
      if (state === 'used') match(rest, /^([0-9a-f]{2}(:[0-9a-f]{2}){5})$/i, 'a MAC')
      return [vip, { state, mac: state === 'used' ? rest.toLowerCase() : '' }]
    })
    if (
      found
        .map(([vip]) => vip)
        .sort()
        .join() !== [...vips].sort().join()
    )
      throw new Unreadable('each VIP once')
    return lanFact.shape.vips.parse(Object.fromEntries(found))
  },
})

/** Seconds of listening: three adverts of the default interval. */
const listenSeconds = 3

/**
 * Adverts heard by tcpdump, or null when it is not there or cannot listen. On the interface itself and not on "any", which does not
 * switch it to promiscuous: a card drops multicast that nobody has joined.
 */
export const vridsHeard = (place: LanPlace, listen: boolean): Fact<NodeFacts['lan']['vrids']> => ({
  command: sh`listen=${listen ? 'yes' : 'no'}
[ $listen = yes ] && command -v tcpdump >/dev/null || { echo unheard; exit 0; }
${device(place)}
[ -n "$dev" ] || dev=any
timeout ${listenSeconds} tcpdump -i "$dev" -nn -t -l -c 500 'ip proto 112 or ip6 proto 112' 2>/dev/null
status=$?
# ended by timeout: 124, busybox 143
case $status in 0 | 124 | 143) ;; *) echo unheard ;; esac
exit 0`,
  bytes: 262_144,
  parse: (stdout, status) => {
    succeeded(status)
    if (lines(stdout).at(-1) === 'unheard') return null
    const heard = lines(stdout).flatMap((line) => {
      // tcpdump ends a line of its own when it is ended.
      if (line === '') return []
      match(line, /(?:^|\s)(IP6?) \S+ > /, 'a packet')
      // "ens33 In  IP 198.51.100.21 > 224.0.0.18: VRRPv2, Advertisement, vrid 66, prio 100, …"
      const [, source, advert = ''] = /^(?:\S+ +\S+ +)?IP6? (\S+) > [^,]*\bVRRPv\d(.*)$/.exec(line) ?? []
      const id = /\bvrid (\d{1,3})\b/.exec(advert)?.[1]
      return source === undefined || id === undefined ? [] : [`${id} ${source}`]
    })
    return lanFact.shape.vrids.parse(
      [...new Set(heard)].sort().map((each) => ({ routerId: Number(each.split(' ')[0]), source: each.split(' ')[1] })),
    )
  },
})
