#!/usr/bin/env bash
# The practice lab: real Linux hosts on this machine, on a network of their own. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/words.sh"
. "$here/instance.sh"
. "$here/requirements.sh"
. "$here/cgroups.sh"
. "$here/image.sh"
. "$here/network.sh"
. "$here/credentials.sh"
. "$here/identity.sh"
. "$here/host.sh"
. "$here/ready.sh"
for file in "$here"/verbs/*.sh; do . "$file"; done

usage() {
	cat <<'EOF'
usage: lab.sh VERB…         (HOTPAIR_LAB=NAME chooses the instance; "lab" when unset)

  up [--hosts N]            start the lab (2 hosts), or what of it does not run; returns when it is ready
  down                      remove all of it
  status [--json]           what runs
  info                      path of credentials.json
  reset [--from NAME] [NODE…]  hosts as on the first day (or as in the snapshot), within seconds
  run CMD…                  run a command where the operator sits: 198.51.100.1
  exec NODE CMD…            run a command inside a host, as root, without SSH
  switch CMD…               run a command in the switch (nft bridge rules; ports are named as the nodes)
  cut NODE | heal NODE      pull the network cable | plug it in
  kill NODE | boot NODE     power loss | power on
  freeze NODE | thaw NODE   every process of the host stands still | goes on
  snapshot NAME [NODE…]     keep the hosts' disks for reset --from
  logs NODE                 the console of a host
EOF
}

verb=${1:-}
case $verb in
up | down | reset | cut | heal | kill | boot | freeze | thaw | snapshot)
	require_root_on_debian
	# One change of an instance at a time. The hosts that are started from here do not inherit the lock.
	mkdir -p "$run_dir"
	exec 8>"$run_dir/$lab.lock"
	flock --wait 300 8 || fail 75 'another command has been changing this instance for five minutes'
	;;
status | info | run | exec | switch | logs) require_root_on_debian ;;
'' | help | -h | --help)
	usage
	exit
	;;
*)
	usage >&2
	exit 64
	;;
esac
# What others' files get must not depend on who calls; but a command that is only passed on sees the caller's.
[[ $verb == run || $verb == switch ]] || umask 022
shift
"verb_$verb" "$@"
