#!/usr/bin/env bash
# `npm run demo -- --cli`: two bare hosts become a pair, its failover is seen, and it is undone. Nothing outside this machine is touched.
# usage: demo-cli.sh [--keep]    --keep leaves the lab running afterwards
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

keep=
case ${1:-} in
--keep) keep=1 ;;
'') ;;
*)
	printf 'usage: npm run demo -- --cli [--keep]\n' >&2
	exit 64
	;;
esac

export HOTPAIR_LAB=demo
folder=$(mktemp -d)
# Nothing is written to the settings of who runs this.
export XDG_CONFIG_HOME=$folder/config
lab() { bash build/lab/lab.sh "$@"; }
finish() {
	local status=$?
	trap - EXIT
	trap '' INT TERM HUP
	if [[ $keep ]]; then
		printf '\nThe hosts are kept; what they were driven with is in %s. Remove them with: HOTPAIR_LAB=demo npm run lab -- down\n' "$folder"
	else
		lab down || status=1
		rm -rf "$folder"
	fi
	exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

bold='' plain=''
if [[ -t 1 && -z ${NO_COLOR:-} ]]; then bold=$'\e[1m' plain=$'\e[0m'; fi
step=0
# heading TITLE SENTENCE
heading() {
	step=$((step + 1))
	printf '\n%s%d. %s%s\n%s\n' "$bold" "$step" "$1" "$plain" "$2"
}
# hotpair EXPECTED_STATUS COMMAND…: at the operator's place of the lab. Passwords are in the environment, never among the arguments.
hotpair() {
	local expected=$1 status=0
	shift
	printf '\n$ hotpair %s\n' "$*"
	lab run npm run --silent hotpair -- "$@" "$folder/pair.yaml" --known-hosts "$known_hosts" || status=$?
	((status == expected)) || {
		printf '\nhotpair %s ended with %d, %d was expected.\n' "$1" "$status" "$expected" >&2
		exit 1
	}
}

# Here, since the operator's place has no way to the package registry.
npm run --silent build

heading 'Two bare hosts' 'The practice lab starts two freshly installed Debian hosts, with their own systemd, sshd and network. The first time it builds them (one to three minutes).'
lab down
lab up --hosts 2
credentials=$(lab info)
credential() { node -e 'console.log(process.argv[2].split(".").reduce((value, key) => value[key], JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"))))' "$credentials" "$1"; }
known_hosts=$(credential knownHosts)
HOTPAIR_PASSWORD_NGINX1=$(credential root.password)
export HOTPAIR_PASSWORD_NGINX1 HOTPAIR_PASSWORD_NGINX2=$HOTPAIR_PASSWORD_NGINX1
# Where no keychain keeps a generated one: eight characters at most, as VRRP has it.
HOTPAIR_VRRP_PASSWORD=$(node -p 'require("node:crypto").randomBytes(4).toString("hex")')
export HOTPAIR_VRRP_PASSWORD
cat >"$folder/pair.yaml" <<'EOF'
name: demo
nodes:
  - { name: nginx1, address: 198.51.100.11, user: root, auth: password, interface: ens33, priority: 250 }
  - { name: nginx2, address: 198.51.100.12, user: root, auth: password, interface: ens33, priority: 240 }
vips: [198.51.100.199/24]
vrrp: { routerId: 66, advertInterval: 1, preempt: false, mode: multicast, onNginxFailure: release }
nginx: { content: welcome }
firewall: open
EOF

heading 'What is wanted' 'A pair file names the hosts, the virtual IP address (VIP) they share and how; it holds no password.'
sed 's/^/    /' "$folder/pair.yaml"
heading 'What is there' 'One question per host over SSH; nothing is changed.'
hotpair 0 detect
heading 'What would be done' 'The plan: every file as a diff, every step. Still nothing is changed (exit status 2: changes pending).'
hotpair 2 plan
heading 'Do it' 'Both hosts are prepared, changed, checked and only then confirmed; if anything fails, both go back to what they were.'
hotpair 0 deploy --yes
heading 'Does it work?' 'curl asks the VIP from every standby and from here, and exactly one host may hold it.'
hotpair 0 verify
heading 'Break it' 'nginx is broken on one host, then on the other, while a probe asks through the VIP every 20 ms: the downtime is measured.'
hotpair 0 drill --seed
heading 'Nothing left to do' 'The same plan once more: it is empty (exit status 0).'
hotpair 0 plan
heading 'Take it back' 'Both hosts become what they were before. Packages stay installed, stopped and disabled.'
hotpair 0 undo
printf '\n%sThat was all of it.%s\n' "$bold" "$plain"
