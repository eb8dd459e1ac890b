# shellcheck shell=sh
# ---- journal and state -------------------------------------------------------------------------------------------

nl='
'
unsaid=
# say EVENT CODE [VALUE…]: one line in the journal, on disk before what it announces is done. Codes and values, never sentences.
# Columns: format, ms since 1970, verb, event, code, values. What a full disk does not take is said with the next line.
say() {
    _line="2	$(date +%s%3N)	$verb"
    for _value in "$@"; do
        case $_value in *[[:cntrl:]]*) _value=$(printf %s "$_value" | tr '\000-\037\177' ' ') ;; esac
        [ "${#_value}" -le 1000 ] || _value=$(printf %s "$_value" | cut -c 1-1000)
        _line="$_line	$_value"
    done
    if [ -d "$dir" ]; then
        # of a line that was not taken a part may be there: it ends first
        if printf '%s\n' "${unsaid:+$nl$unsaid}$_line" >>"$dir/journal"; then unsaid=; else unsaid=$unsaid$_line$nl; fi 2>/dev/null
        sync "$dir/journal" 2>/dev/null || sync
    fi
    [ "$quiet" = yes ] || printf '%s\n' "$_line" 2>/dev/null || quiet=yes
}

# fresh FILE: stdin into a new file. What lies under that name, a planted link too, is removed and never written through.
fresh() {
    rm -rf "$1" && (set -C && cat >"$1")
}
# put FILE TEXT: replaced at once or not at all, and on disk
put() {
    printf '%s\n' "$2" | fresh "$1.new" && sync "$1.new" && mv -fT "$1.new" "$1" && sync "${1%/*}"
}
state() { cat "$dir/state" 2>/dev/null || printf 'none\n'; }
set_state() { put "$dir/state" "$1"; }

# note FILE LINE: one more line, on disk
note() { printf '%s\n' "$2" >>"$dir/$1" && sync "$dir/$1"; }

# Whether 64 KiB can still be written. Asked as soon as something has failed: others may give space back meanwhile. On a full disk the
# reserve then makes room for what is said of it.
space=yes
look_for_space() {
    [ "$space" = yes ] || return 0
    head -c 65536 /dev/zero 2>/dev/null >"$dir/probe" || space=no
    rm -f "$dir/probe"
    [ "$space" = yes ] || rm -f "$dir/reserve"
}

# silently PROGRAM…: its exit status is all that counts. File descriptor 9 is the mutex; no child keeps it.
silently() { (cd "$dir/bundle" && exec timeout -k 10 300 "$@") >/dev/null 2>&1 </dev/null 9>&-; }

# attempt PROGRAM…: what it printed goes to the journal when it fails. A line "@why CODE SUBJECT|VALUE" is a program of a step saying why.
attempt() {
    _output=$( (cd "$dir/bundle" && exec timeout -k 10 900 "$@") 2>&1 </dev/null 9>&-) && return 0
    _status=$?
    look_for_space
    printf '%s\n' "$_output" | tail -n 30 | while IFS= read -r _text; do
        case $_text in
        '@why '*)
            _text=${_text#@why }
            _more=${_text#* }
            case $_more in
            *'|'*) say why "${_text%% *}" "${_more%%|*}" "${_more#*|}" ;;
            *) say why "${_text%% *}" "$_more" ;;
            esac
            ;;
        *) say output - "$_text" ;;
        esac
    done
    return "$_status"
}
