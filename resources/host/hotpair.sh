#!/bin/sh
#@HEADER@
# Runs on a node, as root, by itself: it applies this bundle, confirms it or puts everything back.
#
#   prepare   lock, install what is missing, back up, stage, validate    nothing in service changes
#   commit    arm the dead man, swap files, apply rules, start, check    in service, revocable
#   hold      the pair was verified: this node will not decide alone     in service
#   confirm   disarm, keep history, unlock                               for good
#   rollback  exactly what was
#   undo      after confirm: what was before the last deployment
#   status    where this node stands
#
# Everything it decides is written to /var/lib/hotpair before it is done, so that it can be killed at any point:
# rollback restores from the backup whatever had happened, any number of times.
set -u
umask 077
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
unset CDPATH ENV BASH_ENV

#@DATA@

base=/var/lib/hotpair
recovery=/etc/systemd/system/hotpair-recover.service
units='nginx keepalived'

# ---- words -------------------------------------------------------------------------------------------------------

# values KEY: every value of KEY in the bundle's data
values() { data | sed -n "s/^$1 //p"; }
value() { values "$1" | head -n 1; }

# say EVENT DETAIL: one line in the journal, on disk before what it announces is done
say() {
    _line=$(printf '%s\t%s\t%s\t%s' "$(date +%s%3N)" "$verb" "$1" "$2" | tr -d '\000-\010\013-\037\177' | cut -c 1-2000)
    if [ -d "$dir" ]; then
        printf '%s\n' "$_line" >>"$dir/journal"
        sync "$dir/journal" 2>/dev/null || sync
    fi
    [ "$quiet" = yes ] || printf '%s\n' "$_line" 2>/dev/null || quiet=yes
}

# run COMMAND…: announced, output kept for the journal when it fails. File descriptor 9 is the mutex; no child keeps it.
run() {
    say step "$*"
    attempt "$@"
}
attempt() {
    _output=$("$@" 2>&1 </dev/null 9>&-) && return 0
    _status=$?
    printf '%s\n' "$_output" | tail -n 30 | while IFS= read -r _text; do say output "$_text"; done
    return "$_status"
}

