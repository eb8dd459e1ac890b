import { z } from 'zod'
import { osFact } from '../domain/node-facts'
import { sh } from '../remote/sh'
import { properties, succeeded, type Fact } from './fact'

const shape = osFact.pick({ hostname: true, kernel: true, architecture: true, machineId: true, bootId: true })

/** Name, kernel and the two ids that tell one machine from another. A host without machine-id(5) has an empty one. */
export const machine: Fact<z.output<typeof shape>> = {
  command: sh`printf 'hostname=%s\nkernel=%s\narchitecture=%s\n' "$(uname -n)" "$(uname -r)" "$(uname -m)"
printf 'machineId=%s\n' "$(cat /etc/machine-id 2>/dev/null)"
printf 'bootId=%s\n' "$(cat /proc/sys/kernel/random/boot_id)"`,
  parse: (stdout, status) => {
    succeeded(status)
    const values = properties(stdout)
    return shape
      .extend({ machineId: z.string().regex(/^([0-9a-f]{32})?$/), bootId: z.string().regex(/^[0-9a-f-]{36}$/) })
      .parse({ ...values, machineId: values.machineId === 'uninitialized' ? '' : values.machineId })
  },
}
