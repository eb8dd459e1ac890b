#!/usr/bin/env bash
# Turns a bare Debian root into the root of every lab host: accounts, sshd, quiet units, the local repository.
# Holds no secret and no identity: those are written to each host's own layer (identity.sh).
# usage: customize.sh ROOT REPO
set -euo pipefail
root=$1 repo=$2

write() { mkdir -p "$(dirname "$root$1")" && cat >"$root$1"; }

# Accounts; their passwords are set per instance. sudo as Debian does it: the group may, with a password.
useradd() { chroot "$root" useradd --create-home --shell /bin/bash "$@"; }
useradd --groups sudo ops
useradd deploy
useradd guest
write /etc/sudoers.d/deploy <<'EOF'
deploy ALL=(ALL:ALL) NOPASSWD: ALL
EOF
chmod 0440 "$root/etc/sudoers.d/deploy"

write /etc/ssh/sshd_config.d/lab.conf <<'EOF'
PermitRootLogin yes
PasswordAuthentication yes
EOF
rm -f "$root"/etc/ssh/ssh_host_*

# No clock of its own to set, no console to log in at, nobody to upgrade from. Masked, so that no unit ever fails for it.
for unit in \
	apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service \
	fstrim.timer console-getty.service container-getty@.service getty@.service getty-static.service getty.target \
	systemd-networkd.service systemd-networkd.socket systemd-networkd-wait-online.service \
	systemd-resolved.service systemd-timesyncd.service; do
	ln -sf /dev/null "$root/etc/systemd/system/$unit"
done

# Nothing to generate units from: no encrypted disk, no partition, no kernel command line. Masked (systemd.generator(7)), since every reload
# of systemd runs them all, and a package installs with several.
mkdir -p "$root/etc/systemd/system-generators"
for generator in "$root"/usr/lib/systemd/system-generators/systemd-*; do
	[[ $generator == */systemd-sysv-generator ]] || ln -sf /dev/null "$root/etc/systemd/system-generators/${generator##*/}"
done

# The repository is bound to the same path in a running host. The package lists are read now, as a fresh install has done.
write /etc/apt/sources.list <<'EOF'
deb [trusted=yes] file:/srv/repo ./
EOF
rm -f "$root"/etc/apt/sources.list.d/*
write /etc/dpkg/dpkg.cfg.d/lab <<'EOF'
force-unsafe-io
EOF
rm -rf "$root"/var/lib/apt/lists/*
mkdir -p "$root/srv/repo"
mount --bind "$repo" "$root/srv/repo"
trap 'umount "$root/srv/repo"' EXIT
env -u APT_CONFIG chroot "$root" apt-get update --quiet --quiet

: >"$root/etc/machine-id"
rm -f "$root/var/lib/dbus/machine-id" "$root/etc/hostname" "$root/etc/resolv.conf"
: >"$root/etc/resolv.conf"
