# shellcheck shell=bash

# down: removes everything of the instance, also what a crash or an interrupted verb left.
verb_down() {
	local all
	mapfile -t all < <(nodes)
	for_each_node host_destroy "${all[@]}"
	network_down
	rm -rf --one-file-system "$state"
}
