# shellcheck shell=bash

# logs NODE: what the host wrote to its console and its journal, since its disk was made; also when it is off.
verb_logs() {
	(($# == 1)) || fail 64 'the logs of which node?'
	local node dir
	node=$(chosen_nodes "$1")
	dir=$(node_dir "$node")
	cat "$dir/console.log"
	journalctl --quiet --no-pager --directory="$dir/root/var/log/journal" 2>/dev/null || true
}
