# shellcheck shell=bash

# run CMD…: at the operator's place; folder, environment, input and exit status are the caller's and the command's.
verb_run() {
	(($#)) || fail 64 'run what?'
	ns_exists "$operator_ns" || fail 69 "instance $lab is not up"
	export HOTPAIR_LAB=$lab
	# npm has left the caller's folder. Only once: what is started from here may call the lab again, from elsewhere.
	if [[ ${npm_lifecycle_event:-} == lab && ${INIT_CWD:-} ]]; then
		cd "$INIT_CWD" || exit
		unset npm_lifecycle_event INIT_CWD
	fi
	# Not `ip netns exec`: that hides the machine's /sys and mounts, and no verb of the lab would work from inside.
	exec nsenter --net="/run/netns/$operator_ns" -- "$@"
}

# switch CMD…: in the switch.
verb_switch() {
	(($#)) || fail 64 'run what in the switch?'
	ns_exists "$switch_ns" || fail 69 "instance $lab is not up"
	export HOTPAIR_LAB=$lab
	exec nsenter --net="/run/netns/$switch_ns" -- "$@"
}
