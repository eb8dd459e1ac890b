import { sh } from '../remote/sh'
import { match, succeeded, type Fact } from './fact'

/** True when ufw filters now. */
export const ufwActive: Fact<boolean> = {
  command: sh`command -v ufw >/dev/null || { echo 'Status: inactive'; exit 0; }; ufw status`,
  parse: (stdout, status) => {
    succeeded(status)
    return match(stdout, /^Status: (active|inactive)$/m, 'Status: active or inactive')[0] === 'active'
  },
}
