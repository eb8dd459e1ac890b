import type { DrillKind } from '../domain/drill'
import type { Fault } from './fault'
import { hostFaults } from './host-faults'
import { keepalivedFaults } from './keepalived-faults'
import { networkFaults } from './network-faults'
import { nginxFaults } from './nginx-faults'

export const faults: Readonly<Record<DrillKind, Fault>> = { ...nginxFaults, ...keepalivedFaults, ...networkFaults, ...hostFaults }
