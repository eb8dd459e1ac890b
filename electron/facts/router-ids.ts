import { limits, parseConfiguration } from '../domain/keepalived/configuration'
import { routerIdsOf } from '../domain/keepalived/view'
import { paths } from '../domain/paths'
import { sh } from '../remote/sh'
import { lines, match, succeeded, type Fact } from './fact'

/** Read of all files together; what is beyond is left out. */
const most = 1_048_576

/**
 * virtual_router_id values of keepalived's configuration, files in its folder that may be included too. A file that is too large, or is no
 * configuration, tells none. Content goes no further than here: it holds passwords.
 */
export const routerIds: Fact<number[]> = {
  command: sh`left=${most}
for file in /etc/keepalived/*.conf /etc/keepalived/*/*.conf; do
  [ -f "$file" ] && [ "$file" != ${paths.vrrpAuth} ] || continue
  size=$(stat -L -c %s "$file") || continue
  [ "$size" -le ${limits.characters} ] && [ "$size" -le "$left" ] || continue
  left=$((left - size))
  printf '+%s\n' "$(base64 <"$file" | tr -d '\n')"
done`,
  bytes: 2_097_152,
  hidden: true,
  parse: (stdout, status) => {
    succeeded(status)
    const texts = lines(stdout).map((line) => Buffer.from(match(line, /^\+([A-Za-z0-9+/=]*)$/, 'base64')[0] ?? '', 'base64').toString())
    return routerIdsOf(texts.flatMap((text) => parseConfiguration(text) ?? []))
  },
}
