# shellcheck shell=bash

# up [--hosts N]: start the lab, or what of it does not run; returns when every host is ready.
verb_up() {
	local count=2 all
	while (($#)); do
		case $1 in
		--hosts)
			count=${2:-}
			[[ $count =~ ^[1-9]$ ]] || fail 64 "up --hosts takes a number from 1 to $most_nodes"
			shift 2
			;;
		*) fail 64 "up does not know $1" ;;
		esac
	done

	require_packages
	require_kernel
	image_ready
	mkdir -p "$state/nodes"
	for ((; count > 0; count--)); do mkdir -p "$(node_dir "nginx$count")"; done
	mapfile -t all < <(nodes)
	credentials_ready "${all[@]}"
	network_up

	for_each_node switch_on "${all[@]}"
	verb_status
}

# switch_on NODE: whatever state it is in, it is ready afterwards.
switch_on() {
	local node=$1
	is_made "$node" || host_make "$node"
	rm -f "$(node_dir "$node")/cut"
	if nspawn_of "$node" >/dev/null; then
		port_up "$node"
		cgroup_freeze "$node" 0
	else
		host_kill "$node"
		host_start "$node"
	fi
	await_ready "$node"
}

# for_each_node FUNCTION NODE…: for all at once (FUNCTION may have leading arguments); fails when one fails.
for_each_node() {
	local function node pid pids=() status=0
	read -ra function <<<"$1"
	shift
	# Background jobs of a script do not hear Ctrl-C.
	trap 'kill "${pids[@]}" 2>/dev/null; exit 130' INT TERM
	for node in "$@"; do
		"${function[@]}" "$node" &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do wait "$pid" || status=$?; done
	trap - INT TERM
	return "$status"
}
