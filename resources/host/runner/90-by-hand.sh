# shellcheck shell=sh
# ---- by hand -----------------------------------------------------------------------------------------------------

# The folder is copied to where root alone writes, and only that copy runs.
adopt() {
    _source=$(cd "$(dirname "$0")" && pwd -P) || refuse 'this folder cannot be read'
    case $_source in "$base"/deployments/*) return 0 ;; esac
    (cd "$_source" && sha256sum -c SHA256SUMS >/dev/null) || refuse 'this bundle is damaged' 65
    mode=head on=no
    # shellcheck source=/dev/null
    . "$_source/plan" || refuse 'this bundle has no plan'
    [ "$(uname -n)" = "$host" ] || [ "${HOTPAIR_ANY_HOST:-}" = yes ] ||
        refuse "this bundle is for $node ($host), this host is $(uname -n); to go on all the same: HOTPAIR_ANY_HOST=yes"
    [ ! -L "$base/open" ] || refuse "a deployment is open: $(readlink "$base/open"), $(cat "$base/open/state" 2>/dev/null); confirm it or roll it back first" 75
    id=hand-$(date +%Y%m%d%H%M%S)-$(printf %s "$plan" | cut -c 1-8)
    dir=$base/deployments/$id
    mkdir -p "$dir/bundle" && cp -R "$_source/." "$dir/bundle/" || refuse 'the bundle could not be copied'
    chown -R 0:0 "$dir"
    printf 'by hand, %s\n' "${SUDO_USER:-root}" >"$dir/owner"
    printf '%s\n' "$plan" >"$dir/plan"
    printf '%s\n' "$pair" >"$dir/pair"
    [ -z "$secret" ] || ask_secret
    lock || exit 75
    exec /bin/sh "$dir/bundle/hotpair.sh" prepare "$id"
}

ask_secret() {
    if [ -t 0 ]; then
        printf '%s: ' "$secret" >&2
        stty -echo 2>/dev/null
    fi
    IFS= read -r _answer || _answer=
    if [ -t 0 ]; then
        stty echo 2>/dev/null
        printf '\n' >&2
    fi
    [ -z "$_answer" ] || printf '%s' "$_answer" >"$dir/secret"
    unset _answer
}
