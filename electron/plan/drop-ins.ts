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

/**
 * A killed keepalived leaves the VIP behind; its restart clears it. After nginx, so that the first check finds it healthy.
 * @param realTime its own limit of real-time work must not take effect: a reload sets it to nothing and, where root may not raise it again (containers),
 *   the kernel then kills the process that holds the VIP (measured, 2.2.7). What cannot be raised is not touched, so systemd sets it, and lower than
 *   keepalivedConf wants it.
 */
export const keepalivedDropIn = (
  told: boolean,
  realTime = false,
): string => `# Written by Hotpair: keepalived comes back after a crash, and clears a VIP left behind.
[Unit]
After=nginx.service
${told ? 'Wants=hotpair-watch.service\n' : ''}
[Service]
Restart=on-failure
RestartSec=1s
${realTime ? 'LimitRTTIME=1s\nCapabilityBoundingSet=~CAP_SYS_RESOURCE\n' : ''}`
