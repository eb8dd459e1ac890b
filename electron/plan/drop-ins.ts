/** Restarting nginx is systemd's work, not the check's. Debian's unit has no Restart= of its own. */
export const nginxDropIn = `# Written by Hotpair: nginx comes back by itself after a crash.
[Unit]
StartLimitIntervalSec=60
StartLimitBurst=30

[Service]
Restart=on-failure
RestartSec=200ms
`

/** A killed keepalived leaves the VIP behind; its restart clears it. After nginx, so that the first check finds it healthy. */
export const keepalivedDropIn = `# Written by Hotpair: keepalived comes back after a crash, and clears a VIP left behind.
[Unit]
After=nginx.service

[Service]
Restart=on-failure
RestartSec=1s
`
