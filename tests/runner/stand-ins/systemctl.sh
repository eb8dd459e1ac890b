#!/bin/sh
# systemctl of a host that is made of files. A unit is there when its file is in /var/lib/stand-in/units or /etc/systemd/system, is active
# by /run/units, and what it read when it was started or reloaded lies in /run/loaded: a unit that runs with other files than those on
# disk is seen by comparing trees. While the host boots, what will be started stands in /run/queue.
# shellcheck source=tests/runner/stand-ins/points.sh
. /usr/sbin/points.sh
# the runner's is its own
umask 022
wants=/etc/systemd/system/multi-user.target.wants
quiet=no now=no later=no what=''
for word in "$@"; do
    shift
    case $word in
    --quiet) quiet=yes ;;
    --now) now=yes ;;
    --no-block) later=yes ;;
    --runtime | --property=* | --value) ;;
    *) if [ -z "$what" ]; then what=$word; else set -- "$@" "$word"; fi ;;
    esac
done

is_there() { [ -e "/var/lib/stand-in/units/$1" ] || [ -e "/etc/systemd/system/$1" ] || [ -e "/run/units/$1" ]; }
demand() { is_there "$1" || { printf 'Unit %s does not exist.\n' "$1" >&2; exit 5; }; }
masked() { [ -L "/run/systemd/system/$1" ]; }
load() {
    command rm -rf "/run/loaded/$1"
    command mkdir -p "/run/loaded/$1"
    case $1 in
    nginx.service) command cp -a /etc/nginx "/run/loaded/$1/" ;;
    keepalived.service)
        command cp -a /etc/keepalived "/run/loaded/$1/"
        [ ! -d /usr/libexec/keepalived ] || command cp -a /usr/libexec/keepalived "/run/loaded/$1/libexec"
        ;;
    firewalld.service)
        for zone in /var/lib/stand-in/zones/*.xml /etc/firewalld/zones/*.xml; do
            [ ! -e "$zone" ] || command cp "$zone" "/run/loaded/$1/"
        done
        ;;
    esac
}
reload_all() {
    command rm -rf /run/loaded/systemd
    command mkdir -p /run/loaded
    command cp -a /etc/systemd/system /run/loaded/systemd
}
start() {
    demand "$1"
    ! masked "$1" || { printf 'Unit %s is masked.\n' "$1" >&2; exit 1; }
    [ ! -e "/run/units/$1" ] || return 0
    load "$1"
    command mkdir -p /run/units
    # by it a restart is seen; that of a firewall or of a helper is nobody's interruption
    case $1 in firewalld.service | hotpair-*) : >"/run/units/$1" ;; *) printf '%s\n' "${STARTED:-again}" >"/run/units/$1" ;; esac
    sed -n 's/^Wants=//p' "/run/loaded/systemd/$1.d/hotpair.conf" 2>/dev/null | while read -r wanted; do
        ! is_there "$wanted" || start "$wanted"
    done
}
stop() {
    command rm -rf "/run/units/$1" "/run/loaded/$1" "/run/queue/$1"
}

case $what in
is-active)
    if [ -e "/run/units/$1" ]; then state=active; else state=inactive; fi
    [ "$quiet" = yes ] || printf '%s\n' "$state"
    [ "$state" = active ] || exit 3
    exit 0
    ;;
is-enabled)
    # systemd 252 says nothing of a unit that is not there
    if masked "$1"; then printf 'masked-runtime\n'; exit 1; fi
    if [ -L "$wants/$1" ]; then printf 'enabled\n'; exit 0; fi
    is_there "$1" || { printf 'Failed to get unit file state for %s: No such file or directory\n' "$1" >&2; exit 1; }
    printf 'disabled\n'
    exit 1
    ;;
show)
    # NeedDaemonReload, the only one that is asked for
    for each in "$@"; do unit=$each; done
    there=/etc/systemd/system/$unit.d loaded=/run/loaded/systemd/$unit.d
    if [ ! -d "$there" ] && [ ! -d "$loaded" ] || diff -rq "$there" "$loaded" >/dev/null 2>&1; then printf 'no\n'; else printf 'yes\n'; fi
    exit 0
    ;;
esac
printf 'systemctl %s %s\n' "$what" "$*" >>/var/lib/stand-in/calls
point "before systemctl $what $*"
case $what in
daemon-reload) reload_all ;;
enable)
    for unit in "$@"; do
        demand "$unit"
        ! masked "$unit" || exit 1
        command mkdir -p "$wants"
        command ln -sfn "/lib/systemd/system/$unit" "$wants/$unit"
    done
    reload_all
    ;;
disable)
    for unit in "$@"; do
        [ -L "$wants/$unit" ] || demand "$unit"
        command rm -f "$wants/$unit"
    done
    reload_all
    if [ "$now" = yes ]; then
        point "in the middle of systemctl disable --now $*"
        for unit in "$@"; do stop "$unit"; done
    fi
    ;;
mask)
    command mkdir -p /run/systemd/system
    for unit in "$@"; do command ln -sfn /dev/null "/run/systemd/system/$unit"; done
    ;;
unmask)
    for unit in "$@"; do command rm -f "/run/systemd/system/$unit"; done
    ;;
start)
    for unit in "$@"; do
        # while the host boots, its turn comes after our own unit
        if [ "$later" = yes ] && [ -d /run/queue ]; then : >"/run/queue/$unit"; else start "$unit"; fi
    done
    ;;
stop)
    for unit in "$@"; do
        case $unit in *.timer) ;; *) demand "$unit" ;; esac
        stop "$unit"
    done
    ;;
reload)
    for unit in "$@"; do
        demand "$unit"
        [ -e "/run/units/$unit" ] || exit 1
        load "$unit"
    done
    ;;
reset-failed) ;;
*)
    printf 'no such stand-in: systemctl %s\n' "$what" >&2
    exit 64
    ;;
esac
point "after systemctl $what $*"
exit 0
