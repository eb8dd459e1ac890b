import type { NodeFacts } from '../domain/node-facts'
import { paths } from '../domain/paths'
import { sh } from '../remote/sh'
import { lines, match, succeeded, type Fact } from './fact'

const available = '/etc/nginx/sites-available/default'
const conffiles = '${Conffiles}\\n'

/** Whether Debian's default site is as the package ships it: the package's own link to the package's own file, by dpkg's checksum. */
export const defaultSite: Fact<NodeFacts['nginx']['defaultSite']> = {
  command: sh`site=${paths.debianDefaultSite}
if [ -L "$site" ]; then echo "link $(readlink -f "$site")"; elif [ -e "$site" ]; then echo file; else echo absent; exit 0; fi
[ ! -f "$site" ] || echo "now $(md5sum <"$site" | cut -d ' ' -f 1)"
dpkg-query -W -f ${conffiles} nginx-common nginx 2>/dev/null | sed -n 's|^ *'${available}' \([0-9a-f]\{32\}\).*|shipped \1|p'`,
  parse: (stdout, status) => {
    succeeded(status)
    const [kind = '', ...rest] = lines(stdout)
    match(kind, /^(absent|file|link .*)$/, 'absent, file or link')
    if (kind === 'absent') return 'absent'
    const now = rest.find((line) => line.startsWith('now '))?.slice(4)
    const shipped = rest.filter((line) => line.startsWith('shipped ')).map((line) => line.slice(8))
    return kind === `link ${available}` && now !== undefined && shipped.includes(now) ? 'stock' : 'changed'
  },
}
