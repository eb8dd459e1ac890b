import type { DrillKind } from '../domain/drill'
import type { Fault } from './fault'
import { keepalivedStop } from './keepalived-stop'
import { nginxHang } from './nginx-hang'
import { nginxStop } from './nginx-stop'
import { nginxUnrestartable } from './nginx-unrestartable'

export const faults: Readonly<Record<DrillKind, Fault>> = {
  'nginx-stop': nginxStop,
  'nginx-unrestartable': nginxUnrestartable,
  'nginx-hang': nginxHang,
  'keepalived-stop': keepalivedStop,
}
