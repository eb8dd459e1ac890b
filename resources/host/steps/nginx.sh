#!/bin/sh
# nginx.sh configuration FILE…: nginx takes its configuration, and reads every FILE of it. In the new tree.
# nginx.sh healthy CHECK: waits until the unit is active and CHECK succeeds, as keepalived will run it; 10 s.
set -u
what=$1
shift

configuration() {
    nginx -t || return 1
    all=$(nginx -T 2>/dev/null)
    for path in "$@"; do
        case $all in *"# configuration file $path:"*) ;; *)
            printf '@why not-included %s\n' "$path"
            return 1
            ;;
        esac
    done
}

healthy() {
    for i in $(seq 50); do
        systemctl is-active --quiet nginx.service && env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$1" && return 0
        sleep 0.2
    done
    printf '@why no-good-answer %s|%s\n' "$1" "$i"
    return 1
}

case $what in
configuration) configuration "$@" ;;
healthy) healthy "$1" ;;
*) exit 64 ;;
esac
