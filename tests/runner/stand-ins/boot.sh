#!/bin/sh
# Power comes back: /run is empty, what is enabled is about to start, and before that the recovery unit looks, if it is there.
# shellcheck source=tests/runner/stand-ins/points.sh
. /usr/sbin/points.sh
# the runner's is its own
umask 022
recovery=/etc/systemd/system/hotpair-recover.service
wants=/etc/systemd/system/multi-user.target.wants
start_all() {
    for unit in firewalld nginx keepalived; do
        if [ -e "/run/queue/$unit.service" ]; then STARTED=boot systemctl start "$unit.service"; fi
    done
    command rm -rf /run/queue
}
# boot goes-on: our own unit was killed, the rest of the boot was not
if [ "${1:-}" = goes-on ]; then
    start_all
    exit 0
fi
command rm -rf /run/units /run/loaded /run/queue /run/systemd /run/zone
command mkdir -p /run/units /run/loaded /run/queue /run/systemd
command cp -a /etc/systemd/system /run/loaded/systemd
for link in "$wants"/*; do
    [ ! -L "$link" ] || : >"/run/queue/${link##*/}"
done
if [ -e /run/queue/hotpair-recover.service ] && [ -e "$recovery" ] && [ -L /var/lib/hotpair/open ]; then
    command=$(sed -n 's/^ExecStart=//p' "$recovery")
    # shellcheck disable=SC2086 # as systemd takes it apart
    $command >/dev/null 2>&1
fi
start_all
