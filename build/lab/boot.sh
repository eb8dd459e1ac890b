#!/usr/bin/env bash
# One power cycle of a host, in the foreground: becomes its systemd-nspawn. Exit status 133: the host asked for a reboot.
# usage: HOTPAIR_LAB=… boot.sh NODE
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/words.sh"
. "$here/instance.sh"
. "$here/network.sh"
. "$here/host.sh"
node=$1
dir=$(node_dir "$node")

wire_node "$node"
printf '%s %s\n' "$$" "$(start_time $$)" >"$dir/pid"

# Without it net.* sysctls cannot be written inside.
export SYSTEMD_NSPAWN_API_VFS_WRITABLE=network
# Beyond nspawn's own set only what keepalived and firewalls need: the machine's clock, modules and raw devices are not the host's.
exec systemd-nspawn --quiet --boot --register=no --keep-unit --directory="$dir/root" \
	--machine="hotpair-$lab-$node" --hostname="$node" --network-namespace-path="/run/netns/$(node_ns "$node")" \
	--capability=CAP_NET_ADMIN,CAP_IPC_LOCK --bind-ro="$(<"$dir/image")/repo:/srv/repo" \
	--resolv-conf=off --timezone=off --link-journal=no --console=read-only -- --show-status=yes </dev/null
