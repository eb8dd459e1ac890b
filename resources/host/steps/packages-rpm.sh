#!/bin/sh
# packages-rpm.sh dnf|yum installed|install PACKAGE…: only what is missing; no question.
set -u
manager=$1 what=$2
shift 2

# itself, or another that brings its program (curl-minimal)
installed() { rpm -q --quiet "$1" || rpm -qf "$(command -v "$1")" >/dev/null 2>&1; }
all() { for package in "$@"; do installed "$package" || return 1; done; }

install() {
    missing=
    for package in "$@"; do installed "$package" || missing="$missing $package"; done
    weak=
    [ "$manager" != dnf ] || weak=--setopt=install_weak_deps=False
    # shellcheck disable=SC2086 # lists of words
    "$manager" -q -y $weak install $missing && all "$@"
}

case $what in
installed) all "$@" ;;
install) install "$@" ;;
*) exit 64 ;;
esac
