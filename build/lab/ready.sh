# shellcheck shell=bash
# When a host counts as ready.

# way_in NODE: sets way_in to the command that runs its arguments in the host's namespaces, as root, with a clean environment and
# no power over the machine that a login in the host would not have (its clock above all: there is but one).
way_in() {
	local leader
	leader=$(leader_of "$1") || fail 69 "$1 is not running"
	way_in=(
		setpriv '--bounding-set=-sys_module,-sys_rawio,-sys_pacct,-sys_time,-syslog,-wake_alarm,-perfmon,-bpf' --
		nsenter --target="$leader" --mount --uts --ipc --net --pid --cgroup --root --wdns=/root --
		env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
	)
}

# inside NODE CMD…
inside() {
	local way_in
	way_in "$1"
	shift
	"${way_in[@]}" "$@"
}

# await_ready NODE: booted to the end, interface up with a carrier, sshd answering at the operator's place (unless its cable is cut).
await_ready() {
	local node=$1 system='' deadline=$((SECONDS + 60))
	! is_frozen "$node" || fail 1 "$node is frozen: thaw it first"
	until system=$(system_of "$node") && [[ $system == running || $system == degraded ]]; do
		((SECONDS < deadline)) || fail 1 "$node did not boot within 60 s (${system:-no answer}); see: logs $node"
		sleep 0.1
	done
	[[ $system == running ]] || say "$node is degraded: $(inside "$node" systemctl list-units --failed --plain --no-legend | cut -d' ' -f1 | xargs)"
	! is_cut "$node" || return 0
	until has_carrier "$node" && sshd_answers "$(address_of "$node")"; do
		((SECONDS < deadline)) || fail 1 "$node has booted but its sshd does not answer; see: logs $node"
		sleep 0.05
	done
}

# system_of NODE: what its systemd says of itself (running, degraded, starting, …).
system_of() { leader_of "$1" >/dev/null && { inside "$1" timeout 5 systemctl is-system-running 2>/dev/null || true; }; }

has_carrier() { [[ $(ip -n "$(node_ns "$1")" -o link show ens33 2>/dev/null) == *',UP,LOWER_UP>'* ]]; }

sshd_answers() {
	# shellcheck disable=SC2016 # $1 is the inner shell's
	in_ns "$operator_ns" timeout 2 bash -c 'exec 3<>"/dev/tcp/$1/22" && IFS= read -r banner <&3 && [[ $banner == SSH-* ]]' - "$1" 2>/dev/null
}
