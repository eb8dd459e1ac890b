# shellcheck shell=sh
# ---- files -------------------------------------------------------------------------------------------------------

exists() { [ -e "$1" ] || [ -L "$1" ]; }

# same A B: two paths are plain files with the same content, mode and owner
same() {
    [ ! -L "$1" ] && [ ! -L "$2" ] && [ -f "$1" ] && [ -f "$2" ] && cmp -s "$1" "$2" &&
        [ "$(stat -c %a:%u:%g "$1")" = "$(stat -c %a:%u:%g "$2")" ]
}

# planted PATH: a folder on the way to it is a link that somebody other than root has made. Links of root are the host's own order; and who
# may write in a real folder of /etc/nginx decides anyway what root's nginx loads.
planted() {
    _on=${1%/*}
    while [ -n "$_on" ]; do
        if [ -L "$_on" ] && [ "$(stat -c %u "$_on")" != 0 ]; then
            say why planted "$1" "$_on"
            return 0
        fi
        _on=${_on%/*}
    done
    return 1
}

# copy_new FROM PATH: a copy of FROM under the name that is used on the way to PATH. The new file is made exclusively (coreutils: O_EXCL), so a
# link that is planted there meanwhile ends it and is not followed.
copy_new() {
    rm -rf "$2.hotpair-new" && cp -aT --remove-destination "$1" "$2.hotpair-new"
}

# folder PATH: make the folders on the way to PATH, remembered for the way back
folder() {
    [ -d "$1" ] && return 0
    folder "${1%/*}" || return 1
    note folders "$1"
    mkdir -m 0755 "$1"
}

# stage_file MODE OWNER GROUP SHA256 PATH: as it must be, in a tree of its own. A secret (SHA256 is -) was staged by a step, or is kept.
stage_file() {
    if [ "$4" = - ]; then
        [ -e "$dir/staged$5" ] || return 0
    else
        [ "$(sha256sum <"$dir/bundle/files$5" | cut -d ' ' -f 1)" = "$4" ] || return 1
        mkdir -p "$dir/staged${5%/*}" && cp "$dir/bundle/files$5" "$dir/staged$5" || return 1
    fi
    chown "$2:$3" "$dir/staged$5" && chmod "$1" "$dir/staged$5"
}

# keep_copy KEY PATH: content, mode, owner, times, symlink, SELinux context; or that it was absent
keep_copy() {
    ! planted "$2" || return 1
    mkdir -p "$dir/backup/$1" && printf '%s\n' "$2" >"$dir/backup/$1/path" || return 1
    if exists "$2"; then
        cp -a "$2" "$dir/backup/$1/was" || return 1
    fi
}

# swap FROM PATH: at once or not at all
swap() {
    ! planted "$2" || return 1
    copy_new "$1" "$2" && sync "$2.hotpair-new" && mv -fT "$2.hotpair-new" "$2" || return 1
    ! command -v restorecon >/dev/null || restorecon "$2" 2>/dev/null
    sync "${2%/*}"
}

# changed PATH: it is about to be
changed() { note changed "$1"; }

# put_back KEY PATH: as it was kept. What the user changed since the deployment is saved first.
put_back() {
    _kept=$dir/backup/$1
    shift
    [ -e "$_kept/path" ] || return 0
    ! planted "$1" || return 1
    rm -rf "$1.hotpair-new"
    if [ "$verb" = undo ] && [ -f "$1" ] && [ -e "$dir/bundle/files$1" ] && ! cmp -s "$1" "$dir/bundle/files$1"; then
        mkdir -p "$dir/changed-since${1%/*}" && cp -a "$1" "$dir/changed-since$1"
        say warn changed-since "$1" "$dir/changed-since$1"
    fi
    if exists "$_kept/was"; then
        if [ ! -L "$1" ] && [ ! -L "$_kept/was" ] && same "$_kept/was" "$1"; then return 0; fi
        mkdir -p "${1%/*}" && copy_new "$_kept/was" "$1" && mv -fT "$1.hotpair-new" "$1"
    elif exists "$1"; then
        rm -f "$1"
    fi
}

# The deepest first; one that holds something of somebody else stays.
remove_folders() {
    [ -s "$dir/folders" ] || return 0
    sort -r "$dir/folders" | while IFS= read -r _path; do rmdir "$_path" 2>/dev/null; done
}
