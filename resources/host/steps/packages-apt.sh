#!/bin/sh
# packages-apt.sh installed|install PACKAGE…: only what is missing; no upgrade, no question, conffiles stay.
set -u
what=$1
shift

# itself, or another that brings its program (nginx-full)
installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] || dpkg -S "$(command -v "$1")" >/dev/null 2>&1
}
all() { for package in "$@"; do installed "$package" || return 1; done; }

install() {
    missing=
    for package in "$@"; do installed "$package" || missing="$missing $package"; done
    export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none
    # an installation that was cut off before ours
    [ -z "$(dpkg --audit 2>/dev/null)" ] || dpkg --force-confdef --force-confold --configure -a
    # shellcheck disable=SC2086 # a list of words
    apt-get -q -y --no-install-recommends --no-upgrade -o DPkg::Lock::Timeout=300 \
        -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install $missing && all "$@"
}

case $what in
installed) all "$@" ;;
install) install "$@" ;;
*) exit 64 ;;
esac