# fresh FILE: stdin into a new file. What lies under that name, a planted link too, is removed and never written through.
fresh() {
    rm -rf "$1" && (set -C && cat >"$1")
}
# put FILE TEXT: replaced at once or not at all, and on disk
put() {
    printf '%s\n' "$2" | fresh "$1.new" && sync "$1.new" && mv -fT "$1.new" "$1" && sync "${1%/*}"
}
# copy_new FROM PATH: a copy of FROM under the name that is used on the way to PATH. The new file is made exclusively (coreutils: O_EXCL), so a
# link that is planted there meanwhile ends it and is not followed.
copy_new() {
    rm -rf "$2.hotpair-new" && cp -aT --remove-destination "$1" "$2.hotpair-new"
}
# planted PATH: a folder on the way to it is a link that somebody other than root has made. Links of root are the host's own order; and who
# may write in a real folder of /etc/nginx decides anyway what root's nginx loads.
planted() {
    _on=${1%/*}
    while [ -n "$_on" ]; do
        if [ -L "$_on" ] && [ "$(stat -c %u "$_on")" != 0 ]; then
            say output "$_on, on the way to $1, is a link that is not root's"
            return 0
        fi
        _on=${_on%/*}
    done
    return 1
}
state() { cat "$dir/state" 2>/dev/null || printf 'none\n'; }
set_state() { put "$dir/state" "$1"; }

usage() {
    sed -n 's/^# \{0,1\}//p' "$0" | sed -n '1,24p' >&2
    exit 64
}
refuse() { # before anything was done
    printf 'hotpair: %s\n' "$1" >&2
    exit "${2:-69}"
}

# ---- lock --------------------------------------------------------------------------------------------------------

# The lock is a symlink: made in one step, it names the deployment that has it, and it survives a restart. -T, or a second one would be
# made inside the folder that the first one leads to.
lock() {
    if ln -sT "deployments/$id" "$base/open" 2>/dev/null; then
        sync "$base"
        return 0
    fi
    [ "$(readlink "$base/open")" = "deployments/$id" ] && return 0
    holder=$(cat "$base/open/owner" 2>/dev/null)
    printf 'locked\t%s\t%s\n' "$(readlink "$base/open")" "${holder:-unknown}"
    return 75
}
unlock() {
    [ "$(readlink "$base/open" 2>/dev/null)" = "deployments/$id" ] || return 0
    rm -f "$base/open"
    sync "$base"
}

mutex() {
    exec 9>"$base/mutex"
    flock -w 300 9 || refuse 'another verb has been running on this node for five minutes' 75
}

# ---- dead man and recovery ---------------------------------------------------------------------------------------

# Timers may be a minute late by default; this one is not. Monotonic: a clock that is set changes nothing.
arm() {
    disarm
    systemd-run --quiet --collect --unit="hotpair-dead-man-$id" --on-active="$1" --timer-property=AccuracySec=100ms \
        --property=StandardOutput=null --property=Type=oneshot /bin/sh "$dir/bundle/hotpair.sh" expire "$id" </dev/null 9>&-
}
disarm() {
    systemctl stop "hotpair-dead-man-$id.timer" >/dev/null 2>&1 9>&-
    systemctl reset-failed "hotpair-dead-man-$id.service" "hotpair-dead-man-$id.timer" >/dev/null 2>&1 9>&-
}

# Transient timers do not survive a restart, so a unit of its own looks at boot, before nginx and keepalived.
install_recovery() {
    fresh "$recovery.new" <<END || return 1
[Unit]
Description=Hotpair: undo a deployment that was not confirmed before this restart
Before=nginx.service keepalived.service firewalld.service
ConditionPathIsSymbolicLink=$base/open

[Service]
Type=oneshot
TimeoutStartSec=120
ExecStart=/bin/sh $base/open/bundle/hotpair.sh recover

[Install]
WantedBy=multi-user.target
END
    chmod 0644 "$recovery.new" && sync "$recovery.new" && mv -f "$recovery.new" "$recovery" || return 1
    attempt systemctl daemon-reload && attempt systemctl enable hotpair-recover.service && sync /etc/systemd/system /etc/systemd/system/multi-user.target.wants
}
remove_recovery() {
    rm -f "$recovery" "$recovery.new" /etc/systemd/system/multi-user.target.wants/hotpair-recover.service
    systemctl daemon-reload >/dev/null 2>&1 9>&-
}

# ---- prepare -----------------------------------------------------------------------------------------------------

active() { systemctl is-active --quiet "$1" 9>&-; }
enablement() { systemctl is-enabled "$1" 2>/dev/null 9>&- || :; }

# What the units were before: "unit active|inactive enablement". Packages that are missing count as inactive, disabled.
record_units() {
    [ -e "$dir/units" ] && return 0
    : >"$dir/units.new"
    for _unit in $units $(values disable); do
        if active "$_unit"; then _active=active; else _active=inactive; fi
        _enabled=$(enablement "$_unit.service")
        printf '%s %s %s\n' "$_unit" "$_active" "${_enabled:-disabled}" >>"$dir/units.new"
    done
    sync "$dir/units.new" && mv -f "$dir/units.new" "$dir/units"
}

# installed PACKAGE: itself, or another that brings its program (nginx-full, curl-minimal)
installed() {
    case $(value manager) in
    apt) [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] || dpkg -S "$(command -v "$1")" >/dev/null 2>&1 ;;
    *) rpm -q --quiet "$1" || rpm -qf "$(command -v "$1")" >/dev/null 2>&1 ;;
    esac
}

# Only what is missing; masked meanwhile, or the services start (or stay enabled and start at the next boot) on half a configuration.
install_packages() {
    _missing=
    for _package in $(values package); do installed "$_package" || _missing="$_missing $_package"; done
    [ -n "$_missing" ] || return 0
    _masked=
    for _unit in $units; do
        case " $_missing " in *" $_unit "*) _masked="$_masked $_unit.service" ;; esac
    done
    printf '%s\n' "$_masked" >"$dir/masked"
    # shellcheck disable=SC2086 # lists of words
    [ -z "$_masked" ] || run systemctl mask --runtime $_masked || return 1
    say step "install$_missing"
    _ok=yes
    # shellcheck disable=SC2086 # lists of words
    case $(value manager) in
    apt)
        export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none
        [ -z "$(dpkg --audit 2>/dev/null)" ] || attempt dpkg --force-confdef --force-confold --configure -a
        attempt apt-get -q -y --no-install-recommends --no-upgrade -o DPkg::Lock::Timeout=300 \
            -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install $_missing || _ok=no
        ;;
    dnf) attempt dnf -q -y --setopt=install_weak_deps=False install $_missing || _ok=no ;;
    yum) attempt yum -q -y install $_missing || _ok=no ;;
    *) _ok=no ;;
    esac
    unmask
    for _package in $_missing; do
        installed "$_package" || _ok=no
    done
    # also where it says disabled: the packages of Debian leave links in /etc/rc?.d that say otherwise
    # shellcheck disable=SC2086 # lists of words
    [ -z "$_masked" ] || attempt systemctl disable $_masked
    [ "$_ok" = yes ]
}
unmask() {
    [ -s "$dir/masked" ] || return 0
    # shellcheck disable=SC2046 # a list of words
    systemctl unmask --runtime $(cat "$dir/masked") >/dev/null 2>&1 9>&-
    rm -f "$dir/masked"
}

# The VRRP password's file. keepalived accepts a missing include without a word, so it is ours to check.
auth_path=/etc/keepalived/hotpair-auth.conf
render_auth() { printf 'authentication {\n    auth_type PASS\n    auth_pass %s\n}\n' "$1"; }
take_auth() {
    [ "$(value auth)" = yes ] || return 0
    if [ ! -s "$dir/auth" ] && [ "$by_hand" = yes ]; then
        if [ -t 0 ]; then
            printf 'VRRP password, the same on every node, 1 to 8 of A-Z a-z 0-9 _ . + = - (empty: keep the one that is there): ' >&2
            stty -echo 2>/dev/null
        fi
        IFS= read -r _password || _password=
        if [ -t 0 ]; then stty echo 2>/dev/null; printf '\n' >&2; fi
        [ -z "$_password" ] || printf '%s' "$_password" >"$dir/auth"
        unset _password
    fi
    [ -s "$dir/auth" ] || [ -s "$auth_path" ] || return 1
    [ -s "$dir/auth" ] || return 0
    case $(cat "$dir/auth") in *[!A-Za-z0-9_.+=-]*) return 1 ;; esac
    [ "$(wc -c <"$dir/auth")" -le 8 ] || return 1
    mkdir -p "$dir/staged${auth_path%/*}"
    render_auth "$(cat "$dir/auth")" >"$dir/staged$auth_path"
    chmod 0600 "$dir/staged$auth_path"
    rm -f "$dir/auth"
}

# Files as they must be, in a tree of their own, with owner and mode.
stage() {
    while read -r _mode _owner _group _sum _path; do
        _from="$dir/bundle/files$_path"
        [ "$(sha256sum <"$_from" | cut -d ' ' -f 1)" = "$_sum" ] || { say output "$_path of the bundle is damaged"; return 1; }
        mkdir -p "$dir/staged${_path%/*}" && cp "$_from" "$dir/staged$_path" &&
            chown "$_owner:$_group" "$dir/staged$_path" && chmod "$_mode" "$dir/staged$_path" || return 1
    done <<END
$(values file)
END
}

# same A B: two paths are the same kind, with the same content, mode and owner
same() {
    [ ! -L "$1" ] && [ ! -L "$2" ] && [ -f "$1" ] && [ -f "$2" ] && cmp -s "$1" "$2" &&
        [ "$(stat -c %a:%u:%g "$1")" = "$(stat -c %a:%u:%g "$2")" ]
}
exists() { [ -e "$1" ] || [ -L "$1" ]; }

# keep_copy PATH: content, mode, owner, times, symlink, SELinux context; or that it was absent
keep_copy() {
    ! planted "$1" || return 1
    _n=$((_n + 1))
    mkdir -p "$dir/backup/$_n" && printf '%s\n' "$1" >"$dir/backup/$_n/path" || return 1
    if exists "$1"; then
        cp -a "$1" "$dir/backup/$_n/was" || return 1
    fi
}

# What commit will change, as lines "write PATH" and "remove PATH"; a copy of each is kept.
backup() {
    [ -e "$dir/backup/complete" ] && return 0
    rm -rf "$dir/backup" && mkdir "$dir/backup" || return 1
    : >"$dir/changes"
    _n=0
    for _path in $(values file | cut -d ' ' -f 5) "$auth_path"; do
        [ -e "$dir/staged$_path" ] || continue
        same "$dir/staged$_path" "$_path" && continue
        keep_copy "$_path" || return 1
        printf 'write %s\n' "$_path" >>"$dir/changes"
    done
    for _path in $(values absent); do
        exists "$_path" || continue
        keep_copy "$_path" || return 1
        printf 'remove %s\n' "$_path" >>"$dir/changes"
    done
    # firewall-cmd --permanent writes these
    for _zone in $(values rule | cut -d ' ' -f 2 | sort -u); do
        keep_copy "/etc/firewalld/zones/$_zone.xml" && keep_copy "/etc/firewalld/zones/$_zone.xml.old" || return 1
    done
    : >"$dir/backup/complete"
    # -f: one flush of the file system instead of one per file
    sync -f "$dir" || sync
}

# folder PATH: make the folders on the way to PATH, remembered for rollback
folder() {
    [ -d "$1" ] && return 0
    folder "${1%/*}" || return 1
    printf '%s\n' "$1" >>"$dir/folders" && sync "$dir/folders"
    mkdir -m 0755 "$1"
}

# Validation is of the result, not of a file: in a mount namespace the complete new tree lies over the real paths.
validate() {
    for _top in /etc/nginx /etc/keepalived /usr/libexec/keepalived; do
        folder "$_top" || return 1
        mkdir -p "$dir/shadow$_top" && cp -a "$_top/." "$dir/shadow$_top/" || return 1
    done
    while read -r _what _path; do
        case $_path in /etc/nginx/* | /etc/keepalived/* | /usr/libexec/keepalived/*) ;; *) continue ;; esac
        if [ "$_what" = remove ]; then
            rm -f "$dir/shadow$_path"
        else
            mkdir -p "$dir/shadow${_path%/*}" && cp -a "$dir/staged$_path" "$dir/shadow$_path" || return 1
        fi
    done <"$dir/changes"
    _valid=yes
    run unshare --mount /bin/sh "$dir/bundle/hotpair.sh" inside "$id" configuration || _valid=no
    [ "$_valid" = no ] || run unshare --mount --net /bin/sh "$dir/bundle/hotpair.sh" inside "$id" check-script || _valid=no
    rm -rf "$dir/shadow"
    [ "$_valid" = yes ]
}

# Called in the namespace of its own; what it prints goes to the journal when it fails.
inside() {
    for _top in /etc/nginx /etc/keepalived /usr/libexec/keepalived; do
        mount --bind "$dir/shadow$_top" "$_top" || return 1
    done
    "inside_$1"
}
inside_configuration() {
    nginx -t || return 1
    _all=$(nginx -T 2>/dev/null)
    for _path in $(values file | cut -d ' ' -f 5); do
        case $_path in /etc/nginx/*) ;; *) continue ;; esac
        case $_all in *"# configuration file $_path:"*) ;; *)
            printf '%s is not read by nginx: nginx.conf does not include its folder\n' "$_path"
            return 1
            ;;
        esac
    done
    # Exit codes changed between versions and some errors leave 0 (DOMAIN.md), so anything but silence on problems fails.
    _version=$(keepalived -v 2>&1 | sed -n '1s/^Keepalived v\([0-9.]*\).*/\1/p')
    [ -n "$_version" ] || { printf 'keepalived does not tell its version\n'; return 1; }
    _said=$(keepalived -t -f /etc/keepalived/keepalived.conf 2>&1)
    _status=$?
    [ -z "$_said" ] || printf '%s\n' "$_said"
    [ "$_status" = 0 ] || { printf 'keepalived %s -t ended with %s\n' "$_version" "$_status"; return 1; }
    case $_said in *[Uu]nknown\ keyword* | *not\ found* | *nvalid* | *WARNING* | *rror* | *ignoring* | *nsecure* | *disabling*)
        printf 'keepalived %s -t reported a problem\n' "$_version"
        return 1
        ;;
    esac
    # what keepalived -t does not see
    [ -s /etc/keepalived/keepalived.conf ] || { printf 'keepalived.conf is empty\n'; return 1; }
    if [ "$(value auth)" = yes ] && [ ! -s "$auth_path" ]; then
        printf '%s is missing: the VRRP password\n' "$auth_path"
        return 1
    fi
    _own=$(ip -o -4 addr show dev "$(value interface)" | sed -n 's/.* inet \([0-9.]*\).*/\1/p')
    case "
$_own
" in *"
$(value address)
"*) ;; *)
        printf '%s does not have %s\n' "$(value interface)" "$(value address)"
        return 1
        ;;
    esac
}
# The check script, run as keepalived will (root, hardly any environment), against an nginx with nothing but the health server.
inside_check_script() {
    _check=/usr/libexec/keepalived/hotpair-check
    ip link set lo up && mount -t tmpfs tmpfs /run || return 1
    # nginx gives its folders for temporary files to the user of its configuration, which here is not the real one: hide them
    for _folder in $(nginx -V 2>&1 | tr ' ' '\n' | sed -n "s,^--http-[a-z-]*-temp-path=\(/.*\)/[^/]*$,\1,p" | sort -u); do
        [ ! -d "$_folder" ] || mount -t tmpfs tmpfs "$_folder" || return 1
    done
    printf 'daemon off;\npid /run/trial.pid;\nerror_log stderr;\nevents {}\nhttp {\n  access_log off;\n  include %s;\n}\n' \
        /etc/nginx/conf.d/hotpair-health.conf >/run/trial.conf
    # since 1.19.5; without it nginx opens the log that it was built with
    _early=
    ! nginx -e stderr -t -q -c /run/trial.conf 2>/dev/null || _early='-e stderr'
    # shellcheck disable=SC2086 # two words or none
    nginx $_early -c /run/trial.conf &
    _nginx=$!
    for _i in $(seq 30); do
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$_check"
        _status=$?
        [ "$_status" = 1 ] || break
        sleep 0.1
    done
    kill "$_nginx"
    wait "$_nginx"
    [ "$_status" = 0 ] || { printf '%s ended with %s while the health server answered\n' "$_check" "$_status"; return 1; }
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$_check"
    _status=$?
    [ "$_status" = 1 ] || { printf '%s ended with %s while nothing answered; 1 was expected\n' "$_check" "$_status"; return 1; }
}

