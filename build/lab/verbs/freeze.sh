# shellcheck shell=bash

# freeze NODE…: every process of the host stands still; its kernel goes on answering ping and ARP.
verb_freeze() {
	(($#)) || fail 64 'freeze which node?'
	local node chosen
	chosen=$(chosen_nodes "$@")
	for node in $chosen; do
		nspawn_of "$node" >/dev/null || fail 69 "$node is not running"
		cgroup_freeze "$node" 1
	done
}

# thaw NODE…: they go on.
verb_thaw() {
	(($#)) || fail 64 'thaw which node?'
	local node chosen
	chosen=$(chosen_nodes "$@")
	for node in $chosen; do
		nspawn_of "$node" >/dev/null || fail 69 "$node is not running"
		cgroup_freeze "$node" 0
	done
}
