# shellcheck shell=bash
# A host: its disk, its power switch, its processes.

# start_time PID: when it started (clock ticks since boot), or nothing: with the number it tells a process from its successor.
start_time() {
	local stat fields
	stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
	read -ra fields <<<"${stat##*) }"
	printf '%s' "${fields[19]}"
}

# nspawn_of NODE: the process id of the host's systemd-nspawn; fails when it does not run.
nspawn_of() {
	local pid started
	{ read -r pid started <"$(node_dir "$1")/pid"; } 2>/dev/null || return 1
	[[ $(start_time "$pid") == "$started" ]] || return 1
	printf '%s' "$pid"
}

# leader_of NODE: the process id, seen from here, of the host's PID 1; fails when it has none (yet).
leader_of() {
	local nspawn child children=() numbers
	nspawn=$(nspawn_of "$1") || return 1
	# The line has no end.
	read -ra children <"/proc/$nspawn/task/$nspawn/children" || true
	for child in "${children[@]}"; do
		numbers=$(grep '^NSpid:' "/proc/$child/status" 2>/dev/null) || continue
		[[ $numbers =~ [[:space:]]1$ ]] || continue
		printf '%s' "$child"
		return
	done
	return 1
}

# host_make NODE [LAYERS]: a pristine disk; on those of a snapshot, where they are given (separated by colons).
host_make() {
	local node=$1 layers=${2:-} dir
	dir=$(node_dir "$node")
	host_destroy "$node"
	mkdir -p "$dir"
	chmod 0700 "$state/nodes"
	mkdir "$dir/disk" "$dir/root"
	mount -t tmpfs -o "size=$disk_size,mode=0755" "hotpair-$lab-$node" "$dir/disk"
	mkdir "$dir/disk/upper" "$dir/disk/work"
	# With redirects a directory of a lower layer can be renamed, as on any disk.
	mount -t overlay -o "redirect_dir=on,lowerdir=${layers:+$layers:}$image/root,upperdir=$dir/disk/upper,workdir=$dir/disk/work" \
		"hotpair-$lab-$node" "$dir/root"
	write_identity "$node" "$dir/root"
	printf '%s' "$layers" >"$dir/layers"
	# Last: with it the disk is whole.
	printf '%s' "$image" >"$dir/image"
}

# is_made NODE: its disk is whole (an interrupted `up` may have left half of one, a crash of the machine an empty folder).
is_made() {
	local dir
	dir=$(node_dir "$1")
	[[ -e $dir/image ]] && mountpoint -q "$dir/root"
}

# host_start NODE: power on. Returns at once.
host_start() {
	local node=$1 dir
	dir=$(node_dir "$node")
	rm -f "$dir/pid"
	if under_systemd; then
		systemctl reset-failed "$(host_unit "$node")" 2>/dev/null || true
		systemd-run --quiet --collect --unit="$(host_unit "$node")" --setenv=HOTPAIR_LAB="$lab" \
			--property=Type=exec --property=Delegate=yes --property=KillMode=mixed --property=TasksMax=4096 \
			--property=SuccessExitStatus=133 --property=RestartForceExitStatus=133 \
			--property=StartLimitIntervalSec=60 --property=StartLimitBurst=20 \
			--property="StandardOutput=append:$dir/console.log" --property="StandardError=append:$dir/console.log" \
			--property=ExecStopPost="$here/unplug.sh $node" "$here/boot.sh" "$node"
	else
		cgroup_make "$node"
		HOTPAIR_LAB=$lab setsid "$here/supervise.sh" "$node" </dev/null >>"$dir/console.log" 2>&1 8>&- &
	fi
}

# host_kill NODE: power loss. Nothing of it runs afterwards, no address answers.
host_kill() {
	local node=$1 dir tries
	dir=$(node_dir "$node")
	! ns_exists "$switch_ns" || port_down "$node" 2>/dev/null || true
	cgroup_kill "$node"
	for ((tries = 0; tries < 100; tries++)); do
		cgroup_empty "$node" && break
		sleep 0.02
	done
	if under_systemd; then
		systemctl stop "$(host_unit "$node")" 2>/dev/null || true
		systemctl reset-failed "$(host_unit "$node")" 2>/dev/null || true
	fi
	cgroup_remove "$node"
	unwire_node "$node"
	rm -f "$dir/pid"
}

# host_shutdown NODE: off in the orderly way.
host_shutdown() {
	local tries
	! is_frozen "$1" || fail 1 "$1 is frozen: thaw it first"
	# It may be gone before it has answered.
	inside "$1" systemctl --no-block poweroff 2>/dev/null || true
	for ((tries = 0; tries < 600; tries++)); do
		nspawn_of "$1" >/dev/null || return 0
		sleep 0.05
	done
	fail 1 "$1 did not shut down within 30 s; see: logs $1"
}

# host_destroy NODE: power off, disk gone.
host_destroy() {
	local dir mount
	dir=$(node_dir "$1")
	host_kill "$1"
	for mount in "$dir/root" "$dir/disk"; do
		while mountpoint -q "$mount"; do umount "$mount" 2>/dev/null || umount --lazy "$mount"; done
	done
	rm -rf --one-file-system "$dir"
	# nspawn's own, which a kill leaves behind.
	rmdir "/run/systemd/nspawn/propagate/hotpair-$lab-$1" 2>/dev/null || true
}