prepare() {
    [ "$(state)" = preparing ] || set_state preparing
    say begin "$(cat "$dir/owner")"
    # on a full disk the way back must still be able to write its state and journal
    head -c 262144 /dev/zero >"$dir/reserve" || abandon 'there is no space left'
    # a prepared node whose operator never comes back unlocks itself
    arm 1800s || abandon 'the dead man could not be armed (systemd-run)'
    say step 'enable the recovery at boot'
    install_recovery || abandon 'the recovery unit could not be enabled'
    record_units
    install_packages || abandon 'the packages could not be installed'
    rm -rf "$dir/staged"
    stage || abandon 'the files could not be staged'
    take_auth || abandon 'the VRRP password is missing or not usable'
    say step 'back up what will change'
    backup || abandon 'what is there could not be backed up'
    say step 'validate with the own programs of this node'
    validate || abandon 'the new configuration was refused by this node'
    set_state prepared
    finish prepared
}

# ---- commit ------------------------------------------------------------------------------------------------------

changed() { grep -q "$1" "$dir/changes"; }

swap() {
    while read -r _what _path; do
        say step "$_what $_path"
        ! planted "$_path" || return 1
        if [ "$_what" = remove ]; then
            rm -f "$_path"
        else
            folder "${_path%/*}" && copy_new "$dir/staged$_path" "$_path" && sync "$_path.hotpair-new" &&
                mv -fT "$_path.hotpair-new" "$_path" || return 1
            ! command -v restorecon >/dev/null || restorecon "$_path" 2>/dev/null
        fi
        sync "${_path%/*}"
    done <"$dir/changes"
}

