import { sh } from '../remote/sh'
import { match, succeeded, type Fact } from './fact'

/** systemd's version, or null where PID 1 is something else (sd_booted(3)). */
export const systemd: Fact<string | null> = {
  command: sh`[ -d /run/systemd/system ] || { echo no; exit 0; }; systemctl --version`,
  parse: (stdout, status) => {
    succeeded(status)
    return stdout === 'no' ? null : (match(stdout, /^systemd (\d[\w.~+-]*)/, 'systemd VERSION')[0] ?? null)
  },
}
