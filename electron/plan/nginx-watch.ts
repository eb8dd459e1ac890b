import { nginxSilentFile, paths } from '../domain/paths'
import type { WatchTimes } from '../domain/vrrp-times'
import { healthRequest, isHealthy } from './check-script'

/** Seconds after it has told for which it leaves it to keepalived's check. */
const rest = 60

/**
 * Asks nginx all the time, in one bash that starts no program for it: keepalived's own check is one program a second, and cannot be faster before
 * 2.3.2. An nginx that does not listen is not judged: systemd tells of one that has ended (nginx-notice.ts), and one that is
 * restarted is back before it matters. When this program dies its last word stays, and keepalived's check goes on finding what it would have found.
 */
export const watchScript = (healthPort: number, { interval, patience, fall, rise }: WatchTimes): string => `#!/bin/bash
# Written by Hotpair. Asks nginx on this node ${String(Math.round(1 / interval))} times a second whether it answers; keepalived reads what is found: 1 it does not.
silent=${nginxSilentFile}

# 0: a good answer; 1: a bad one, or none in time; 2: nobody listens
ask() {
  { exec 3<>/dev/tcp/127.0.0.1/${String(healthPort)}; } 2>/dev/null || return 2
  answer=
  ${healthRequest} >&3 && IFS= read -r -n 64 -t ${String(patience)} -u 3 answer
  exec 3>&-
  ${isHealthy}
}

# Nothing ever comes from it: to wait on it costs no program.
exec {nothing}<> <(:)
pause() { read -r -t "$1" -u "$nothing"; }

trap '' PIPE
trap 'exec "$0"' HUP
told=0
again=0
[ ! -e "$silent" ] || read -r told <"$silent"
bad=0
good=0
while :; do
  ask
  case $? in
  0)
    bad=0
    good=$((good + 1))
    if [ "$told" = 1 ] && [ $good -ge ${String(rise)} ]; then echo 0 >"$silent" && told=0; fi
    pause ${String(interval)}
    ;;
  1)
    good=0
    bad=$((bad + 1))
    [ $bad -ge ${String(fall)} ] || continue
    # Where nginx is slow on every node they would pass the VIP to and fro.
    if [ "$told" != 1 ] && [ $SECONDS -ge $again ] && ${paths.noticeScript} silent; then
      told=1
      again=$((SECONDS + ${String(rest)}))
    fi
    # Requests that wait fill nginx's queue.
    pause 1
    ;;
  *) pause ${String(interval)} ;;
  esac
done
`

/** Comes and goes with keepalived. */
export const watchUnit = `# Written by Hotpair: finds an nginx that runs but does not answer.
[Unit]
Description=Hotpair asks nginx whether it answers
PartOf=keepalived.service
After=nginx.service

[Service]
ExecStart=${paths.watchScript}
ExecReload=/bin/kill -HUP $MAINPID
ExecStopPost=-/bin/rm -f ${nginxSilentFile}
Restart=always
RestartSec=1s
Nice=-10
`
