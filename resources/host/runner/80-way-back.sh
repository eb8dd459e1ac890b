# shellcheck shell=sh
# ---- the way back ------------------------------------------------------------------------------------------------

# Every step that was begun, the last one first. One that is stuck does not keep the others from being taken back.
take_back() {
    all_back=yes
    # shellcheck disable=SC2013 # numbers
    for _number in $(sort -rnu "$dir/begun" 2>/dev/null); do walk back "$_number"; done
    remove_folders
    sync
    [ "$all_back" = yes ]
}

# What is left to do once everything is back; may be repeated, so that a kill in between leaves nothing, least of all a password.
clear_up() {
    disarm
    rm -rf "$dir/staged" "$dir/shadow" "$dir/secret"
    # another deployment that is open has need of it
    ! is_mine || remove_recovery
    unlock
}

# The deployment before this one is the last again. Never confirmed, this one was not the last.
forget_last() {
    [ "$(readlink "$base/last" 2>/dev/null)" = "deployments/$id" ] || return 0
    if [ -s "$dir/previous" ] && [ -d "$base/deployments/$(cat "$dir/previous")" ]; then
        ln -sfn "deployments/$(cat "$dir/previous")" "$base/last.new" && mv -fT "$base/last.new" "$base/last"
    else
        rm -f "$base/last"
    fi
}

# back_to STATE here|boot: the one way back, for rollback, expiry, recovery at boot and undo; may be repeated. At boot nothing is started
# and nothing waited for.
back_to() {
    export HOTPAIR_AT="$2"
    rm -f "$dir/reserve"
    if take_back; then
        # Not needed any more; on a full disk it makes room for the state.
        rm -rf "$dir/staged" "$dir/shadow"
        [ "$1" != undone ] || forget_last
        set_state "$1"
        clear_up
        finish "$1"
    fi
    set_state rollback-failed
    say failed not-back "$dir"
    finish rollback-failed
}

# abandon CODE [VALUE…]: a verb that fails says why and takes everything back at once
abandon() {
    look_for_space
    rm -f "$dir/reserve"
    [ "$space" = yes ] || [ "$1" = no-space ] || say why no-space "$dir"
    say failed "$@"
    set_state rolling-back
    back_to rolled-back here
}

rollback() {
    case $(state) in
    rolled-back | undone)
        # cut short after its last word: what was left is done now
        clear_up
        finish "$(state)"
        ;;
    confirmed) refuse 'this deployment was confirmed; use undo' 65 ;;
    esac
    say begin - "$(state)"
    set_state rolling-back
    back_to rolled-back here
}

expire() {
    case $(state) in
    preparing | prepared | committing | committed | rolling-back) ;;
    *) exit 0 ;;
    esac
    say begin - "$(state)"
    set_state rolling-back
    back_to rolled-back here
}

recover() {
    case $(state) in
    held) exit 0 ;;
    confirmed)
        settle
        exit 0
        ;;
    rolled-back | undone)
        clear_up
        exit 0
        ;;
    undoing) _to=undone ;;
    *) _to=rolled-back ;;
    esac
    say begin - "$(state)"
    back_to "$_to" boot
}

undo() {
    case $(state) in
    confirmed) lock || exit 75 ;;
    undoing | rollback-failed) ;;
    undone)
        clear_up
        finish undone
        ;;
    *) refuse "only a confirmed deployment can be undone; this one is $(state)" 65 ;;
    esac
    say begin - "$id"
    install_recovery || {
        say failed recovery-not-enabled
        unlock
        finish confirmed
    }
    set_state undoing
    back_to undone here
}
