import type { NodeFacts } from '../domain/node-facts'
import { sh } from '../remote/sh'
import { match, succeeded, type Fact } from './fact'

/** SELinux by the kernel itself, since getenforce may be missing. */
export const selinux: Fact<NodeFacts['selinux']> = {
  command: sh`if [ -e /sys/fs/selinux/enforce ]; then cat /sys/fs/selinux/enforce; else echo none; fi`,
  parse: (stdout, status) => {
    succeeded(status)
    const state = match(stdout, /^(0|1|none)$/, '0, 1 or none')[0]
    return state === '1' ? 'enforcing' : state === '0' ? 'permissive' : 'disabled'
  },
}
