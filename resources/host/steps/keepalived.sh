#!/bin/sh
# keepalived.sh configuration CONF INTERFACE ADDRESS [PASSWORD-FILE]: keepalived takes CONF without a complaint. In the new tree.
# keepalived.sh running: it is active now and still a moment later.
set -u
what=$1
shift

# Exit codes changed between versions and some errors leave 0 (DOMAIN.md), so anything but silence on problems fails.
accepts() {
    version=$(keepalived -v 2>&1 | sed -n '1s/^Keepalived v\([0-9.]*\).*/\1/p')
    [ -n "$version" ] || { printf '@why no-version keepalived\n'; return 1; }
    said=$(keepalived -t -f "$1" 2>&1)
    status=$?
    [ -z "$said" ] || printf '%s\n' "$said"
    [ "$status" = 0 ] || { printf '@why test-ended keepalived %s -t|%s\n' "$version" "$status"; return 1; }
    case $said in *[Uu]nknown\ keyword* | *not\ found* | *nvalid* | *WARNING* | *rror* | *ignoring* | *nsecure* | *disabling*)
        printf '@why test-complained keepalived %s -t\n' "$version"
        return 1
        ;;
    esac
}

# What keepalived -t does not see.
configuration() {
    accepts "$1" || return 1
    [ -s "$1" ] || { printf '@why empty-file %s\n' "$1"; return 1; }
    if [ -n "${4:-}" ] && [ ! -s "$4" ]; then
        printf '@why password-missing %s\n' "$4"
        return 1
    fi
    own=$(ip -o -4 addr show dev "$2" | sed -n 's/.* inet \([0-9.]*\).*/\1/p')
    printf '%s\n' "$own" | grep -qxF "$3" || { printf '@why address-missing %s|%s\n' "$2" "$3"; return 1; }
}

running() {
    for _ in $(seq 25); do
        systemctl is-active --quiet keepalived.service && sleep 0.4 && systemctl is-active --quiet keepalived.service && return 0
        sleep 0.2
    done
    printf '@why not-running keepalived.service|%s\n' "$(systemctl is-active keepalived.service)"
    return 1
}

case $what in
configuration) configuration "$@" ;;
running) running ;;
*) exit 64 ;;
esac
