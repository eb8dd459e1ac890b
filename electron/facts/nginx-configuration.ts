import { nodeFacts, type NodeFacts } from '../domain/node-facts'
import { paths } from '../domain/paths'
import { matchesGlob } from '../domain/wildcard'
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
    // What a file holds is let go before the next one is read.
    const files = lines(stdout).map((line) => {
      const [path = '', content = ''] = match(line, /^([A-Za-z0-9+/=]+) ([A-Za-z0-9+/=]*)$/, 'a file')
      const own = directives(decoded(content))
      return { path: decoded(path), listens: listensOf(own), includesOurs: own.some(includesOurs) }
    })
    return {
      sites: nodeFacts.shape.nginx.shape.sites.parse(
        files
          .filter(({ path, listens }) => !ours.includes(path) && listens.length > 0)
          .map(({ path, listens }) => ({
            path,
            listens,
            defaultServer: listens.some((listen) => isDefault(listen) && portOf(listen) === 80),
          })),
      ),
      includesConfD: files.find(({ path }) => path === mainFile)?.includesOurs ?? null,
    }
  },
}

const decoded = (base64: string): string => Buffer.from(base64, 'base64').toString()

function listensOf(all: readonly Directive[]): string[] {
  const isServer = ({ name, opens, within }: Directive) =>
    name === 'server' && opens > 0 && (within.length === 0 || within.at(-1) === 'http')
  // By the server's block, with "80" where it is silent (ngx_http_core_module: "If the directive is not present then either *:80 is used …").
  const listens = new Map(all.filter(isServer).map((server): [number, string[]] => [server.opens, []]))
  for (const each of all) if (each.name === 'listen') listens.get(each.block)?.push(each.args.join(' '))
  return [...listens.values()].flatMap((own) => (own.length > 0 ? own : ['80']))
}

/** Port of a listen directive's text; undefined for a UNIX socket. */
export function portOf(listen: string): number | undefined {
  const address = /^\S*/.exec(listen)?.[0] ?? ''
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
  return matchesGlob(pattern, paths.nginxSite)
}