# firewall_has permanent|runtime ZONE KIND VALUE
firewall_call() {
    _where=
    [ "$1" = runtime ] || _where=--permanent
    # shellcheck disable=SC2086 # empty or one word
    firewall-cmd -q $_where "--zone=$3" "--$2-$4=$5" 9>&-
}
open_firewall() {
    values rule | while read -r _kind _zone _rule; do
        for _when in permanent runtime; do
            firewall_call "$_when" query "$_zone" "$_kind" "$_rule" 2>/dev/null && continue
            printf '%s %s %s %s\n' "$_when" "$_zone" "$_kind" "$_rule" >>"$dir/firewall" && sync "$dir/firewall"
            say step "firewall-cmd $_when --zone=$_zone --add-$_kind=$_rule"
            attempt firewall_call "$_when" add "$_zone" "$_kind" "$_rule" || exit 1
        done
    done
}
close_firewall() {
    [ -s "$dir/firewall" ] && active firewalld || return 0
    while read -r _when _zone _kind _rule; do
        firewall_call "$_when" query "$_zone" "$_kind" "$_rule" 2>/dev/null || continue
        say step "firewall-cmd $_when --zone=$_zone --remove-$_kind=$_rule"
        attempt firewall_call "$_when" remove "$_zone" "$_kind" "$_rule" || return 1
    done <"$dir/firewall"
}

