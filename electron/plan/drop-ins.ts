import { paths } from '../domain/paths'

/**
 * Restarting nginx is systemd's work, not the check's. Debian's unit has no Restart= of its own.
 * @param told keepalived is told at once that nginx runs, and that it has ended, however that came (systemd.service(5): ExecStopPost= follows
 *   a failed start and a crash, too). Its check would need a second or two.
 */
export const nginxDropIn = (told: boolean): string => `# Written by Hotpair: nginx comes back by itself after a crash.
[Unit]
StartLimitIntervalSec=60
StartLimitBurst=30
${told ? 'Wants=hotpair-nginx.service\n' : ''}
[Service]
Restart=on-failure
RestartSec=200ms
${told ? `ExecStartPost=-${paths.noticeScript} up\nExecStopPost=-${paths.noticeScript} down\n` : ''}`

/** A killed keepalived leaves the VIP behind; its restart clears it. After nginx, so that the first check finds it healthy. */
export const keepalivedDropIn = (
  told: boolean,
): string => `# Written by Hotpair: keepalived comes back after a crash, and clears a VIP left behind.
[Unit]
After=nginx.service
${told ? 'Wants=hotpair-watch.service\n' : ''}
[Service]
Restart=on-failure
RestartSec=1s
`
