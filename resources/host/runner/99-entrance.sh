# shellcheck shell=sh
# ---- entrance ----------------------------------------------------------------------------------------------------

verb=${1:-help}
quiet=no
[ "$(id -u)" = 0 ] || [ "$verb" = help ] || refuse 'root is needed' 77
mkdir -p "$base/deployments"
# names in here are known beforehand: nobody else may have a hand in it
case $verb:$(stat -c %u:%A "$base" 2>/dev/null) in
help:* | *:0:d????-??-*) ;;
*) refuse "$base is not a folder of root alone" 77 ;;
esac
id=${2:-}
[ -n "$id" ] || id=$(readlink "$base/open" 2>/dev/null | sed 's,^deployments/,,')
[ -n "$id" ] || case $verb in undo | status) id=$(readlink "$base/last" 2>/dev/null | sed 's,^deployments/,,') ;; esac
[ -z "$id" ] || is_name "$id" || refuse 'that is not the name of a deployment' 64
dir=$base/deployments/${id:-none}
pair='' node='' plan='' host='' trees='' recover_before='' secret=''
export HOTPAIR_DIR="$dir" HOTPAIR_STATE="$dir/kept" HOTPAIR_CHANGED="$dir/changed" HOTPAIR_AT=here
[ ! -e "$dir/bundle/plan" ] || walk head

case $verb in
prepare)
    [ -n "${2:-}" ] || adopt
    mutex
    prepare
    ;;
commit)
    [ -d "$dir" ] || refuse 'nothing is prepared here'
    # by hand there is a person to look; the engine gives its own time
    dead_man=${3:-900}
    mutex
    commit
    ;;
hold | confirm | rollback | expire | recover | undo)
    [ -d "$dir" ] || refuse "there is no deployment to $verb"
    mutex
    "$verb"
    ;;
inside)
    [ $# -gt 2 ] || usage
    shift 2
    inside "$@"
    ;;
detach) detach "${3:-}" "${4:-}" ;;
follow) follow "${3:-}" "${4:-1}" ;;
status) show_status ;;
*) usage ;;
esac
