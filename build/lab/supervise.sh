#!/usr/bin/env bash
# Keeps a host running where systemd is not PID 1: its own control groups, and again after each reboot it asks for.
# usage: HOTPAIR_LAB=… supervise.sh NODE
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/words.sh"
. "$here/instance.sh"
. "$here/cgroups.sh"
node=$1

# Nothing of the caller's: a pipe kept open here would let $(lab.sh up) never return. 255 is this script.
for fd in /proc/self/fd/*; do
	fd=${fd##*/}
	((fd < 3 || fd == 255)) || exec {fd}>&-
done

cgroup_join "$node" $$
# With --keep-unit a reboot inside ends nspawn with 133. A host that does nothing else is broken.
status=133
for ((boot = 0; boot < 50 && status == 133; boot++)); do
	status=0
	"$here/boot.sh" "$node" || status=$?
done
"$here/unplug.sh" "$node"
exit "$status"
