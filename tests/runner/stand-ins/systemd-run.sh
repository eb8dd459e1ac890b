#!/bin/sh
# A timer is noted and never fires; a service runs to its end at once.
# shellcheck source=tests/runner/stand-ins/points.sh
. /usr/sbin/points.sh
name='' timer=no
while [ $# -gt 0 ]; do
    case $1 in
    --unit=*) name=${1#--unit=} ;;
    --on-active=*) timer=yes ;;
    --*) ;;
    *) break ;;
    esac
    shift
done
printf 'systemd-run %s\n' "$name" >>/var/lib/stand-in/calls
if [ "$timer" = no ]; then
    "$@" >/dev/null 2>&1
    exit 0
fi
point "before systemd-run $name.timer"
command mkdir -p /run/units
printf '%s\n' "$*" >"/run/units/$name.timer"
point "after systemd-run $name.timer"
exit 0
