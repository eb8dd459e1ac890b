#!/bin/sh
# shellcheck source=tests/runner/stand-ins/installing.sh
. /usr/sbin/installing.sh
case $1 in
-q) installed "$3" ;;
-qf) owned "$2" ;;
esac
