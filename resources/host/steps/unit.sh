#!/bin/sh
# How a unit is: remembered before anything is changed, and put back.
#   unit.sh remember UNIT
#   unit.sh restore UNIT [PREFIX…]   what was active and is active reloads when a file below a PREFIX was changed
#   unit.sh restore-helper UNIT FILE…  what it leaves in /run goes when the unit is gone
#   unit.sh end UNIT FILE…           stops it for good, and removes what it leaves in /run
#   unit.sh is-ended UNIT FILE…
#   unit.sh off UNIT                 stops and disables it, noted as a change, so that it is started again on the way back
#   unit.sh is-off|is-enabled UNIT
#   unit.sh was-there UNIT…          they were known before anything was installed
#   unit.sh unmask UNIT…             where they are masked until the next boot
#   unit.sh is-current UNIT PREFIX…  nothing below a PREFIX was changed, or it was started after that
#   unit.sh unchanged PREFIX…
set -u
what=$1
shift
case $what in
unchanged | unmask | was-there) unit= ;;
*) unit=$1 && shift ;;
esac
memory=$HOTPAIR_STATE/unit-$unit

active() { systemctl is-active --quiet "$unit.service"; }
enablement() { systemctl is-enabled "$unit.service" 2>/dev/null || :; }

remember() {
    [ ! -e "$memory" ] || return 0
    if active; then now=active; else now=inactive; fi
    # systemd before 253 says nothing of a unit that is not there
    enabled=$(enablement)
    printf '%s %s\n' "$now" "${enabled:-not-found}" >"$memory.part" && sync "$memory.part" && mv -f "$memory.part" "$memory"
}

changed() { # PREFIX…
    for prefix in "$@"; do
        while IFS= read -r path; do
            case $path in "$prefix"*) return 0 ;; esac
        done <"$HOTPAIR_CHANGED"
    done
    return 1
}

enabled_as_before() {
    now=$(enablement)
    case $1,$now in
    enabled,enabled) ;;
    enabled,*)
        systemctl enable "$unit.service" || return 1
        # this boot had not reckoned with it
        [ "$HOTPAIR_AT,$was" != boot,active ] || systemctl --no-block start "$unit.service"
        ;;
    disabled,enabled | not-found,enabled) systemctl disable "$unit.service" ;;
    esac
}

active_as_before() { # WAS PREFIX…
    was=$1
    shift
    if [ "$HOTPAIR_AT" = boot ]; then
        # nothing is waited for at boot; what is enabled comes by itself
        [ "$was" = active ] || systemctl --no-block stop "$unit.service" 2>/dev/null
        return 0
    fi
    if [ "$was" = inactive ]; then
        ! active || systemctl stop "$unit.service" || return 1
        systemctl reset-failed "$unit.service" 2>/dev/null
        return 0
    fi
    # a deployment that has changed nothing has stopped nothing
    [ -s "$HOTPAIR_CHANGED" ] || return 0
    if ! active; then
        systemctl start "$unit.service"
    elif changed "$@"; then
        systemctl reload "$unit.service"
    fi
}

restore() {
    [ -s "$memory" ] || return 0
    read -r was enabled <"$memory"
    [ "$(systemctl show --property=NeedDaemonReload --value "$unit.service")" != yes ] || systemctl daemon-reload || return 1
    enabled_as_before "$enabled" || return 1
    active_as_before "$was" "$@"
}

case $what in
was-there) for each in "$@"; do ! grep -q ' not-found$' "$HOTPAIR_STATE/unit-$each" || exit 1; done ;;
unmask)
    for each in "$@"; do
        [ ! -L "/run/systemd/system/$each.service" ] || systemctl unmask --runtime "$each.service" || exit 1
    done
    ;;
is-enabled) [ "$(enablement)" = enabled ] ;;
is-current) grep -q '^inactive ' "$memory" || ! changed "$@" ;;
unchanged) ! changed "$@" ;;
remember) remember ;;
off) printf 'unit %s\n' "$unit" >>"$HOTPAIR_CHANGED" && sync "$HOTPAIR_CHANGED" && systemctl disable --now "$unit.service" ;;
restore) restore "$@" ;;
end) { ! active || systemctl stop "$unit.service"; } && rm -f "$@" ;;
is-ended) ! active && for each in "$@"; do [ ! -e "$each" ] || exit 1; done ;;
restore-helper) restore && { [ -e "/etc/systemd/system/$unit.service" ] || rm -f "$@"; } ;;
is-off) ! active && [ "$(enablement)" != enabled ] ;;
*) exit 64 ;;
esac
