import { sh } from '../remote/sh'
import type { Fault } from './fault'

/** nginx is stopped by hand: systemd does not restart what was stopped (systemd.service(5), Restart=). */
export const nginxStop: Fault = {
  kind: 'nginx-stop',
  inject: sh`systemctl stop nginx`,
  heal: sh`systemctl start nginx keepalived`,
  took: sh`! systemctl is-active --quiet nginx`,
  state: 'nginx-failed',
  // With stop-keepalived the check starts nginx again, and succeeds.
  expectMoves: (pair) => pair.vrrp.onNginxFailure === 'release',
}
