# shellcheck shell=bash

# kill NODE…: power loss. The disk stays as it was at that moment.
verb_kill() {
	(($#)) || fail 64 'kill which node?'
	local chosen
	chosen=$(chosen_nodes "$@")
	# shellcheck disable=SC2086
	for_each_node host_kill $chosen
}

# boot NODE…: power on; returns when it is ready. A cable that was cut stays cut: then it only boots.
verb_boot() {
	(($#)) || fail 64 'boot which node?'
	local chosen
	chosen=$(chosen_nodes "$@")
	# shellcheck disable=SC2086
	for_each_node boot_node $chosen
}

boot_node() {
	is_made "$1" || fail 1 "$1 has no disk any more: run up"
	if ! nspawn_of "$1" >/dev/null; then
		host_kill "$1"
		host_start "$1"
	fi
	await_ready "$1"
}
