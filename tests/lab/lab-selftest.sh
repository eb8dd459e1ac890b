#!/usr/bin/env bash
# Proves the practice lab itself: every verb by what it really does to real hosts. Brings up instances of its own and removes
# them, also when it fails.
# usage: lab-selftest.sh    (as root, on Debian)
# shellcheck disable=SC2016 # what is in single quotes is for other shells
set -uo pipefail
lab=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/build/lab/lab.sh
export HOTPAIR_LAB=selft
other=selfu # a second instance, beside it
state=/run/hotpair-lab/$HOTPAIR_LAB
vip=198.51.100.199

passed=0 failed=0
pass() { passed=$((passed + 1)) && printf 'ok      %s\n' "$1"; }
flunk() { failed=$((failed + 1)) && printf 'not ok  %s\n' "$1"; }

# ok WHAT CMD…: passes when the command succeeds; its output is shown when it does not.
ok() {
	local what=$1 output
	shift
	if output=$("$@" 2>&1); then pass "$what"; else
		flunk "$what"
		printf '%s\n' "$output" | tail -n 15 | sed 's/^/        | /'
	fi
}
# is WHAT EXPECTED ACTUAL
is() {
	if [[ $2 == "$3" ]]; then pass "$1"; else
		flunk "$1"
		printf '        | expected %s\n        | got      %s\n' "$2" "$3"
	fi
}
# status WHAT EXPECTED_STATUS CMD…
status() {
	local what=$1 expected=$2 got=0
	shift 2
	"$@" >/dev/null 2>&1 || got=$?
	is "$what" "$expected" "$got"
}
not() { ! "$@"; }
# soon SECONDS CMD…: waits until it succeeds
soon() {
	local deadline=$((SECONDS + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		((SECONDS < deadline)) || { "$@"; return; }
		sleep 0.1
	done
}
quiet() { "$@" >/dev/null 2>&1; }
title() { printf '\n# %s\n' "$*"; }

# Whatever is inside while a host shuts down is stopped by systemd, and nsenter stops with it (nsenter.c: WIFSTOPPED), for good.
in_host() { timeout -k 1 60 "$lab" exec "$@"; }
sh_in() { in_host "$1" sh -c "$2"; }
secret() { node -e 'const c = JSON.parse(require("fs").readFileSync(process.argv[1])); process.stdout.write(process.argv[2].split(".").reduce((v, k) => v[k], c))' "$("$lab" info)" "$1"; }
strict() { printf '%s\n' -F none -o StrictHostKeyChecking=yes -o "UserKnownHostsFile=$(secret knownHosts)" -o ConnectTimeout=5 -o LogLevel=ERROR; }
# with_password ACCOUNT NODE_ADDRESS CMD…
with_password() {
	local account=$1 address=$2 options
	shift 2
	mapfile -t options < <(strict)
	SSHPASS=$(secret "$account.password") "$lab" run sshpass -e ssh "${options[@]}" \
		-o PubkeyAuthentication=no -o PreferredAuthentications=password "$account@$address" "$@"
}
# with_key ACCOUNT NODE_ADDRESS CMD…
with_key() {
	local account=$1 address=$2 options
	shift 2
	mapfile -t options < <(strict)
	"$lab" run ssh "${options[@]}" -o BatchMode=yes -i "$(secret key)" "$account@$address" "$@"
}
power_of() { "$lab" status --json | node -e 'process.stdout.write(JSON.parse(require("fs").readFileSync(0)).find((n) => n.name === process.argv[1])?.power ?? "none")' "$1"; }
boot_id() { in_host "$1" stat -c %Y /proc/1; }
holders() {
	local node
	for node in nginx1 nginx2; do ! sh_in "$node" "ip -br address" 2>/dev/null | grep -q "$vip/" || printf '%s ' "$node"; done
}
held_by() { [[ $(holders) == "$1 " ]] || { printf 'holders: %s\n' "$(holders)"; return 1; }; }
traces() {
	ip netns list | grep "hotpair-$1-"
	grep -F "hotpair-$1-" /proc/mounts
	find /sys/fs/cgroup -path "*hotpair-lab*/$1*" 2>/dev/null
	pgrep -af -- "--machine=hotpair-$1-"
	ls -d "/run/hotpair-lab/$1" 2>/dev/null
}

cleanup() {
	"$lab" down >/dev/null 2>&1
	HOTPAIR_LAB=$other "$lab" down >/dev/null 2>&1
}
trap 'cleanup' EXIT
trap 'exit 130' INT TERM

# command:package
for needs in curl:curl ssh:openssh-client sshpass:sshpass; do
	command -v "${needs%:*}" >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet \
		-o DPkg::Lock::Timeout=300 "${needs#*:}" >/dev/null 2>&1
done

cleanup
root_before=$(ip -br address; ip route; nft list ruleset 2>/dev/null)
clock_before=$(($(date +%s) - SECONDS))

title up
# Captured on purpose: a host that inherited the pipe would let this never return.
ok 'up brings up two hosts' bash -c 'output=$("$0" up) && [[ $output == *nginx1*running*nginx2*running* ]]' "$lab"
before=$(boot_id nginx1)
ok 'up again' "$lab" up
is 'up again keeps running hosts' "$before" "$(boot_id nginx1)"
is 'no unit has failed' '' "$(in_host nginx1 systemctl list-units --failed --plain --no-legend)"
ok 'up --hosts 3 adds the third' bash -c '"$0" up --hosts 3 | grep -q "nginx3 .*running"' "$lab"
is 'and keeps the others' "$before" "$(boot_id nginx1)"
is "the machine's own network is as it was" "$root_before" "$(ip -br address; ip route; nft list ruleset 2>/dev/null)"
status 'a wrong verb is refused' 64 "$lab" dance
status 'a wrong instance name is refused' 64 env HOTPAIR_LAB=Wrong_Name "$lab" status
status 'an unknown node is refused' 64 "$lab" exec nginx9 true
status 'without root: unavailable' 69 setpriv --reuid=65534 --clear-groups "$lab" status

ok 'on something else than Debian: unavailable' unshare --mount sh -c '
	printf "ID=other\n" >/tmp/$$ && mount --bind /tmp/$$ /etc/os-release && rm -f /tmp/$$; "$0" status; [ $? = 69 ]' "$lab"

title credentials
credentials=$(dirname "$("$lab" info)")
is "folder and files are root's alone" '700 600' "$(stat -c %a "$credentials") $(find "$credentials" -type f ! -name '*.pub' ! -perm 600 -printf x; stat -c %a "$credentials/credentials.json")"
is 'three hosts are listed' 198.51.100.13 "$(secret hosts.2.address)"
is 'root by password' root "$(with_password root 198.51.100.11 whoami)"
is 'root by key' root "$(with_key root 198.51.100.12 whoami)"
is 'ops by password' ops "$(with_password ops 198.51.100.11 whoami)"
is 'ops: sudo with the password' root "$(secret ops.password | with_password ops 198.51.100.11 'sudo -S -p "" whoami')"
status 'ops: sudo needs it' 1 with_key ops 198.51.100.11 'sudo -n whoami'
is 'deploy by key, sudo without password' root "$(with_key deploy 198.51.100.11 'sudo -n whoami')"
is 'deploy by password' deploy "$(with_password deploy 198.51.100.12 whoami)"
is 'guest by password' guest "$(with_password guest 198.51.100.11 whoami)"
ok 'guest: no sudo at all' bash -c '[[ $1 == *"not in the sudoers"* ]]' - "$(secret guest.password | with_password guest 198.51.100.11 'sudo -S -p "" whoami 2>&1')"
status 'guest: no key' 255 with_key guest 198.51.100.11 true
mapfile -t options < <(strict)
is 'the key with a passphrase' root "$(SSHPASS=$(secret passphrase) "$lab" run sshpass -e -P passphrase ssh "${options[@]}" -o PasswordAuthentication=no -i "$(secret keyWithPassphrase)" root@198.51.100.11 whoami)"
ok 'each host has a key of its own' bash -c '(($(cut -d" " -f3 "$0" | sort -u | wc -l) == 9))' "$(secret knownHosts)"
ok 'each host has a machine-id of its own' not test "$(in_host nginx1 cat /etc/machine-id)" = "$(in_host nginx2 cat /etc/machine-id)"

title 'run, exec, switch'
is "run: at the operator's address" 'op0 198.51.100.1/24' "$("$lab" run ip -br -4 address show op0 | awk '{ sub("@.*", "", $1); print $1, $3 }')"
is 'run: folder, environment, input' "/tmp selft hello x" "$(cd /tmp && printf hello | X=x "$lab" run sh -c 'echo "$PWD" "$HOTPAIR_LAB" "$(cat)" "$X"')"
status 'run: exit status' 7 "$lab" run sh -c 'exit 7'
is 'run: does not forward' 0 "$("$lab" run cat /proc/sys/net/ipv4/ip_forward)"
is 'run: verbs of the lab work from inside' nginx2 "$("$lab" run "$lab" exec nginx2 hostname)"
is 'exec: input' hello "$(printf hello | in_host nginx1 cat)"
status 'exec: exit status' 9 "$lab" exec nginx1 sh -c 'exit 9'
in_host nginx1 true
ok 'exec' "$lab" exec nginx1 true
is "exec: nothing of the caller's environment" '' "$(SECRET=x in_host nginx1 printenv SECRET)"
is "exec: in the host's control group" 0::/init.scope "$(in_host nginx1 grep ^0:: /proc/self/cgroup)"
ok "switch: the ports have the nodes' names" bash -c '"$0" switch ip -br link show master br0 | grep -q ^nginx3@' "$lab"

title 'a host is a Debian as freshly installed'
is 'bare' '' "$(sh_in nginx1 'command -v curl arping tcpdump python3 nginx keepalived iptables firewall-cmd')"
is 'ifupdown has the address' 'ens33 198.51.100.11/24' "$(sh_in nginx1 'ip -br -4 address show ens33' | awk '{ sub("@.*", "", $1); print $1, $3 }')"
is 'interface known to ifupdown' ens33=ens33 "$(in_host nginx1 ifquery --state ens33)"
ok 'hosts reach each other' in_host nginx1 ping -c 1 -W 2 198.51.100.12
ok 'nothing beyond the switch answers' sh_in nginx1 '! ping -c 1 -W 1 203.0.113.1'
ok 'its own name resolves' in_host nginx1 ping -c 1 -W 1 nginx1
ok 'net.* sysctls can be set' in_host nginx1 sysctl -w net.ipv4.ip_nonlocal_bind=1
ok "the machine's clock cannot" sh_in nginx1 '! date -s "$(date)" && ! systemd-run --quiet --wait --pipe date -s "$(date)"'
ok 'a mount namespace with binds' in_host nginx1 unshare --mount sh -c 'mount --bind /etc /mnt && ls /mnt/debian_version'
ok 'binds' sh_in nginx1 'mount --bind /srv /mnt && umount /mnt'
sh_in nginx1 'systemd-run --quiet --on-active=1 --timer-property=AccuracySec=100ms touch /run/fired'
ok 'a transient timer fires' soon 5 in_host nginx1 test -e /run/fired
ok 'a read-only /etc, and back' sh_in nginx1 'mount --bind /etc /etc && mount -o remount,bind,ro /etc && ! touch /etc/x 2>/dev/null; for i in 1 2 3 4 5 6 7 8 9 10; do umount /etc && break; sleep 0.3; done; touch /etc/x'
ok 'the disk can be full' sh_in nginx2 '! fallocate -l 2G /full 2>/dev/null; head -c 2G /dev/zero >/full 2>/dev/null; df --output=avail / | tail -1 | grep -qx " *0"; rm /full'

ok 'a directory of the system can be renamed' in_host nginx3 perl -e 'rename("/etc/default", "/etc/other") && rename("/etc/other", "/etc/default") or die $!'

title packages
ok 'nginx and keepalived install on nginx1' in_host nginx1 env DEBIAN_FRONTEND=noninteractive apt-get install --yes nginx keepalived
ok 'on nginx2 without recommended ones' in_host nginx2 env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends nginx keepalived
for package in curl tcpdump python3 iputils-arping iptables ufw firewalld; do
	ok "$package installs" in_host nginx3 env DEBIAN_FRONTEND=noninteractive apt-get install --yes "$package"
done
ok 'arping installs' in_host nginx3 env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends arping
ok 'the lists can be fetched again' in_host nginx1 apt-get update
is "nginx answers at the operator's" 200 "$("$lab" run curl -s -o /dev/null -w '%{http_code}' --max-time 5 http://198.51.100.11/)"
ok 'firewalld runs' sh_in nginx3 'systemctl restart firewalld && firewall-cmd --state'
ok 'its nftables backend keeps strangers out' bash -c '"$0" exec nginx3 nft list table inet firewalld && ! timeout 2 "$0" exec nginx1 bash -c "exec 3<>/dev/tcp/198.51.100.13/80"' "$lab"

title 'a pair configured by hand'
priority=250
for node in nginx1 nginx2; do
	in_host "$node" tee /etc/keepalived/keepalived.conf >/dev/null <<-EOF
		vrrp_instance web {
		  state BACKUP
		  interface ens33
		  virtual_router_id 66
		  priority $priority
		  advert_int 1
		  nopreempt
		  virtual_ipaddress {
		    $vip/24
		  }
		}
	EOF
	priority=240
	sh_in "$node" 'hostname >/var/www/html/index.html; systemctl restart keepalived'
	soon 10 sh_in "$node" 'journalctl -u keepalived -b | grep -Eq "Entering (MASTER|BACKUP) STATE"'
	[[ $node == nginx2 ]] || soon 10 held_by nginx1
done
who() { "$lab" run curl -s --max-time 1 "http://$vip/"; }
answers() { [[ $(who) == "$1" ]]; }
sleep 3
ok 'multicast passes: exactly one holds the VIP' held_by nginx1
is 'the VIP answers' nginx1 "$(who)"

title 'power loss'
ok 'kill' "$lab" kill nginx1
is 'status says off' off "$(power_of nginx1)"
status 'exec is refused' 69 "$lab" exec nginx1 true
ok 'no address is left in its namespace' bash -c '! ip netns exec hotpair-selft-nginx1 ip address 2>/dev/null | grep -q 198.51'
ok 'the VIP moves' soon 10 answers nginx2
ok 'boot' "$lab" boot nginx1
sleep 2
ok 'its disk is as it was; no preemption; one holder' held_by nginx2
ok 'keepalived was started by the boot' in_host nginx1 systemctl is-active keepalived

title 'cable'
"$lab" cut nginx2
is 'cut: no carrier' 0 "$(in_host nginx2 cat /sys/class/net/ens33/carrier)"
ok 'cut: the VIP moves' soon 10 answers nginx1
"$lab" kill nginx2
ok 'boot of a host that is cut returns' "$lab" boot nginx2
is 'cut survives the boot' 0 "$(in_host nginx2 cat /sys/class/net/ens33/carrier)"
"$lab" heal nginx2
ok 'heal: it is reachable again' soon 5 with_key root 198.51.100.12 true
ok 'heal: one holder' soon 10 held_by nginx1

title freeze
"$lab" freeze nginx1
is 'status says frozen' frozen "$(power_of nginx1)"
ok 'frozen: SSH hangs' not timeout 3 "$lab" run ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null root@198.51.100.11 true
ok 'frozen: the other takes over' soon 10 sh_in nginx2 "ip -br address | grep -q $vip/"
ok 'frozen: exec looks in, and the VIP is still there' sh_in nginx1 "ip -br address | grep -q $vip/"
"$lab" thaw nginx1
ok 'thaw: it goes on' soon 5 with_key root 198.51.100.11 true
ok 'thaw: one holder again' soon 10 bash -c 'n=$("$0" exec nginx1 ip -br address | grep -c '$vip'; "$0" exec nginx2 ip -br address | grep -c '$vip'); (($(tr "\n" "+" <<<"$n")0 == 1))' "$lab"
"$lab" freeze nginx3
status 'a frozen host does not boot' 1 "$lab" boot nginx3
ok 'a frozen host can be killed' "$lab" kill nginx3

title 'reboot and shutdown from inside'
sh_in nginx1 'systemctl disable --quiet --now keepalived; nft add table inet leftover; ip address add 198.51.100.77/24 dev ens33; sysctl -qw net.ipv4.ip_nonlocal_bind=1; systemctl kill -s KILL ssh; systemctl --no-block reboot' 2>/dev/null
ok 'reboot: it comes back' soon 15 sh_in nginx1 '[ "$(timeout 5 systemctl is-system-running)" = running ] && ! nft list table inet leftover'
ok 'reboot: sshd answers' soon 5 with_key root 198.51.100.11 true
ok 'reboot: no rule, address or sysctl survives' sh_in nginx1 '! ip address | grep -q 198.51.100.77 && [ "$(cat /proc/sys/net/ipv4/ip_nonlocal_bind)" = 0 ]'
sh_in nginx1 'systemctl --no-block poweroff' 2>/dev/null
ok 'poweroff: status says off' soon 15 bash -c '"$0" status | grep -q "nginx1 .*off"' "$lab"
ok 'boot after it' "$lab" boot nginx1
ok 'logs' bash -c '"$0" logs nginx1 | grep -q "Reached target"' "$lab"

title 'snapshot and reset'
key_before=$(in_host nginx1 cat /etc/ssh/ssh_host_ed25519_key.pub)
id_before=$(in_host nginx1 cat /etc/machine-id)
other_before=$(boot_id nginx2)
sh_in nginx1 'rm /etc/motd; touch /root/kept; mv /etc/terminfo /etc/renamed'
ok 'snapshot' "$lab" snapshot installed nginx1
sh_in nginx1 'touch /root/later'
ok 'reset --from it' "$lab" reset --from installed nginx1
ok 'packages and files are there, later ones and removed ones are not' sh_in nginx1 'command -v nginx keepalived && ls /root/kept /etc/renamed/README && ! ls /root/later && ! ls /etc/motd && ! ls /etc/terminfo'
ok 'reset of one host' "$lab" reset nginx1
ok 'pristine' sh_in nginx1 '! command -v nginx && ls /etc/motd && ! ls /root/kept'
is 'host key stays' "$key_before" "$(in_host nginx1 cat /etc/ssh/ssh_host_ed25519_key.pub)"
is 'machine-id stays' "$id_before" "$(in_host nginx1 cat /etc/machine-id)"
is 'the other host is not touched' "$other_before" "$(boot_id nginx2)"
"$lab" switch nft add table bridge test
ok 'reset of all' "$lab" reset
is 'reset of all clears the switch' '' "$("$lab" switch nft list ruleset)"
ok 'reset powers on' soon 1 sh_in nginx3 true
is 'known_hosts is still true' nginx1 "$(with_key root 198.51.100.11 hostname)"

title 'two instances side by side'
ok 'another instance comes up' env HOTPAIR_LAB=$other "$lab" up --hosts 1
ok 'same address, another host' not test "$(in_host nginx1 cat /etc/machine-id)" = "$(HOTPAIR_LAB=$other "$lab" exec nginx1 cat /etc/machine-id)"
HOTPAIR_LAB=$other "$lab" cut nginx1
ok 'its faults are its own' with_key root 198.51.100.11 true
ok 'its down' env HOTPAIR_LAB=$other "$lab" down
is 'nothing of it is left' '' "$(traces $other)"
ok 'this one is not touched' with_key root 198.51.100.11 true

title crashes
read -r nspawn _ <"$state/nodes/nginx1/pid"
kill -KILL "$nspawn"
ok 'nspawn killed: status says off' soon 5 bash -c '"$0" status | grep -q "nginx1 .*off"' "$lab"
ok 'nspawn killed: up repairs' bash -c '"$0" up | grep -q "nginx1 .*running"' "$lab"
"$lab" kill nginx1
printf '%s 1\n' $$ >"$state/nodes/nginx1/pid"
is 'a stale pid of a living stranger: off' off "$(power_of nginx1)"
ok 'and up repairs' bash -c '"$0" up | grep -q "nginx1 .*running"' "$lab"
# What a crash of the machine leaves: files, but no processes, mounts or namespaces.
"$lab" kill nginx1 nginx2 nginx3
for node in nginx1 nginx2 nginx3; do umount "$state/nodes/$node/root" "$state/nodes/$node/disk"; done
for ns in switch operator; do
	ip netns delete "hotpair-selft-$ns"
	: >"/run/netns/hotpair-selft-$ns"
done
ok 'after a crash of the machine up works' bash -c '"$0" up | grep -q "nginx3 .*running"' "$lab"
is 'and its hosts answer' nginx2 "$(with_key root 198.51.100.12 hostname)"
for pause in 0.1 0.4 0.8; do
	"$lab" reset >/dev/null 2>&1 &
	victim=$!
	sleep "$pause"
	kill -KILL "$victim" 2>/dev/null
	wait "$victim" 2>/dev/null
	ok "reset killed after $pause s: up works" bash -c '(($("$0" up | grep -c running) == 3))' "$lab"
done
setsid --wait bash -c '"$0" down; "$0" up & sleep 0.5; kill -INT -- -$$' "$lab" >/dev/null 2>&1
ok 'up interrupted by Ctrl-C: up works' bash -c '(($("$0" up | grep -c running) >= 2))' "$lab"

title down
ok 'down' "$lab" down
is 'nothing is left' '' "$(traces selft)"
ok 'down again' "$lab" down
is "the machine's own network is as it was" "$root_before" "$(ip -br address; ip route; nft list ruleset 2>/dev/null)"
ok 'and its clock' test $(($(date +%s) - SECONDS - clock_before)) -le 1

printf '\n%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
