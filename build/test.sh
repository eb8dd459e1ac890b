#!/usr/bin/env bash
# `npm test`: all tests, after nothing but a clone. As root on Debian it installs what they need; elsewhere it runs what can run and says
# what it left out. Ends with the line "N passed, N failed".
# usage: test.sh [NAME…]    only the parts whose name holds one of these: check, selftest, lab/deploy …
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

is_debian() { grep -Eqs '^ID(_LIKE)?=.*debian' /etc/os-release; }

# What the tests use; what the lab itself needs it installs by itself.
packages=(ca-certificates chromium curl dbus git gnome-keyring iproute2 libsecret-1-0 openssh-client openssl shellcheck sshpass util-linux)
missing_packages() {
	local package
	for package in "${packages[@]}"; do
		dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || printf '%s\n' "$package"
	done
}

# try COMMAND…: three times, since a mirror may be busy.
try() {
	local again
	for again in 5 20 0; do
		"$@" && return
		((again)) && sleep "$again"
	done
	return 1
}

mkdir -p out/test
if ((EUID == 0)) && is_debian; then
	# One at a time: the labs of two runs would have the same names.
	mkdir -p /run/hotpair-lab
	exec 9>/run/hotpair-lab/.npm-test.lock
	flock --nonblock 9 || {
		printf 'Another npm test is running on this machine.\n\n0 passed, 1 failed\n'
		exit 1
	}
	mapfile -t missing < <(missing_packages)
	if ((${#missing[@]})); then
		printf 'installing %s\n' "${missing[*]}"
		apt=(env DEBIAN_FRONTEND=noninteractive timeout 600 apt-get --yes --quiet -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
		try "${apt[@]}" update >out/test/apt.log 2>&1 </dev/null &&
			try "${apt[@]}" install --no-install-recommends "${missing[@]}" >>out/test/apt.log 2>&1 </dev/null || {
			tail -n 20 out/test/apt.log
			printf 'Debian packages could not be installed (out/test/apt.log).\n\n0 passed, 1 failed\n'
			exit 1
		}
	fi
fi

exec node build/test.mjs "$@" </dev/null
