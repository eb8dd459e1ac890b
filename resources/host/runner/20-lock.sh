# shellcheck shell=sh
# ---- lock --------------------------------------------------------------------------------------------------------

# A name becomes a path and the name of a unit. The pattern is that of electron/domain/deployment-name.ts; grep looks at lines, so that
# line breaks are refused before it.
is_name() {
    case $1 in *[!0-9A-Za-z-]*) return 1 ;; esac
    printf '%s\n' "$1" | grep -Eq '^([0-9]{8}T[0-9]{6}-[0-9a-f]{6}|hand-[0-9]{14}-[0-9a-f]{8})$'
}

# The lock is a symlink: made in one step, it names the deployment that has it, and it survives a restart. -T, or a second one would be
# made inside the folder that the first one leads to.
lock() {
    if ln -sT "deployments/$id" "$base/open" 2>/dev/null; then
        sync "$base"
        return 0
    fi
    ! is_mine || return 0
    holder=$(cat "$base/open/owner" 2>/dev/null)
    printf 'locked\t%s\t%s\n' "$(readlink "$base/open")" "${holder:-unknown}"
    return 75
}
is_mine() { [ "$(readlink "$base/open" 2>/dev/null)" = "deployments/$id" ]; }
unlock() {
    is_mine || return 0
    rm -f "$base/open"
    sync "$base"
}

# One verb at a time.
mutex() {
    exec 9>"$base/mutex"
    flock -w 300 9 || refuse 'another verb has been running on this node for five minutes' 75
}
