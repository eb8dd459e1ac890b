# shellcheck shell=bash

# info: path of the file with addresses, passwords and keys.
verb_info() {
	[[ -e $credentials/credentials.json ]] || fail 69 "instance $lab is not up"
	printf '%s\n' "$credentials/credentials.json"
}
