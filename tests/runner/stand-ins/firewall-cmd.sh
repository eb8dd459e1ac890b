#!/bin/sh
# Runtime rules are what firewalld has loaded, permanent ones a file of the zone; the package's own lies where nobody writes.
# shellcheck source=tests/runner/stand-ins/points.sh
. /usr/sbin/points.sh
# the runner's is its own
umask 022
permanent=no zone=public verb=''
for word in "$@"; do
    case $word in
    --permanent) permanent=yes ;;
    --zone=*) zone=${word#--zone=} ;;
    --query-* | --add-* | --remove-*)
        word=${word#--}
        verb=${word%%-*}
        entry=${word#*-}
        ;;
    esac
done
[ -e /run/units/firewalld.service ] || exit 252
loaded=/run/loaded/firewalld.service/$zone.xml
file=/etc/firewalld/zones/$zone.xml
now=$loaded
if [ "$permanent" = yes ]; then
    now=$file
    [ -e "$file" ] || now=/var/lib/stand-in/zones/$zone.xml
fi
has() { grep -qxF "$entry" "$now"; }
[ "$verb" != query ] || { has; exit; }

printf 'firewall-cmd %s\n' "$*" >>/var/lib/stand-in/calls
point "before firewall-cmd $*"
target=$loaded
if [ "$permanent" = yes ]; then
    target=$file
    [ ! -e "$file" ] || command cp "$file" "$file.old"
    point "in the middle of firewall-cmd $*"
fi
if [ "$verb" = add ]; then
    has || { cat "$now"; printf '%s\n' "$entry"; } >/run/zone
else
    grep -vxF "$entry" "$now" >/run/zone
fi
[ ! -e /run/zone ] || command mv -f /run/zone "$target"
point "after firewall-cmd $*"
exit 0
