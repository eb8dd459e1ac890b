#!/usr/bin/env bash
# The whole pair: bare.sh in every host at once, one connection each, then waits until the VIP answers.
# usage: bare-all.sh KEY KNOWN_HOSTS VIP NAME=ADDRESS…    at the operator's place
set -euo pipefail
key=$1 known_hosts=$2 vip=$3
shift 3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

priority=200 pids=()
for host in "$@"; do
	ssh -i "$key" -o "UserKnownHostsFile=$known_hosts" -o BatchMode=yes -F none "root@${host#*=}" \
		bash -s -- "${host%%=*}" "$priority" "$vip" <"$here/bare.sh" &
	pids+=($!)
	priority=$((priority - 1))
done
for pid in "${pids[@]}"; do wait "$pid"; done

# The status line of http://$1/ says 200.
# shellcheck disable=SC2016 # for the shell that it is given to
answers='{ printf "GET / HTTP/1.0\r\n\r\n" >&3 && read -r -u 3 line; } 3<>"/dev/tcp/$1/80" && [[ $line == *" 200 "* ]]'
for ((tries = 0; tries < 300; tries++)); do
	! timeout 1 bash -c "$answers" - "$vip" 2>/dev/null || exit 0
	sleep 0.1
done
echo "$vip does not answer" >&2
exit 1
