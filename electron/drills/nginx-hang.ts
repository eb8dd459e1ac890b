import { sh } from '../remote/sh'
import type { Fault } from './fault'

/** nginx runs and does not answer: every process of it is stopped (SIGSTOP). systemd sees nothing of it; it has to be asked. */
export const nginxHang: Fault = {
  kind: 'nginx-hang',
  inject: sh`systemctl kill --signal=STOP nginx`,
  heal: sh`systemctl kill --signal=CONT nginx; systemctl start nginx keepalived`,
  // proc(5): T is stopped.
  took: sh`grep -lsx 'Name:.nginx' /proc/[0-9]*/status | xargs grep -qs '^State:.T'`,
  state: 'nginx-failed',
  expectMoves: () => true,
}
