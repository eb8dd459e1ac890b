# shellcheck shell=sh
# ---- prepare, commit, hold, confirm ------------------------------------------------------------------------------

prepare() {
    [ "$(state)" = preparing ] || set_state preparing || abandon no-space
    say begin - "$(cat "$dir/owner")"
    : >>"$dir/changed"
    mkdir -p "$HOTPAIR_STATE"
    # on a full disk the way back must still be able to write its state and journal
    head -c 262144 /dev/zero >"$dir/reserve" || abandon no-space
    # a prepared node whose operator never comes back unlocks itself
    arm 1800s || abandon dead-man-not-armed
    say 'do' enable-recovery
    install_recovery || abandon recovery-not-enabled
    walk forward prepare
    rm -rf "$dir/shadow"
    set_state prepared
    finish prepared
}

commit() {
    [ "$(state)" = prepared ] || refuse "commit needs a prepared deployment; this one is $(state)" 65
    # armed and on disk before the first change
    arm "${dead_man}s" || abandon dead-man-not-armed
    [ -L "$wanted_by" ] || abandon recovery-gone
    set_state committing
    say begin - "$dead_man"
    walk forward commit
    set_state committed
    finish committed
}

hold() {
    case $(state) in
    committed) ;;
    held) finish held ;;
    *) finish "$(state)" ;;
    esac
    set_state held
    disarm
    finish held
}

confirm() {
    case $(state) in
    held | confirmed) ;;
    *) finish "$(state)" ;;
    esac
    set_state confirmed
    settle
    finish confirmed
}

# What is left to do once a deployment is confirmed; may be repeated, so that a power cut in between leaves nothing open.
settle() {
    # done before, perhaps long ago: a later one may be open or the last
    is_mine || return 0
    if [ "$(readlink "$base/last" 2>/dev/null)" != "deployments/$id" ]; then
        [ ! -L "$base/last" ] || readlink "$base/last" | sed 's,^deployments/,,' >"$dir/previous"
        ln -sfn "deployments/$id" "$base/last.new" && mv -fT "$base/last.new" "$base/last"
    fi
    disarm
    rm -rf "$dir/staged" "$dir/reserve"
    remove_recovery
    unlock
    prune
}

# Ten deployments are history enough; the chain for undo is among them.
prune() {
    # shellcheck disable=SC2012 # the names are ours
    for _old in $(ls -1t "$base/deployments" | sed 1,10d); do
        [ "$_old" = "$id" ] || [ "$(readlink "$base/last")" = "deployments/$_old" ] || rm -rf "${base:?}/deployments/$_old"
    done
}

# finish STATE: the last line of a verb in the journal; its exit status says whether the verb did what it is for
finish() {
    say end "$1"
    case "$verb $1" in
    'prepare prepared' | 'commit committed' | 'hold held' | 'confirm confirmed' | 'rollback rolled-back' | \
        'expire rolled-back' | 'recover rolled-back' | 'recover undone' | 'undo undone') exit 0 ;;
    esac
    exit 1
}
