#!/bin/sh
# keepalived -v, -t -f CONF
case $1 in
-v) printf 'Keepalived v2.2.7 (01/16,2022)\n' >&2 ;;
-t) [ -s "$3" ] ;;
esac
