import type { DrillKind } from '../domain/drill'
import type { Fault } from './fault'
import { keepalivedStop } from './keepalived-stop'
import { nginxStop } from './nginx-stop'
import { nginxUnrestartable } from './nginx-unrestartable'

export const faults: Readonly<Record<DrillKind, Fault>> = {
  'nginx-stop': nginxStop,
  'nginx-unrestartable': nginxUnrestartable,
  'keepalived-stop': keepalivedStop,
}
