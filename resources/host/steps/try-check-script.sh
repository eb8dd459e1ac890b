#!/bin/sh
# try-check-script.sh CHECK HEALTH-SERVER: the check script, run as keepalived will (root, hardly any environment), against an nginx with
# nothing but the health server. In the new tree, without a network.
set -u
check=$1 server=$2

ip link set lo up && mount -t tmpfs tmpfs /run || exit 1
# nginx gives its folders for temporary files to the user of its configuration, which here is not the real one: hide them
for folder in $(nginx -V 2>&1 | tr ' ' '\n' | sed -n 's,^--http-[a-z-]*-temp-path=\(/.*\)/[^/]*$,\1,p' | sort -u); do
    [ ! -d "$folder" ] || mount -t tmpfs tmpfs "$folder" || exit 1
done
printf 'daemon off;\npid /run/trial.pid;\nerror_log stderr;\nevents {}\nhttp {\n  access_log off;\n  include %s;\n}\n' "$server" >/run/trial.conf
# since 1.19.5; without it nginx opens the log that it was built with
early=
! nginx -e stderr -t -q -c /run/trial.conf 2>/dev/null || early='-e stderr'
# shellcheck disable=SC2086 # two words or none
nginx $early -c /run/trial.conf &
nginx=$!

checked() {
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$check"
    status=$?
}
for _ in $(seq 30); do
    checked
    [ "$status" = 1 ] || break
    sleep 0.1
done
kill "$nginx"
wait "$nginx"
[ "$status" = 0 ] || { printf '@why check-refuses %s|%s\n' "$check" "$status"; exit 1; }
checked
[ "$status" = 1 ] || { printf '@why check-blind %s|%s\n' "$check" "$status"; exit 1; }
