import { paths } from '../domain/paths'
import { sh, type Sh } from '../remote/sh'
import { always, fault, startBoth, suspended, type Fault, type FaultPlace } from './fault'

const stopped = sh`! systemctl is-active --quiet nginx`

/** nginx is stopped by hand: systemd does not restart what was stopped (systemd.service(5), Restart=). */
const stop = fault('nginx-stop', {
  inject: () => sh`systemctl stop nginx`,
  heal: () => startBoth,
  took: stopped,
})

/** The seed's fault, "stop nginx, then move its binary away": nothing can start it. A masked unit does the same, and undoes itself at a reboot. */
const mask = {
  inject: () => sh`systemctl mask --quiet --runtime --now nginx`,
  // With stop-keepalived, keepalived was stopped too; starting what runs does nothing.
  heal: () => sh`systemctl unmask --quiet --runtime nginx && ${startBoth}`,
  took: stopped,
}

/** Every process of nginx is killed at once; systemd starts it again. */
const crash = fault('nginx-crash', {
  inject: () => sh`systemctl kill --signal=KILL nginx`,
  heal: () => startBoth,
  took: always,
})

/** What finds an nginx that does not answer tells at most once a minute (plan/nginx-watch.ts): a test before this one may have made it. */
const mayTell = sh`systemctl --quiet try-restart hotpair-watch 2>/dev/null`

/** nginx runs and does not answer: every process of it is stopped (SIGSTOP). systemd sees nothing of it; it has to be asked. */
const hang = fault('nginx-hang', {
  inject: () => sh`${mayTell}; systemctl kill --signal=STOP nginx`,
  heal: () => sh`systemctl kill --signal=CONT nginx; ${startBoth}`,
  took: suspended('nginx'),
})

/** What lies over Hotpair's own file of nginx: a mount, since it goes with a reboot, too. */
const over = '/run/hotpair-drill-nginx.conf'
const health = paths.nginxHealth
const mounted = (path: string): Sh => sh`grep -qs ${` ${path} `} /proc/self/mounts`
const unmount = (path: string): Sh => sh`while umount ${path} 2>/dev/null; do :; done`

/** @param change writes the file that nginx reads instead */
const misconfigured = (kind: 'nginx-5xx' | 'nginx-slow', change: (place: FaultPlace) => Sh): Fault =>
  fault(kind, {
    possible: sh`[ -f ${health} ]`,
    inject: (place) => sh`${mayTell}
{ ${change(place)}; } >${over} && mount --bind ${over} ${health} && nginx -t -q && systemctl reload nginx || { ${unmount(health)}; }`,
    heal: () => sh`${unmount(health)}; rm -f ${over}; ${startBoth} && systemctl reload nginx`,
    took: mounted(health),
  })

/**
 * nginx answers, but with 503: on the VIPs, whatever site is there, and when it is asked for its health. A server of an address goes before those
 * of any address. A site with a certificate goes on answering; that nginx is sick is found all the same.
 */
const errors = misconfigured('nginx-5xx', ({ vips, site }) => {
  const server = (vip: string): Sh => sh`echo ${`server { listen ${vip}:${String(site.port)} default_server; return 503; }`}`
  const answers = sh`sed 's/return 200 .*/return 503;/' ${health}`
  return site.secure ? answers : vips.reduce((text, vip) => sh`${text}; ${server(vip)}`, answers)
})

/** nginx answers one byte a second. */
const slow = misconfigured('nginx-slow', () => sh`cat ${health}; echo ${'limit_rate 1;'}`)

/** nginx is well, but the check says that it is not: a script with a fault, a rule of SELinux. */
const brokenCheck = fault('check-broken', {
  possible: sh`[ -f ${paths.checkScript} ]`,
  inject: () => sh`mount --bind /bin/false ${paths.checkScript}`,
  heal: () => sh`${unmount(paths.checkScript)}; ${startBoth}`,
  took: mounted(paths.checkScript),
})

export const nginxFaults = {
  'nginx-stop': stop,
  'nginx-unrestartable': fault('nginx-unrestartable', mask),
  'nginx-crash': crash,
  'nginx-hang': hang,
  'nginx-5xx': errors,
  'nginx-slow': slow,
  'check-broken': brokenCheck,
  'all-sick': fault('all-sick', mask),
}
