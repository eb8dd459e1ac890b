# shellcheck shell=sh
# ---- dead man and recovery ---------------------------------------------------------------------------------------

recovery=/etc/systemd/system/hotpair-recover.service
wanted_by=/etc/systemd/system/multi-user.target.wants/hotpair-recover.service

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

# Transient timers do not survive a restart, so a unit of its own looks at boot, before the units that the steps are about. Only the next
# boot reads it, so systemd need not be told now.
install_recovery() {
    fresh "$recovery.new" <<END || return 1
[Unit]
Description=Hotpair: undo a deployment that was not confirmed before this restart
Before=$recover_before
ConditionPathIsSymbolicLink=$base/open

[Service]
Type=oneshot
TimeoutStartSec=120
ExecStart=/bin/sh $base/open/bundle/hotpair.sh recover

[Install]
WantedBy=multi-user.target
END
    chmod 0644 "$recovery.new" && sync "$recovery.new" && mv -f "$recovery.new" "$recovery" &&
        mkdir -p "${wanted_by%/*}" && ln -sfn "$recovery" "$wanted_by" && sync "${recovery%/*}" "${wanted_by%/*}"
}
remove_recovery() {
    rm -f "$recovery" "$recovery.new" "$wanted_by"
    systemctl daemon-reload >/dev/null 2>&1 9>&-
}
