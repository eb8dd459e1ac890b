# shellcheck shell=bash
# Passwords, keys and the hosts' own keys: made at random for each instance, never in the repository. They outlive a
# reset, so that a known_hosts file stays true.

new_password() { openssl rand -hex 10; }

# credentials_ready NODE…: makes what is missing for these nodes.
credentials_ready() {
	local account node type
	(
		umask 077
		mkdir -p "$credentials/hosts"
		cd "$credentials" || exit
		for account in root ops deploy guest passphrase; do
			[[ -s $account.password ]] || new_password >"$account.password"
		done
		# A person's password has such characters: whoever forgets to quote it shall find out here.
		grep -q "'" ops.password || printf "%s '\$x&\n" "$(new_password)" >ops.password
		new_key id_ed25519 ed25519 '' operator
		new_key id_ed25519_passphrase ed25519 "$(<passphrase.password)" operator-with-passphrase
		for node in "$@"; do
			mkdir -p "hosts/$node"
			for type in ed25519 ecdsa rsa; do
				new_key "hosts/$node/ssh_host_${type}_key" "$type" '' "root@$node" &
			done
		done
		wait
		known_hosts_lines >known_hosts
		credentials_json >credentials.json
	)
}

# new_key FILE TYPE PASSPHRASE COMMENT: whole or not at all.
new_key() {
	[[ ! -s $1.pub ]] || return 0
	rm -f "$1"
	ssh-keygen -q -t "$2" -N "$3" -C "$4" -f "$1"
}

known_hosts_lines() {
	local key host
	for key in hosts/*/*.pub; do
		host=${key#hosts/}
		host=${host%/*}
		printf '%s,%s %s\n' "$(address_of "$host")" "$host" "$(cut -d' ' -f1,2 "$key")"
	done
}

credentials_json() {
	local host account separator=''
	printf '{\n  "operator": "%s",\n  "vip": "%s",\n  "hosts": [' "$operator_address" "$vip"
	for host in hosts/*; do
		host=${host#hosts/}
		printf '%s\n    { "name": "%s", "address": "%s" }' "$separator" "$host" "$(address_of "$host")"
		separator=,
	done
	printf '\n  ],\n'
	# No password holds a double quote or a backslash.
	for account in root ops deploy guest; do
		printf '  "%s": { "password": "%s" },\n' "$account" "$(<"$account.password")"
	done
	printf '  "key": "%s",\n  "keyWithPassphrase": "%s",\n  "passphrase": "%s",\n  "knownHosts": "%s"\n}\n' \
		"$PWD/id_ed25519" "$PWD/id_ed25519_passphrase" "$(<passphrase.password)" "$PWD/known_hosts"
}
