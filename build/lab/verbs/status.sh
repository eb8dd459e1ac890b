# shellcheck shell=bash

# status [--json]: name, address, power, cable and system of each host.
verb_status() {
	local json=${1:-} node power cable system separator=''
	[[ -z $json || $json == --json ]] || fail 64 "status does not know $json"
	if [[ $json ]]; then printf '['; else printf '%-8s %-14s %-7s %-7s %s\n' NODE ADDRESS POWER CABLE SYSTEM; fi
	for node in $(nodes); do
		cable=plugged
		! is_cut "$node" || cable='cut'
		system=-
		if ! leader_of "$node" >/dev/null; then
			power=off
		elif is_frozen "$node"; then
			power=frozen
		else
			power=on
			system=$(system_of "$node")
		fi
		if [[ $json ]]; then
			printf '%s\n  { "name": "%s", "address": "%s", "power": "%s", "cable": "%s", "system": "%s" }' \
				"$separator" "$node" "$(address_of "$node")" "$power" "$cable" "$system"
			separator=,
		else
			printf '%-8s %-14s %-7s %-7s %s\n' "$node" "$(address_of "$node")" "$power" "$cable" "$system"
		fi
	done
	[[ -z $json ]] || printf '\n]\n'
}
