#!/bin/sh
# shellcheck source=tests/runner/stand-ins/installing.sh
. /usr/sbin/installing.sh
printf 'apt-get %s\n' "$*" >>/var/lib/stand-in/calls
for half in /var/lib/stand-in/packages/*; do
    [ "$(cat "$half" 2>/dev/null)" != half ] || { printf 'E: dpkg was interrupted\n' >&2; exit 100; }
done
install apt "$@"
