# shellcheck shell=bash
# shellcheck disable=SC2034 # read by the other files
# The instance that HOTPAIR_LAB names: every name, path and address that follows from it.

lab=${HOTPAIR_LAB:-lab}
[[ $lab =~ ^[a-z0-9]{1,6}$ ]] || fail 64 "HOTPAIR_LAB must be 1 to 6 of a-z and 0-9, not \"$lab\""

run_dir=/run/hotpair-lab
state=$run_dir/$lab
cache=${HOTPAIR_LAB_CACHE:-/var/cache/hotpair-lab}
# Room on each host's disk: a tmpfs of this size (mount -o size=).
disk_size=${HOTPAIR_LAB_DISK:-700m}

credentials=$state/credentials
switch_ns=hotpair-$lab-switch
operator_ns=hotpair-$lab-operator

network=198.51.100
operator_address=$network.1
vip=$network.199

most_nodes=9

# number_of NODE: 1 for nginx1.
number_of() { printf '%s' "${1#nginx}"; }
# address_of NODE
address_of() { printf '%s.%d' "$network" "$((10 + $(number_of "$1")))"; }
node_ns() { printf 'hotpair-%s-%s' "$lab" "$1"; }
node_dir() { printf '%s/nodes/%s' "$state" "$1"; }

# nodes: the names of the nodes that this instance has, in order.
nodes() {
	local dir
	for dir in "$state"/nodes/nginx[1-9]; do
		[[ ! -d $dir ]] || printf '%s\n' "${dir##*/}"
	done
}

# chosen_nodes [NODE…]: those nodes, or all; fails when one of them is not in the instance.
chosen_nodes() {
	local node
	if (($# == 0)); then
		nodes
		return
	fi
	for node in "$@"; do
		[[ $node =~ ^nginx[1-9]$ && -d $(node_dir "$node") ]] ||
			fail 64 "no node \"$node\" in instance $lab (it has: $(nodes | xargs))"
		printf '%s\n' "$node"
	done
}
