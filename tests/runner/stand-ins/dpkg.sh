#!/bin/sh
# shellcheck source=tests/runner/stand-ins/installing.sh
. /usr/sbin/installing.sh
case $1 in
-S) owned "$2" ;;
--audit) grep -lx half /var/lib/stand-in/packages/* 2>/dev/null || : ;;
*)
    printf 'dpkg %s\n' "$*" >>/var/lib/stand-in/calls
    for each in /var/lib/stand-in/packages/*; do configure "${each##*/}" apt; done
    ;;
esac
