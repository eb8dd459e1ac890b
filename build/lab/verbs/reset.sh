# shellcheck shell=bash

# reset [--from NAME] [NODE…]: pristine disks, or those of the snapshot; power on, cables plugged. Host keys, machine-id and
# MAC address stay.
verb_reset() {
	local snapshot='' node chosen
	if [[ ${1:-} == --from ]]; then
		snapshot=${2:-}
		[[ $snapshot ]] || fail 64 'reset --from which snapshot?'
		shift 2
	fi
	chosen=$(chosen_nodes "$@")
	[[ $chosen ]] || fail 69 "instance $lab is not up"
	for node in $chosen; do
		[[ -z $snapshot || -e $state/snapshots/$snapshot/$node/layers ]] || fail 64 "no snapshot \"$snapshot\" of $node"
	done
	network_up
	(($#)) || switch_clean
	[[ $snapshot ]] || image_ready
	# shellcheck disable=SC2086
	for_each_node "reset_node $snapshot" $chosen
}

# reset_node [SNAPSHOT] NODE
reset_node() {
	local node=${!#} kept=$state/snapshots/$1/${!#}
	if (($# == 2)); then
		image=$(<"$kept/image") host_make "$node" "$(<"$kept/layers")"
	else
		host_make "$node"
	fi
	host_start "$node"
	await_ready "$node"
}
