# shellcheck shell=bash
# The control groups of a host. Where systemd is PID 1 it makes one for the host's unit; elsewhere the lab makes one in
# each hierarchy that systemd inside the host, freezing and killing need: the unified one, name=systemd and, where
# there is no unified one, freezer.

# cgroup_mount TYPE [OPTION]: where that hierarchy is mounted, or nothing.
cgroup_mount() {
	local type=$1 option=${2:-} line where options
	while read -r line; do
		[[ $line == *" - $type "* ]] || continue
		options=${line##* }
		[[ -z $option || ,$options, == *",$option,"* ]] || continue
		read -r _ _ _ _ where _ <<<"$line"
		printf '%s' "$where"
		return
	done </proc/self/mountinfo
}

# host_unit NODE: the name of the transient unit, where systemd is PID 1.
host_unit() { printf 'hotpair-lab-%s-%s.service' "$lab" "$1"; }

under_systemd() { [[ -d /run/systemd/system && $(</proc/1/comm) == systemd ]]; }

# host_cgroups NODE: the directories, the one that can freeze first. They need not exist.
host_cgroups() {
	local mount path=hotpair-lab/$lab/$1
	mount=$(cgroup_mount cgroup2)
	if under_systemd; then
		# A name without a slice lands here; the name is ours, so the place is known while the unit is not running too.
		printf '%s/system.slice/%s\n' "$mount" "$(host_unit "$1")"
		return
	fi
	[[ -z $mount ]] || printf '%s/%s\n' "$mount" "$path"
	if [[ -z $mount ]]; then
		mount=$(cgroup_mount cgroup freezer)
		printf '%s/%s\n' "$mount" "$path"
	fi
	mount=$(cgroup_mount cgroup name=systemd)
	[[ -z $mount ]] || printf '%s/%s\n' "$mount" "$path"
}

# freezer_of NODE: the directory that freezes and kills the whole host.
freezer_of() {
	local dirs
	mapfile -t dirs < <(host_cgroups "$1")
	printf '%s' "${dirs[0]}"
}

cgroup_make() {
	local dir
	for dir in $(host_cgroups "$1"); do mkdir -p "$dir"; done
}

# cgroup_join NODE PID
cgroup_join() {
	local dir
	for dir in $(host_cgroups "$1"); do printf '%s' "$2" >"$dir/cgroup.procs"; done
}

# cgroup_freeze NODE 1|0
cgroup_freeze() {
	local dir
	dir=$(freezer_of "$1")
	if [[ -e $dir/cgroup.freeze ]]; then
		printf '%s' "$2" >"$dir/cgroup.freeze"
	elif (($2)); then
		printf FROZEN >"$dir/freezer.state"
	else
		printf THAWED >"$dir/freezer.state"
	fi
}

# is_frozen NODE
is_frozen() {
	local dir
	dir=$(freezer_of "$1")
	# It may vanish while we look.
	[[ $(cat "$dir/cgroup.freeze" "$dir/freezer.state" 2>/dev/null) == @(1|FROZEN|FREEZING) ]]
}

# cgroup_kill NODE: SIGKILL to every process of the host at once, frozen or not.
cgroup_kill() {
	local dir procs pids
	dir=$(freezer_of "$1")
	[[ -d $dir ]] || return 0
	if [[ -e $dir/cgroup.kill ]]; then
		printf 1 >"$dir/cgroup.kill"
		# What systemd runs in it after the end would stand still. It may be gone already.
		{ cgroup_freeze "$1" 0; } 2>/dev/null || true
		return
	fi
	# The freezer stops forks while the list is read.
	cgroup_freeze "$1" 1
	mapfile -t procs < <(find "$dir" -name cgroup.procs)
	mapfile -t pids < <(cat "${procs[@]}")
	((${#pids[@]} == 0)) || kill -KILL "${pids[@]}" 2>/dev/null || true
	cgroup_freeze "$1" 0
}

# cgroup_empty NODE: whether no process is left in it. It may vanish while we look.
cgroup_empty() {
	local dir
	dir=$(freezer_of "$1")
	if [[ -e $dir/cgroup.kill ]]; then
		! grep -qsx 'populated 1' "$dir/cgroup.events"
	else
		! find "$dir" -name cgroup.procs -exec cat {} + 2>/dev/null | grep -q .
	fi
}

# cgroup_remove NODE: away with the empty directories (where systemd is PID 1 it does that).
cgroup_remove() {
	under_systemd && return
	local dir
	for dir in $(host_cgroups "$1"); do
		[[ ! -d $dir ]] || find "$dir" -depth -type d -exec rmdir {} + 2>/dev/null || true
		# Those above it too, when it was the last.
		rmdir --parents --ignore-fail-on-non-empty "${dir%/*}" 2>/dev/null || true
	done
}
