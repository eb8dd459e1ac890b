# shellcheck shell=bash

# exec NODE CMD…: inside the host, as root. Belongs to the host: a power loss ends it, freezing stops it. In a host that is
# frozen already it only looks in from outside and is not frozen itself.
verb_exec() {
	(($# >= 2)) || fail 64 'usage: exec NODE CMD…'
	local node way_in
	node=$(chosen_nodes "$1")
	shift
	way_in "$node"
	is_frozen "$node" || join_host "$node"
	exec "${way_in[@]}" "$@"
}

# join_host NODE: this process belongs to the host from now on; beside its PID 1, in a leaf that always exists.
join_host() {
	local leader hierarchy path mount
	leader=$(leader_of "$1") || fail 69 "$1 is not running"
	while IFS=: read -r _ hierarchy path; do
		case $hierarchy in
		'') mount=$(cgroup_mount cgroup2) ;;
		name=systemd | freezer) mount=$(cgroup_mount cgroup "$hierarchy") ;;
		*) continue ;;
		esac
		[[ -z $mount || $path == / ]] || printf '%s' $$ >"$mount$path/cgroup.procs"
	done <"/proc/$leader/cgroup"
}
