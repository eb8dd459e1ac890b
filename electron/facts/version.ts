import { sh } from '../remote/sh'
import { match, succeeded, type Fact } from './fact'

// Both print on stderr.
const versionOf = (program: 'nginx' | 'keepalived', pattern: RegExp): Fact<string | null> => ({
  command: sh`command -v ${program} >/dev/null || { echo absent; exit 0; }; ${program} -v 2>&1`,
  parse: (stdout, status) => {
    succeeded(status)
    return stdout === 'absent' ? null : (match(stdout, pattern, `a version of ${program}`)[0] ?? null)
  },
})

/** "1.22.1", or null where there is no nginx. Also nginx's kin: openresty, Tengine. */
export const nginxVersion = versionOf('nginx', /^(?:nginx|Tengine|openresty) version: \S+?\/(\d[\w.-]*)/m)

/** "2.2.7", or null where there is no keepalived. */
export const keepalivedVersion = versionOf('keepalived', /^Keepalived v(\d[\w.]*)/m)
