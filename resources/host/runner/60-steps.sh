# shellcheck shell=sh
# ---- steps -------------------------------------------------------------------------------------------------------

# The bundle's file "plan" is read from top to bottom; what its words mean depends on the mode:
#   head            what stands before the first step
#   forward STAGE   does the steps of the stage
#   keep            stages what will be written, keeps a copy of what will be changed
#   shadow          lays what is staged over the copies in the new tree
#   back NUMBER     takes one step back
walk() {
    mode=$1 wanted=${2:-} on=no
    # shellcheck source=/dev/null
    . "$dir/bundle/plan"
}

bundle() { pair=$1 node=$2 plan=$3 host=$4; }
trees() { trees=$*; }
recover_before() { recover_before=$*; }
secret() { secret=$1; }

# step NUMBER STAGE CODE SUBJECT EFFECT
step() {
    number=$1 code=$3 subject=$4 inverse=yes on=no
    case $mode in
    forward) [ "$2" != "$wanted" ] || on=yes ;;
    back) [ "$1" != "$wanted" ] || on=yes ;;
    keep | shadow) on=yes ;;
    esac
}
is() { [ "$on" = yes ] && [ "$mode" = "$1" ]; }

# unless PROGRAM…: exit status 0: there is nothing to do.
unless() {
    is forward || return 0
    ! silently "$@" || leave
}
leave() {
    on=no
    say unchanged "$code" "$subject" "$number"
}

# Before a step is done: what is begun can be taken back.
begin_step() {
    note begun "$number" || step_failed
    say 'do' "$code" "$subject" "$number"
}
step_failed() { abandon step-failed "$code" "$subject" "$number"; }

run() {
    is forward || return 0
    begin_step
    attempt "$@" || step_failed
}
# in the new tree; run_apart: and without a network
run_inside() {
    is forward || return 0
    begin_step
    in_new_tree "$@" || step_failed
}
run_apart() { run_inside --net "$@"; }

keep() {
    is forward || return 0
    begin_step
    [ ! -e "$dir/backup/complete" ] || return 0
    rm -rf "$dir/backup" && mkdir "$dir/backup" || step_failed
    (kept=yes; walk keep; [ "$kept" = yes ]) || step_failed
    : >"$dir/backup/complete"
    # -f: one flush of the file system instead of one per file
    sync -f "$dir" || sync
}
# keeps PROGRAM… PATH: damaged, or no space
keeps() {
    "$@" && return 0
    kept=no
    for _path in "$@"; do :; done
    say why not-kept "$_path"
}

# write MODE OWNER GROUP SHA256 PATH
write() {
    [ "$on" = yes ] || return 0
    case $mode in
    keep)
        keeps stage_file "$@"
        [ ! -e "$dir/staged$5" ] || keeps keep_copy "$number" "$5"
        ;;
    shadow) shadow_write "$5" ;;
    forward)
        # a secret that was not delivered stays what it is
        if [ ! -e "$dir/staged$5" ] || same "$dir/staged$5" "$5"; then
            leave
            return 0
        fi
        begin_step
        changed "$5" && folder "${5%/*}" && swap "$dir/staged$5" "$5" || step_failed
        ;;
    back) put_back "$number" "$5" || not_back ;;
    esac
}

remove() {
    [ "$on" = yes ] || return 0
    case $mode in
    keep) keeps keep_copy "$number" "$1" ;;
    shadow) shadow_remove "$1" ;;
    forward)
        if ! exists "$1"; then
            leave
            return 0
        fi
        begin_step
        ! planted "$1" && changed "$1" && rm -f "$1" && sync "${1%/*}" || step_failed
        ;;
    back) put_back "$number" "$1" || not_back ;;
    esac
}

# given PROGRAM…: the next word only when this succeeds
given() {
    is back || return 0
    silently "$@" || inverse=no
}

# back always|here PROGRAM…: how the step is taken back; here: not at boot
back() {
    is back && [ "$inverse" = yes ] || return 0
    [ "$1" = always ] || [ "$HOTPAIR_AT" = here ] || return 0
    shift
    say back "$code" "$subject" "$number"
    attempt "$@" || not_back
}
not_back() {
    say stuck "$code" "$subject" "$number"
    all_back=no
}

# touches PATH…: files that the step's program changes on its way. The last word of a step: they are put back when it was taken back.
touches() {
    [ "$on" = yes ] || return 0
    _nth=0
    for _path in "$@"; do
        _nth=$((_nth + 1))
        case $mode in
        keep) keeps keep_copy "$number.$_nth" "$_path" ;;
        back) put_back "$number.$_nth" "$_path" || not_back ;;
        esac
    done
}
