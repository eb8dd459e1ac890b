#!/bin/sh
# shellcheck source=tests/runner/stand-ins/installing.sh
. /usr/sbin/installing.sh
printf '%s %s\n' "${0##*/}" "$*" >>/var/lib/stand-in/calls
install rpm "$@"
