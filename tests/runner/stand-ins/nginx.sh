#!/bin/sh
# nginx -t, -T, -V as far as steps ask; -c /run/trial.conf: "answers" (to the check script, bash.sh) until it is ended.
all=/etc/nginx/nginx.conf
case $* in
-V) printf 'configure arguments: --prefix=/usr/share/nginx --http-client-body-temp-path=/var/lib/nginx/body\n' >&2 ;;
-t | -T)
    for file in "$all" /etc/nginx/conf.d/*.conf /etc/nginx/sites-enabled/*; do
        [ -e "$file" ] || continue
        [ "$1" = -t ] || printf '# configuration file %s:\n' "$file"
        ! grep -q 'a mistake' "$file" || { printf 'nginx: [emerg] a mistake in %s\n' "$file" >&2; exit 1; }
    done
    [ -s "$all" ]
    ;;
*-t*-q*-c*) ;;
*-c*)
    served=$(sed -n 's/^ *include \(.*\);$/\1/p' /run/trial.conf)
    [ -s "$served" ] || exit 1
    trap 'rm -f /run/trial; kill "$idle"; exit 0' TERM
    sleep 60 &
    idle=$!
    : >/run/trial
    wait "$idle"
    ;;
esac
