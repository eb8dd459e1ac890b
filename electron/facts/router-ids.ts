import { limits, parseConfiguration } from '../domain/keepalived/configuration'
import { routerIdsOf } from '../domain/keepalived/view'
import { paths } from '../domain/paths'
import { sh } from '../remote/sh'
import { lines, match, succeeded, Unreadable, type Fact } from './fact'

/** Read of all files together; what is beyond is left out. */
const most = 1_048_576
/** Files that are looked at; those beyond are left out on the host. */
const mostFiles = 256

/**
 * virtual_router_id values of keepalived's configuration, files in its folder that may be included too. A file that is too large, or is no
 * configuration, tells none. Content goes no further than here: it holds passwords.
 */
export const routerIds: Fact<number[]> = {
  command: sh`left=${most} files=${mostFiles}
for file in /etc/keepalived/*.conf /etc/keepalived/*/*.conf; do
  [ -f "$file" ] && [ "$file" != ${paths.vrrpAuth} ] || continue
  size=$(stat -L -c %s "$file") || continue
  [ "$size" -le ${limits.characters} ] && [ "$size" -le "$left" ] && [ "$files" -gt 0 ] || continue
  left=$((left - size)) files=$((files - 1))
  printf '+%s\n' "$(base64 <"$file" | tr -d '\n')"
done`,
  bytes: 2_097_152,
  hidden: true,
  parse: (stdout, status) => {
    succeeded(status)
    const said = lines(stdout)
    if (said.length > mostFiles) throw new Unreadable(`at most ${String(mostFiles)} files`)
    const texts = said.map((line) => Buffer.from(match(line, /^\+([A-Za-z0-9+/=]*)$/, 'base64')[0] ?? '', 'base64').toString())
    return routerIdsOf(texts.flatMap((text) => parseConfiguration(text) ?? []))
  },
}
