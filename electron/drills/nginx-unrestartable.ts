import { sh } from '../remote/sh'
import type { Fault } from './fault'

/** The seed's fault, "stop nginx, then move its binary away": nothing can start it. A masked unit does the same, and undoes itself at a reboot. */
export const nginxUnrestartable: Fault = {
  kind: 'nginx-unrestartable',
  inject: sh`systemctl mask --quiet --runtime --now nginx`,
  // With stop-keepalived, keepalived was stopped too; starting what runs does nothing.
  heal: sh`systemctl unmask --quiet --runtime nginx && systemctl start nginx keepalived`,
  took: sh`! systemctl is-active --quiet nginx`,
  state: 'nginx-failed',
  expectMoves: () => true,
}