healthy() {
    for _i in $(seq 50); do
        active nginx && env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin /usr/libexec/keepalived/hotpair-check 9>&- && return 0
        sleep 0.2
    done
    return 1
}
running() { # UNIT: active now and still a moment later
    for _i in $(seq 25); do active "$1" && sleep 0.4 && active "$1" && return 0; sleep 0.2; done
    return 1
}

enable_unit() {
    [ "$(enablement "$1.service")" = enabled ] || run systemctl enable "$1.service"
}

commit() {
    [ "$(state)" = prepared ] || refuse "commit needs a prepared deployment; this one is $(state)" 65
    # armed and on disk before the first change
    arm "${dead_man}s" || abandon 'the dead man could not be armed (systemd-run)'
    [ -L /etc/systemd/system/multi-user.target.wants/hotpair-recover.service ] || abandon 'the recovery unit is gone'
    : >"$dir/begun"
    set_state committing
    say begin "dead man in $dead_man s"
    swap || abandon 'a file could not be replaced'
    open_firewall || abandon 'a firewall rule could not be added'
    for _unit in $(values disable); do
        ! active "$_unit" && [ "$(enablement "$_unit.service")" != enabled ] && continue
        run systemctl disable --now "$_unit.service" || abandon "$_unit could not be switched off"
    done
    ! changed ' /etc/systemd/' || run systemctl daemon-reload || abandon 'systemd refused its new configuration'
    enable_unit nginx || abandon 'nginx could not be enabled'
    if ! active nginx; then
        run systemctl start nginx.service || abandon 'nginx did not start'
    elif changed ' /etc/nginx/'; then
        run systemctl reload nginx.service || abandon 'nginx did not reload'
    fi
    say step 'wait for the health server'
    healthy || abandon 'nginx does not answer its health check'
    enable_unit keepalived || abandon 'keepalived could not be enabled'
    if ! active keepalived; then
        run systemctl start keepalived.service || abandon 'keepalived did not start'
    elif changed ' /etc/keepalived/\| /usr/libexec/keepalived/'; then
        run systemctl reload keepalived.service || abandon 'keepalived did not reload'
    fi
    running keepalived || abandon 'keepalived does not stay up'
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

# ---- rollback ----------------------------------------------------------------------------------------------------

unit_was() { sed -n "s/^$1 //p" "$dir/units"; }

# put_back: every path as it was kept. What the user changed since the deployment is saved first.
put_back() {
    for _kept in "$dir"/backup/*/; do
        _path=$(cat "$_kept/path" 2>/dev/null) || continue
        ! planted "$_path" || return 1
        rm -rf "$_path.hotpair-new"
        if [ "$verb" = undo ] && [ "$_path" != "$auth_path" ] && [ -f "$_path" ] && [ -e "$dir/bundle/files$_path" ] &&
            ! cmp -s "$_path" "$dir/bundle/files$_path"; then
            mkdir -p "$dir/changed-since${_path%/*}" && cp -a "$_path" "$dir/changed-since$_path"
            say warn "$_path was changed after the deployment; a copy is in $dir/changed-since$_path"
        fi
        if exists "$_kept/was"; then
            if [ ! -L "$_path" ] && [ ! -L "$_kept/was" ] && same "$_kept/was" "$_path"; then continue; fi
            say step "restore $_path"
            mkdir -p "${_path%/*}" && copy_new "$_kept/was" "$_path" && mv -fT "$_path.hotpair-new" "$_path" || return 1
        elif exists "$_path"; then
            say step "remove $_path"
            rm -f "$_path" || return 1
        fi
    done
    if [ -s "$dir/folders" ]; then
        # the deepest first; one that holds something of somebody else stays
        sort -r "$dir/folders" | while IFS= read -r _path; do rmdir "$_path" 2>/dev/null; done
    fi
    sync
}

restore_enablement() {
    [ -e "$dir/units" ] || return 0
    while read -r _unit _active _enabled; do
        _now=$(enablement "$_unit.service")
        [ "$_now" != "$_enabled" ] || continue
        case $_enabled in
        enabled) attempt systemctl enable "$_unit.service" ;;
        disabled | not-found)
            case $_now in enabled) attempt systemctl disable "$_unit.service" ;; esac
            ;;
        esac
    done <"$dir/units"
}

# After files: units as they were. What was active runs on with its old configuration.
restore_activity() {
    while read -r _unit _active _enabled; do
        if [ "$_active" = inactive ]; then
            ! active "$_unit" || run systemctl stop "$_unit.service" || return 1
            systemctl reset-failed "$_unit.service" >/dev/null 2>&1 9>&-
        elif active "$_unit"; then
            case $_unit in
            nginx) ! changed ' /etc/nginx/' || run systemctl reload nginx.service || return 1 ;;
            keepalived) ! changed ' /etc/keepalived/' || run systemctl reload keepalived.service || return 1 ;;
            esac
        else
            run systemctl start "$_unit.service" || return 1
        fi
    done <"$dir/units"
}

# everything_back here|boot: at boot nothing is started and nothing waited for; enabled units come by themselves.
everything_back() {
    unmask
    if [ -e "$dir/backup/complete" ]; then
        if [ "$1" = here ] && [ -e "$dir/begun" ] && [ "$(unit_was keepalived | cut -d ' ' -f 1)" = inactive ] && active keepalived; then
            run systemctl stop keepalived.service || return 1
        fi
        [ "$1" = boot ] || close_firewall || return 1
        put_back || return 1
    elif [ -s "$dir/folders" ]; then
        sort -r "$dir/folders" | while IFS= read -r _path; do rmdir "$_path" 2>/dev/null; done
    fi
    [ -e "$dir/units" ] || return 0
    attempt systemctl daemon-reload || return 1
    restore_enablement || return 1
    if [ "$1" = here ]; then
        [ ! -e "$dir/begun" ] || restore_activity
    else
        while read -r _unit _active _enabled; do
            [ "$_active" = active ] || systemctl --no-block stop "$_unit.service" >/dev/null 2>&1 9>&-
        done <"$dir/units"
    fi
}

# back_to STATE here|boot: the one way back, for rollback, expiry, recovery at boot and undo; may be repeated.
back_to() {
    rm -f "$dir/reserve"
    if everything_back "$2"; then
        set_state "$1"
        disarm
        remove_recovery
        rm -rf "$dir/staged" "$dir/shadow" "$dir/auth"
        unlock
        finish "$1"
    fi
    set_state rollback-failed
    say failed "this node could not be put back; see $dir/journal, then run: sh $dir/bundle/hotpair.sh rollback"
    finish rollback-failed
}

# A verb that fails says why and puts everything back at once.
abandon() {
    # A program's own word for it is in no journal: looked at before the reserve is given back.
    _space=yes
    head -c 65536 /dev/zero 2>/dev/null >"$dir/probe" || _space=no
    rm -f "$dir/reserve" "$dir/probe"
    [ "$_space" = yes ] || say output "there is no space left where $dir is"
    say failed "$1"
    set_state rolling-back
    back_to rolled-back here
}

rollback() {
    case $(state) in
    rolled-back | undone)
        # cut short after its last word: what was left is done now
        remove_recovery
        unlock
        finish "$(state)"
        ;;
    confirmed) refuse 'this deployment was confirmed; use undo' 65 ;;
    esac
    say begin "from $(state)"
    set_state rolling-back
    back_to rolled-back here
}

expire() {
    case $(state) in
    preparing | prepared | committing | committed | rolling-back) ;;
    *) exit 0 ;;
    esac
    say begin 'nobody confirmed in time'
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
        remove_recovery
        unlock
        exit 0
        ;;
    undoing) _to=undone ;;
    *) _to=rolled-back ;;
    esac
    say begin "restarted while $(state)"
    back_to "$_to" boot
}

undo() {
    case $(state) in
    confirmed) lock || exit 75 ;;
    undoing | rollback-failed) ;;
    undone) finish undone ;;
    *) refuse "only a confirmed deployment can be undone; this one is $(state)" 65 ;;
    esac
    say begin "undo $id"
    install_recovery || { say failed 'the recovery unit could not be enabled'; unlock; finish confirmed; }
    set_state undoing
    # the one before it is the last again
    if [ -s "$dir/previous" ] && [ -d "$base/deployments/$(cat "$dir/previous")" ]; then
        ln -sfn "deployments/$(cat "$dir/previous")" "$base/last.new" && mv -fT "$base/last.new" "$base/last"
    else
        rm -f "$base/last"
    fi
    back_to undone here
}

# ---- ends and entrances ------------------------------------------------------------------------------------------

# finish STATE: the last line of a verb in the journal; its exit status says whether the verb did what it is for
finish() {
    say end "$1"
    case "$verb $1" in
    'prepare prepared' | 'commit committed' | 'hold held' | 'confirm confirmed' | 'rollback rolled-back' | \
        'expire rolled-back' | 'recover rolled-back' | 'recover undone' | 'undo undone') exit 0 ;;
    esac
    exit 1
}

show_status() {
    if [ ! -d "$dir" ]; then printf 'deployment\tnone\n'; exit 0; fi
    printf 'deployment\t%s\nstate\t%s\nowner\t%s\n' "$id" "$(state)" "$(cat "$dir/owner" 2>/dev/null)"
    printf 'pair\t%s\nnode\t%s\nplan\t%s\n' "$(value pair)" "$(value node)" "$(value plan)"
    [ "$(readlink "$base/open" 2>/dev/null)" != "deployments/$id" ] || printf 'open\tyes\n'
    grep -v "$(printf '\toutput\t')" "$dir/journal" 2>/dev/null | tail -n 3 | sed 's/^/journal\t/'
}

# follow VERB LINE: the journal from LINE on, until VERB has ended. Bounded: 20 minutes.
follow() {
    _seen=$(($2 - 1))
    for _i in $(seq 6000); do
        _total=$(wc -l <"$dir/journal" 2>/dev/null || printf 0)
        if [ "$_total" -gt "$_seen" ]; then
            _new=$(sed -n "$((_seen + 1)),${_total}p" "$dir/journal")
            printf '%s\n' "$_new" || exit 1
            _seen=$_total
            case $_new in *"	$1	end	"*) exit 0 ;; esac
        elif [ $((_i % 10)) = 0 ]; then
            # ended without a last word (killed, out of memory, power): say so instead of waiting
            systemctl is-active --quiet "hotpair-$1-$id.service" || [ "$(wc -l <"$dir/journal")" -gt "$_seen" ] || {
                printf '%s\t%s\tlost\t%s\n' "$(date +%s%3N)" "$1" "$(state)"
                exit 0
            }
        fi
        sleep 0.2
    done
}

# detach VERB [SECONDS]: VERB goes on by itself, whatever becomes of the connection; its journal is followed.
detach() {
    _from=$(($(wc -l <"$dir/journal" 2>/dev/null || printf 0) + 1))
    systemd-run --quiet --collect --unit="hotpair-$1-$id" --property=StandardOutput=null --property=TimeoutStopSec=5min \
        /bin/sh "$dir/bundle/hotpair.sh" "$1" "$id" "${2:-}" </dev/null || refuse 'systemd-run did not start' 71
    follow "$1" "$_from"
}

# By hand: the folder is copied to where root alone writes, and only that copy runs.
adopt() {
    _source=$(cd "$(dirname "$0")" && pwd -P) || refuse 'this folder cannot be read'
    case $_source in "$base"/deployments/*) return 0 ;; esac
    [ "$(uname -n)" = "$(value hostname)" ] || [ "${HOTPAIR_ANY_HOST:-}" = yes ] ||
        refuse "this bundle is for $(value node) ($(value hostname)), this host is $(uname -n); to go on all the same: HOTPAIR_ANY_HOST=yes"
    [ ! -L "$base/open" ] || refuse "a deployment is open: $(readlink "$base/open"), $(cat "$base/open/state" 2>/dev/null); confirm it or roll it back first" 75
    id=hand-$(date +%Y%m%d%H%M%S)-$(value plan | cut -c 1-8)
    dir=$base/deployments/$id
    mkdir -p "$dir/bundle" && cp -R "$_source/hotpair.sh" "$_source/manifest.json" "$_source/files" "$dir/bundle/" || refuse 'the bundle could not be copied'
    chown -R 0:0 "$dir"
    printf 'by hand, %s\n' "${SUDO_USER:-root}" >"$dir/owner"
    value plan >"$dir/plan"
    value pair >"$dir/pair"
    lock || exit 75
    exec /bin/sh "$dir/bundle/hotpair.sh" prepare "$id" hand
}

verb=${1:-help}
quiet=no
by_hand=no
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
case $id in */* | .*) refuse 'that is not the name of a deployment' 64 ;; esac
dir=$base/deployments/${id:-none}

case $verb in
prepare)
    [ -n "${2:-}" ] || adopt
    [ "${3:-}" != hand ] || by_hand=yes
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
    case ${3:-} in
    configuration) inside configuration ;;
    check-script) inside check_script ;;
    *) usage ;;
    esac
    ;;
detach) detach "${3:-}" "${4:-}" ;;
follow) follow "${3:-}" "${4:-1}" ;;
status) show_status ;;
*) usage ;;
esac
