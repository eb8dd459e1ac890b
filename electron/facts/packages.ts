import { nodeFacts, type NodeFacts } from '../domain/node-facts'
import { sh } from '../remote/sh'
import { lines, match, succeeded, Unreadable, type Fact } from './fact'
import { choosePackageManager } from './package-manager'

type Packages = NodeFacts['packages']
type Versions = Map<string, { installed: string | null; candidate: string | null }>

// Packages that are as good as the one asked for when they are installed: Debian's flavours of nginx, RHEL 9's small curl.
const kin = { nginx: ['nginx-core', 'nginx-full', 'nginx-light', 'nginx-extras'], keepalived: [], curl: ['curl-minimal'] } as const
const asked = Object.entries(kin).flatMap(([name, others]) => [name, ...others])

const rpmFormat = 'installed %{NAME} %{VERSION}-%{RELEASE}\\n'
const dnfFormat = 'available %{name} %{version}-%{release}\\n'

/**
 * Installed and candidate versions, without epoch ("2.2.7-1+b2", not "1:2.2.7-1+b2"), so that they compare with what a program says of
 * itself. From the lists that are there: nothing is refreshed.
 */
export const packages: Fact<Packages> = {
  command: sh`${choosePackageManager}
echo "$pm"
case $pm in
apt-get) apt-cache policy ${asked} ;;
dnf)
  rpm -q --qf ${rpmFormat} ${asked}
  dnf -q -C repoquery --available --latest-limit 1 --qf ${dnfFormat} ${Object.keys(kin)} 2>/dev/null
  exit 0 ;;
yum)
  rpm -q --qf ${rpmFormat} ${asked}
  echo list
  yum -q -C list available ${Object.keys(kin)} 2>/dev/null
  exit 0 ;;
esac`,
  seconds: 25,
  parse: (stdout, status) => {
    succeeded(status)
    const [manager = '', ...rest] = lines(stdout)
    match(manager, /^(apt-get|dnf|yum|none)$/, 'a package manager')
    const versions: Versions = manager === 'apt-get' ? fromPolicy(rest) : fromRpm(rest)
    return nodeFacts.shape.packages.parse(
      Object.fromEntries(
        Object.entries(kin).map(([name, others]) => {
          const own = versions.get(name)
          const installed =
            own?.installed ?? others.map((other) => versions.get(other)?.installed ?? null).find((version) => version !== null) ?? null
          // dnf and yum list as available only what is newer than what is installed.
          return [name, { installed, candidate: own?.candidate ?? installed }]
        }),
      ),
    )
  },
}

const withoutEpoch = (version: string): string => version.replace(/^\d+:/, '')

function fromPolicy(text: readonly string[]): Versions {
  const versions: Versions = new Map()
  let name = ''
  for (const line of text) {
    if (/^\S+:$/.test(line)) name = line.slice(0, -1)
    const [, field, value] = /^ {2}(Installed|Candidate): (\S+)$/.exec(line) ?? []
    if (field === undefined || value === undefined) continue
    if (name === '') throw new Unreadable('a package before its versions')
    const known = versions.get(name) ?? { installed: null, candidate: null }
    versions.set(name, { ...known, [field.toLowerCase()]: value === '(none)' ? null : withoutEpoch(value) })
  }
  return versions
}

function fromRpm(text: readonly string[]): Versions {
  const versions: Versions = new Map()
  const note = (name: string, what: 'installed' | 'candidate', version: string) =>
    versions.set(name, { ...(versions.get(name) ?? { installed: null, candidate: null }), [what]: withoutEpoch(version) })
  const list = text.indexOf('list')
  for (const line of list < 0 ? text : text.slice(0, list)) {
    const [, what, name, version] = /^(installed|available) (\S+) (\S+)$/.exec(line) ?? []
    if (name !== undefined && version !== undefined) note(name, what === 'installed' ? 'installed' : 'candidate', version)
  }
  // yum wraps long rows, so words count and not lines: NAME.ARCH VERSION REPOSITORY.
  const words =
    list < 0
      ? []
      : text
          .slice(list + 1)
          .filter((line) => !/^\S+ Packages$/.test(line))
          .join(' ')
          .split(/\s+/)
          .filter((word) => word !== '')
  for (let at = 0; at + 2 < words.length; at += 3) note((words[at] ?? '').replace(/\.[^.]+$/, ''), 'candidate', words[at + 1] ?? '')
  return versions
}
