# shellcheck shell=bash

# snapshot NAME [NODE…]: keeps the disks as they are, for reset --from NAME. A running host is shut down cleanly for it and
# started again.
verb_snapshot() {
	local name=${1:-} chosen
	[[ $name =~ ^[a-z0-9-]{1,32}$ ]] || fail 64 'usage: snapshot NAME [NODE…] (NAME of a-z, 0-9 and -)'
	shift
	chosen=$(chosen_nodes "$@")
	[[ $chosen ]] || fail 69 "instance $lab is not up"
	# shellcheck disable=SC2086
	for_each_node "snapshot_node $name" $chosen
}

# snapshot_node NAME NODE
snapshot_node() {
	local name=$1 node=$2 dir kept layer layers was_on=
	dir=$(node_dir "$node")
	kept=$state/snapshots/$name/$node
	is_made "$node" || fail 1 "$node has no disk any more: run up"

	if nspawn_of "$node" >/dev/null; then
		was_on=1
		host_shutdown "$node"
	fi

	# A layer is never changed or removed while the instance lives: hosts and other snapshots may stand on it.
	mkdir -p "$state/layers"
	layer=$(mktemp --directory "$state/layers/XXXXXXXX")
	chmod 0755 "$layer"
	cp --archive "$dir/disk/upper/." "$layer"
	rm -rf "$layer"/var/log/journal/*
	layers=$(<"$dir/layers")

	rm -rf "$kept"
	mkdir -p "$kept.part"
	printf '%s' "$(<"$dir/image")" >"$kept.part/image"
	printf '%s' "$layer${layers:+:$layers}" >"$kept.part/layers"
	mv "$kept.part" "$kept"

	[[ -z $was_on ]] || boot_node "$node"
}
