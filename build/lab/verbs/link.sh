# shellcheck shell=bash

# cut NODE…: the network cable is pulled; the host loses its carrier.
verb_cut() {
	(($#)) || fail 64 'cut which node?'
	local node chosen
	chosen=$(chosen_nodes "$@")
	for node in $chosen; do
		: >"$(node_dir "$node")/cut"
		# A host without power has no port.
		port_down "$node" 2>/dev/null || true
	done
}

# heal NODE…: plugged in again.
verb_heal() {
	(($#)) || fail 64 'heal which node?'
	local node chosen
	chosen=$(chosen_nodes "$@")
	for node in $chosen; do
		rm -f "$(node_dir "$node")/cut"
		port_up "$node" 2>/dev/null || true
	done
}
