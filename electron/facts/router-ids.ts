import { paths } from '../domain/paths'
import { sh } from '../remote/sh'
import { lines, match, succeeded, type Fact } from './fact'

/** virtual_router_id values of keepalived's configuration, included files too. One that is a variable of keepalived's has no number. */
export const routerIds: Fact<number[]> = {
  command: sh`for file in /etc/keepalived/*.conf /etc/keepalived/*/*.conf; do
  [ ! -f "$file" ] || [ "$file" = ${paths.vrrpAuth} ] || sed -n 's/^[[:space:]]*virtual_router_id[[:space:]][[:space:]]*\([0-9][0-9]*\).*/\1/p' "$file"
done`,
  parse: (stdout, status) => {
    succeeded(status)
    const ids = lines(stdout).map((line) => Number(match(line, /^(\d+)$/, 'a number')[0]))
    return [...new Set(ids)].sort((a, b) => a - b)
  },
}
