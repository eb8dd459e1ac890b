# shellcheck shell=bash
# What the lab needs of the machine it runs on.

require_root_on_debian() {
	((EUID == 0)) || fail 69 'the practice lab needs root (network namespaces, mounts): sudo npm run lab -- …'
	local id
	id=$(. /etc/os-release && printf '%s' "$ID") || id=unknown
	[[ $id == debian ]] || fail 69 "the practice lab needs Debian 12, not $id (it builds its hosts with Debian's own tools)"
}

# command → the Debian package it comes in
declare -rA needed=(
	[apt-ftparchive]=apt-utils [flock]=util-linux [ip]=iproute2 [mmdebstrap]=mmdebstrap [nft]=nftables
	[nsenter]=util-linux [openssl]=openssl [ssh-keygen]=openssh-client [systemd-nspawn]=systemd-container
)

# Installs what is missing, without a question.
require_packages() {
	local command missing=()
	for command in "${!needed[@]}"; do
		command -v "$command" >/dev/null || missing+=("${needed[$command]}")
	done
	((${#missing[@]})) || return 0

	say "installing ${missing[*]}"
	local install=(env DEBIAN_FRONTEND=noninteractive
		apt-get install --yes --quiet --quiet --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}")
	mkdir -p "$run_dir"
	"${install[@]}" >"$run_dir/apt.log" 2>&1 && return
	{ apt-get update --quiet --quiet && "${install[@]}"; } >"$run_dir/apt.log" 2>&1 || {
		tail -n 5 "$run_dir/apt.log" >&2
		fail 69 "could not install ${missing[*]} (all of it: $run_dir/apt.log)"
	}
}

# The kernel loads these by itself in most places; where it has no modules or they are built in there is nothing to do.
require_kernel() {
	modprobe --all --quiet overlay bridge veth nf_tables 2>/dev/null || true
	grep -qw overlay /proc/filesystems || fail 69 'this kernel has no overlayfs'
	[[ -n $(cgroup_mount cgroup2) || -n $(cgroup_mount cgroup freezer) ]] ||
		fail 69 'no cgroup hierarchy is mounted that could hold a host'
	# A host needs about ten, and Debian's 128 are for all processes of root together.
	local instances=/proc/sys/fs/inotify/max_user_instances
	(($(<"$instances") >= 1024)) || printf 1024 >"$instances"
}
