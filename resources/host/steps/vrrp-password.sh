#!/bin/sh
# vrrp-password.sh take PATH: stages the VRRP password's file from what was delivered; without a delivery the one at PATH stays.
set -u
what=$1 path=$2
secret=$HOTPAIR_DIR/secret

take() {
    [ -s "$secret" ] || { [ -s "$path" ] && return 0; printf '@why password-missing %s\n' "$path"; return 1; }
    case $(cat "$secret") in *[!A-Za-z0-9_.+=-]*)
        printf '@why password-unusable 1–8 A-Z a-z 0-9 _ . + = -\n'
        return 1
        ;;
    esac
    [ "$(wc -c <"$secret")" -le 8 ] || { printf '@why password-unusable 1–8 A-Z a-z 0-9 _ . + = -\n'; return 1; }
    umask 077
    mkdir -p "$HOTPAIR_DIR/staged${path%/*}" || return 1
    printf 'authentication {\n    auth_type PASS\n    auth_pass %s\n}\n' "$(cat "$secret")" >"$HOTPAIR_DIR/staged$path" && rm -f "$secret"
}

case $what in
take) take ;;
*) exit 64 ;;
esac
