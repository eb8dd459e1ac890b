# shellcheck shell=sh
# What package managers have in common: /usr/sbin/packages/NAME is laid over the host. /var/lib/stand-in/packages/NAME: half or installed.
# shellcheck source=tests/runner/stand-ins/points.sh
. /usr/sbin/points.sh
# the runner's is its own
umask 022

unpack() {
    [ ! -e "/var/lib/stand-in/packages/$1" ] || return 0
    printf 'half\n' >"/var/lib/stand-in/packages/$1"
    [ ! -d "/usr/sbin/packages/$1/etc" ] || command cp -a "/usr/sbin/packages/$1/etc/." /etc/
    case $1 in nginx | keepalived) : >"/var/lib/stand-in/units/$1.service" ;; esac
    point "in the middle of unpacking $1"
}
# Debian enables what it installs and starts it, unless it is masked
configure() {
    [ "$(cat "/var/lib/stand-in/packages/$1")" = half ] || return 0
    if [ "$2" = apt ]; then
        case $1 in nginx | keepalived)
            command ln -sfn "/lib/systemd/system/$1.service" "/etc/systemd/system/multi-user.target.wants/$1.service"
            systemctl daemon-reload
            [ -L "/run/systemd/system/$1.service" ] || systemctl start "$1.service"
            ;;
        esac
    fi
    point "in the middle of configuring $1"
    printf 'installed\n' >"/var/lib/stand-in/packages/$1"
}
# install KIND ARGUMENT…: those of our three packages that are among the arguments
install() {
    kind=$1
    shift
    if [ -e /var/lib/stand-in/broken-packages ]; then
        cat /var/lib/stand-in/broken-packages >&2
        [ ! -s /var/lib/stand-in/broken-packages ] || exit 1
        exit 0
    fi
    for word in "$@"; do case $word in nginx | keepalived | curl) unpack "$word" ;; esac; done
    for word in "$@"; do case $word in nginx | keepalived | curl) configure "$word" "$kind" ;; esac; done
}
installed() { [ "$(cat "/var/lib/stand-in/packages/$1" 2>/dev/null)" = installed ]; }
# a program that a package of another name brought
owned() { [ -n "$1" ] && grep -qxF "${1##*/}" /var/lib/stand-in/owned 2>/dev/null; }
