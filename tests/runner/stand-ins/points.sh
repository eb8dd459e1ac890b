# shellcheck shell=sh
# Points at which the runner may be killed: before and after everything that changes a file, and after each line of its journal. Read by
# the runner and its steps (one line is put below their first) and by the other stand-ins. At a point the host is copied to
# $POINTS/NUMBER: that is what a kill leaves, since a process keeps nothing else. $POINTS/log says what was about to happen. A number
# in $KILL_AT is killed there in earnest.

# point WORDS…
point() {
    [ -n "${POINTS:-}" ] || return 0
    read -r _count <"$POINTS/count"
    _count=$((_count + 1))
    printf '%s\n' "$_count" >"$POINTS/count"
    printf '%s\t%s\n' "$_count" "$*" >>"$POINTS/log"
    # everything in the namespace, the runner and who called it; itself is not meant by -1
    [ "${KILL_AT:-}" != "$_count" ] || { kill -9 -1; exec false; }
    [ $((_count % ${EVERY:-1})) = 0 ] || return 1
    command cp -a "$SANDBOX" "$POINTS/$_count"
}

# torn PATH…: the last one, a file, was written in half
torn() {
    [ -n "${POINTS:-}" ] || return 0
    for _file in "$@"; do :; done
    if [ -L "$_file" ] || [ ! -f "$_file" ] || [ ! -s "$_file" ]; then return 0; fi
    case $_file in
    /etc/*) _file=etc/${_file#/etc/} ;;
    /usr/libexec/*) _file=libexec/${_file#/usr/libexec/} ;;
    /var/lib/*) _file=varlib/${_file#/var/lib/} ;;
    *) return 0 ;;
    esac
    if point "in the middle of writing $_file"; then : >"$POINTS/$_count/$_file"; fi
}

around() {
    point "before $*"
    command "$@" || return
    point "after $*"
    return 0
}
mv() { around mv "$@"; }
rm() { around rm "$@"; }
ln() { around ln "$@"; }
mkdir() { around mkdir "$@"; }
rmdir() { around rmdir "$@"; }
chmod() { around chmod "$@"; }
chown() { around chown "$@"; }
cp() {
    point "before cp $*"
    command cp "$@" || return
    torn "$@"
    point "after cp $*"
    return 0
}
# what was written just before is there; a disk that loses it is not what these tests are about
sync() {
    point "before sync $*"
    return 0
}
case $0 in
*try-check-script.sh) ;;
*) sleep() { :; } ;;
esac
