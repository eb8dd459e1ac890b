# shellcheck shell=bash
# What makes a host this one and no other, written into its own layer before it starts.

# write_identity NODE ROOT
write_identity() {
	local node=$1 root=$2 account home
	printf '%s\n' "$node" >"$root/etc/hostname"
	printf '127.0.0.1\tlocalhost\n127.0.1.1\t%s\n::1\tlocalhost ip6-localhost ip6-loopback\n' "$node" >"$root/etc/hosts"
	printf '%s' "hotpair $lab $node" | md5sum | cut -c1-32 >"$root/etc/machine-id"

	# As the Debian installer writes it, but "auto": there is no udev here to announce the interface.
	cat >"$root/etc/network/interfaces" <<-EOF
		source /etc/network/interfaces.d/*

		auto lo
		iface lo inet loopback

		auto ens33
		iface ens33 inet static
		    address $(address_of "$node")/24
		    gateway $operator_address
	EOF

	install -m 0600 "$credentials/hosts/$node"/ssh_host_*_key "$root/etc/ssh/"
	install -m 0644 "$credentials/hosts/$node"/ssh_host_*_key.pub "$root/etc/ssh/"

	for account in root ops deploy guest; do
		printf '%s:%s\n' "$account" "$(openssl passwd -6 -stdin <"$credentials/$account.password")"
	done | chroot "$root" chpasswd --encrypted

	for account in root ops deploy; do
		home=$root/home/$account
		[[ $account != root ]] || home=$root/root
		install -d -m 0700 --owner="$(stat -c %u "$home")" --group="$(stat -c %g "$home")" "$home/.ssh"
		cat "$credentials"/id_ed25519*.pub >"$home/.ssh/authorized_keys"
		chown --reference="$home" "$home/.ssh/authorized_keys"
		chmod 0600 "$home/.ssh/authorized_keys"
	done
}
