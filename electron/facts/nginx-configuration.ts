import { nodeFacts, type NodeFacts } from '../domain/node-facts'
import { paths } from '../domain/paths'
import { sh } from '../remote/sh'
import { lines, match, succeeded, type Fact } from './fact'
import { directives, type Directive } from './nginx-syntax'

type Site = NodeFacts['nginx']['sites'][number]

const mainFile = '/etc/nginx/nginx.conf'
const ours: readonly string[] = [paths.nginxSite, paths.nginxHealth]

/** Read of each file; more than that of one site says nothing new. */
const most = 65_536

export interface NginxConfiguration {
  /**
   * The user's own files that have servers, with what these listen on: conf.d, sites-enabled, and nginx.conf itself, where the RHEL
   * family has its default server. A server that names nothing listens on port 80.
   */
  readonly sites: Site[]
  /** nginx.conf includes conf.d; null where there is no nginx.conf. */
  readonly includesConfD: boolean | null
}

/** Servers of the user's own. The files are read in whole, since nginx's syntax cannot be told by lines; only this leaves the reading. */
export const nginxConfiguration: Fact<NginxConfiguration> = {
  command: sh`for file in ${mainFile} /etc/nginx/conf.d/*.conf /etc/nginx/sites-enabled/*; do
  [ -f "$file" ] || continue
  printf '%s %s\n' "$(printf %s "$file" | base64 | tr -d '\n')" "$(head -c ${most} "$file" | base64 | tr -d '\n')"
done`,
  bytes: 4_194_304,
  hidden: true,
  parse: (stdout, status) => {
    succeeded(status)
    const files = lines(stdout).map((line) => {
      const [path = '', content = ''] = match(line, /^([A-Za-z0-9+/=]+) ([A-Za-z0-9+/=]*)$/, 'a file')
      return { path: decoded(path), directives: directives(decoded(content)) }
    })
    const main = files.find((file) => file.path === mainFile)
    return {
      sites: nodeFacts.shape.nginx.shape.sites.parse(
        files
          .filter((file) => !ours.includes(file.path))
          .map((file) => ({ path: file.path, listens: listensOf(file.directives) }))
          .filter((site) => site.listens.length > 0)
          .map((site) => ({ ...site, defaultServer: site.listens.some((listen) => isDefault(listen) && portOf(listen) === 80) })),
      ),
      includesConfD: main ? main.directives.some(includesOurs) : null,
    }
  },
}

const decoded = (base64: string): string => Buffer.from(base64, 'base64').toString()

function listensOf(all: readonly Directive[]): string[] {
  const isServer = ({ name, opens, within }: Directive) =>
    name === 'server' && opens > 0 && (within.length === 0 || within.at(-1) === 'http')
  return all.filter(isServer).flatMap((server) => {
    const own = all.filter((each) => each.name === 'listen' && each.block === server.opens).map((listen) => listen.args.join(' '))
    // ngx_http_core_module: "If the directive is not present then either *:80 is used …"
    return own.length > 0 ? own : ['80']
  })
}

/** Port of a listen directive's text; undefined for a UNIX socket. */
export function portOf(listen: string): number | undefined {
  const address = listen.split(/\s+/)[0] ?? ''
  if (address.startsWith('unix:')) return undefined
  const port = /^(?:.*:)?(\d+)$/.exec(address)?.[1]
  return port === undefined ? 80 : Number(port)
}

// "default" is what it was called before nginx 0.8.21, and still works.
const isDefault = (listen: string): boolean => /\s(default_server|default)(\s|$)/.test(listen)

/** True for an include of http (or of a file that http includes) whose pattern matches our file in conf.d. */
function includesOurs({ name, args, within }: Directive): boolean {
  if (name !== 'include' || within.at(-1) !== 'http') return false
  const pattern = (args[0] ?? '').startsWith('/') ? (args[0] ?? '') : `/etc/nginx/${args[0] ?? ''}`
  const glob = pattern
    .replace(/[.+^$()|{}\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
  try {
    return new RegExp(`^${glob}$`).test(paths.nginxSite)
  } catch {
    return false
  }
}
