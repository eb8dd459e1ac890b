# shellcheck shell=sh
# ---- looking and following ---------------------------------------------------------------------------------------

show_status() {
    if [ ! -d "$dir" ]; then
        printf 'deployment\tnone\n'
        exit 0
    fi
    printf 'deployment\t%s\nstate\t%s\nowner\t%s\n' "$id" "$(state)" "$(cat "$dir/owner" 2>/dev/null)"
    printf 'pair\t%s\nnode\t%s\nplan\t%s\n' "$pair" "$node" "$plan"
    [ "$(readlink "$base/open" 2>/dev/null)" != "deployments/$id" ] || printf 'open\tyes\n'
    grep -v "$(printf '\toutput\t')" "$dir/journal" 2>/dev/null | tail -n 3 | sed 's/^/journal\t/'
}

# follow VERB LINE: the journal from LINE on, until VERB has ended. Bounded: 20 minutes. The file is read on where it ended before, so
# that waiting costs one process a look.
follow() {
    _seen=0
    _held=
    [ -e "$dir/journal" ] || : >>"$dir/journal"
    exec 8<"$dir/journal"
    for _i in $(seq 6000); do
        while IFS= read -r _new <&8; do
            _new=$_held$_new
            _held=
            _seen=$((_seen + 1))
            [ "$_seen" -ge "$2" ] || continue
            printf '%s\n' "$_new" || exit 1
            case $_new in *"	$1	end	"*) exit 0 ;; esac
            _i=0
        done
        # the part of a line that is there so far
        _held=$_held$_new
        # ended without a last word (killed, out of memory, power): say so instead of waiting
        [ $((_i % 10)) != 9 ] || systemctl is-active --quiet "hotpair-$1-$id.service" || [ "$(wc -l <"$dir/journal")" -gt "$_seen" ] || {
            # a full disk may have taken none of its words
            look_for_space
            [ "$space" = yes ] || printf '2\t%s\t%s\twhy\tno-space\t%s\n' "$(date +%s%3N)" "$1" "$dir"
            printf '2\t%s\t%s\tlost\t%s\n' "$(date +%s%3N)" "$1" "$(state)"
            exit 0
        }
        sleep 0.2
    done
}

# detach VERB [SECONDS]: VERB goes on by itself, whatever becomes of the connection; its journal is followed.
detach() {
    _from=$(($(wc -l <"$dir/journal" 2>/dev/null || printf 0) + 1))
    systemd-run --quiet --collect --unit="hotpair-$1-$id" --property=StandardOutput=null --property=TimeoutStopSec=5min \
        /bin/sh "$dir/bundle/hotpair.sh" "$1" "$id" "${2:-}" </dev/null || refuse 'systemd-run did not start' 71
    follow "$1" "$_from"
}
