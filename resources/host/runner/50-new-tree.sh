# shellcheck shell=sh
# ---- the new tree ------------------------------------------------------------------------------------------------

# Validation is of the result, not of a file: in a mount namespace the complete new trees lie over the real paths.
shadow() {
    [ ! -d "$dir/shadow" ] || return 0
    for _top in $trees; do
        folder "$_top" || return 1
        mkdir -p "$dir/shadow$_top" && cp -a "$_top/." "$dir/shadow$_top/" || return 1
    done
    (walk shadow)
}
in_trees() {
    for _top in $trees; do
        case $1 in "$_top"/*) return 0 ;; esac
    done
    return 1
}
shadow_write() {
    in_trees "$1" && [ -e "$dir/staged$1" ] || return 0
    mkdir -p "$dir/shadow${1%/*}" && cp -a --remove-destination "$dir/staged$1" "$dir/shadow$1"
}
shadow_remove() {
    in_trees "$1" || return 0
    rm -f "$dir/shadow$1"
}

# in_new_tree [--net] PROGRAM…
in_new_tree() {
    _net=
    [ "$1" != --net ] || { _net=--net && shift; }
    shadow || return 1
    # shellcheck disable=SC2086 # empty or one word
    attempt unshare --mount $_net /bin/sh "$dir/bundle/hotpair.sh" inside "$id" "$@"
}

# Called in the namespace of its own.
inside() {
    for _top in $trees; do
        mount --bind "$dir/shadow$_top" "$_top" || exit 1
    done
    cd "$dir/bundle" || exit 1
    exec "$@"
}
