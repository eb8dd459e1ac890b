#!/bin/sh
# vrrp-password.sh take PATH: stages the VRRP password's file from what was delivered; without a delivery the one at PATH stays.
# vrrp-password.sh there PATH: it is there. keepalived accepts a missing include without a word, so it is ours to check.
set -u
what=$1 path=$2
secret=$HOTPAIR_DIR/secret

take() {
    [ -s "$secret" ] || { [ -s "$path" ] && return 0; printf '%s is missing, and no VRRP password was given\n' "$path"; return 1; }
    case $(cat "$secret") in *[!A-Za-z0-9_.+=-]*)
        printf 'the VRRP password may have 1 to 8 of A-Z a-z 0-9 _ . + = -\n'
        return 1
        ;;
    esac
    [ "$(wc -c <"$secret")" -le 8 ] || { printf 'the VRRP password is longer than 8 characters, which is all that keepalived takes\n'; return 1; }
    umask 077
    mkdir -p "$HOTPAIR_DIR/staged${path%/*}" || return 1
    printf 'authentication {\n    auth_type PASS\n    auth_pass %s\n}\n' "$(cat "$secret")" >"$HOTPAIR_DIR/staged$path" && rm -f "$secret"
}

case $what in
take) take ;;
there) [ -s "$path" ] || { printf '%s is missing: the VRRP password\n' "$path"; exit 1; } ;;
*) exit 64 ;;
esac
