import { sh } from '../remote/sh'
import type { Fault } from './fault'

/** keepalived is stopped: it says farewell with an advert of priority 0 (RFC 9568 §6.4.3), so the move is quick. */
export const keepalivedStop: Fault = {
  kind: 'keepalived-stop',
  inject: sh`systemctl stop keepalived`,
  heal: sh`systemctl start nginx keepalived`,
  took: sh`! systemctl is-active --quiet keepalived`,
  state: 'keepalived-stopped',
  expectMoves: () => true,
}
