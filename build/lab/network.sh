# shellcheck shell=bash
# The wires: a switch, the operator's place and one per host, each in a network namespace of its own. Nothing of it is in the
# machine's own namespace, so no packet to a lab address can leave the machine.

in_ns() { local ns=$1 && shift && nsenter --net="/run/netns/$ns" "$@"; }

ns_exists() { [[ -e /run/netns/$1 && $(stat --file-system --format=%T "/run/netns/$1") == nsfs ]]; }

# What a crash of the machine leaves behind is an empty file.
ns_delete() {
	[[ -e /run/netns/$1 ]] || return 0
	ip netns delete "$1" 2>/dev/null || rm -f "/run/netns/$1"
}

ns_create() {
	ns_delete "$1"
	ip netns add "$1"
	ip -n "$1" link set lo up
	# The machine's own setting would be inherited (Docker turns it on).
	in_ns "$1" sysctl --quiet net.ipv4.ip_forward=0
}

# network_up: the switch and the operator; harmless when they are there.
network_up() {
	if ! ns_exists "$switch_ns" || ! ip -n "$switch_ns" link show br0 >/dev/null 2>&1; then
		ns_create "$switch_ns"
		ip -n "$switch_ns" link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0
		[[ ! -e /proc/sys/net/bridge ]] || in_ns "$switch_ns" sysctl --quiet \
			net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0 net.bridge.bridge-nf-call-arptables=0
		ip -n "$switch_ns" link set br0 up
		ns_delete "$operator_ns"
	fi
	if ! ns_exists "$operator_ns" || ! ip -n "$operator_ns" link show op0 >/dev/null 2>&1; then
		ns_create "$operator_ns"
		plug operator "$operator_ns" op0 01
		ip -n "$operator_ns" address add "$operator_address/24" dev op0
		ip -n "$operator_ns" link set op0 up
		ip -n "$switch_ns" link set operator up
	fi
}

# plug PORT NAMESPACE INTERFACE LAST_BYTE_OF_MAC: a new cable, both ends down. The MAC never changes, as a real host's does not.
plug() {
	ip -n "$switch_ns" link delete "$1" 2>/dev/null || true
	ip -n "$switch_ns" link add "$1" type veth peer name "$3" netns "$2" address "02:68:70:00:00:$4"
	ip -n "$switch_ns" link set "$1" master br0
}

# wire_node NODE: a namespace as a machine has after power on: no addresses, no firewall, default sysctls. The cable stays cut if it was.
wire_node() {
	local ns
	ns=$(node_ns "$1")
	# The port first: it takes ens33 with it at once, while the namespace may linger.
	ip -n "$switch_ns" link delete "$1" 2>/dev/null || true
	ns_create "$ns"
	plug "$1" "$ns" ens33 "$(printf '%02x' "$((10 + $(number_of "$1")))")"
	is_cut "$1" || port_up "$1"
	# Cut at this very moment.
	! is_cut "$1" || port_down "$1"
}

unwire_node() {
	! ns_exists "$switch_ns" || ip -n "$switch_ns" link delete "$1" 2>/dev/null || true
	ns_delete "$(node_ns "$1")"
}

port_up() { ip -n "$switch_ns" link set "$1" up; }
port_down() { ip -n "$switch_ns" link set "$1" down; }
is_cut() { [[ -e $(node_dir "$1")/cut ]]; }

# switch_clean: no rule of a test is left in the switch, no stale neighbour at the operator's.
switch_clean() {
	in_ns "$switch_ns" nft flush ruleset
	ip -n "$operator_ns" neighbour flush all
}

network_down() {
	local ns
	for ns in /run/netns/hotpair-"$lab"-*; do
		[[ ! -e $ns ]] || ns_delete "${ns##*/}"
	done
}
