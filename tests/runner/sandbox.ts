import { execFile, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { helpers } from '../../electron/plan/units'
import type { NodeFacts } from '../../electron/domain/node-facts'
import { paths } from '../../electron/domain/paths'
import type { BundleEntry } from '../../electron/domain/plan'
import { sha256 } from '../../electron/plan/sha256'

/**
 * A host made of files, in which the host's own programs run for real: /etc, /run, /var/lib and /usr/libexec are a folder's, and systemctl,
 * package managers and the like are stand-ins (stand-ins/*.sh) in place of /usr/sbin and /usr/local/sbin. It is entered in a mount and
 * process namespace of its own, so nothing of the machine is touched.
 */
const standIns = join(import.meta.dirname, 'stand-ins')

/** Where hosts are made: memory, where there is some. */
const memory = '/dev/shm'
export const workshop = (): string => mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'hotpair-hosts-'))

/** Where on a host its folders lie. */
const places = { etc: '/etc', run: '/run', varlib: '/var/lib', libexec: '/usr/libexec' } as const

/** Where a path of the host is in its folder. */
export function inside(host: string, path: string): string {
  for (const [name, place] of Object.entries(places)) if (path.startsWith(`${place}/`)) return join(host, name, path.slice(place.length))
  throw new TypeError(`${path} is not a path of the sandbox`)
}

export function put(host: string, path: string, content: string, mode = 0o644): void {
  const at = inside(host, path)
  mkdirSync(dirname(at), { recursive: true })
  writeFileSync(at, content)
  chmodSync(at, mode)
}

const services = ['nginx', 'keepalived']
/** What packages bring, below /etc. */
const payload: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nginx: {
    'nginx/nginx.conf': 'include conf.d and sites-enabled\n',
    'nginx/mime.types': 'types\n',
    'nginx/sites-available/default': 'default\n',
  },
  keepalived: { 'keepalived/keepalived.conf.sample': 'a sample\n' },
  curl: {},
}
const linkTo = '/etc/nginx/sites-available/default'

/** The folder of programs for hosts of this kind: stand-ins by their names, and what their packages bring. */
export function programsFor(workshopFolder: string, facts: Pick<NodeFacts, 'packageManager' | 'selinux'>): string {
  const folder = join(workshopFolder, `programs-${String(facts.packageManager)}-${facts.selinux}`)
  if (existsSync(folder)) return folder
  mkdirSync(folder)
  const manager = facts.packageManager ?? 'apt'
  for (const file of readdirSync(standIns)) {
    const name = basename(file, '.sh')
    const shared = name === 'points' || name === 'installing'
    if (name === 'restorecon' && facts.selinux === 'disabled') continue
    if (['dnf', 'apt-get'].includes(name) && name !== (manager === 'apt' ? 'apt-get' : 'dnf')) continue
    const to = join(folder, shared ? file : name === 'dnf' ? manager : name)
    cpSync(join(standIns, file), to)
    chmodSync(to, 0o755)
  }
  for (const [name, files] of Object.entries(payload)) {
    for (const [path, content] of Object.entries(files)) {
      const at = join(folder, 'packages', name, 'etc', path)
      mkdirSync(dirname(at), { recursive: true })
      writeFileSync(at, content)
    }
  }
  if (manager === 'apt') {
    const link = join(folder, 'packages/nginx/etc/nginx/sites-enabled/default')
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(linkTo, link)
  }
  return folder
}

/** Packages that a host has, by the stand-ins' own list. */
export const packagesOn = (host: string): string[] => readdirSync(join(host, 'varlib/stand-in/packages')).sort()

/** Lays what a package brings over the host, as if it had been there all along. */
export function addPackage(host: string, programs: string, name: string, state = 'installed'): void {
  const brought = join(programs, 'packages', name, 'etc')
  if (existsSync(brought)) cpSync(brought, join(host, 'etc'), { recursive: true, verbatimSymlinks: true })
  put(host, `/var/lib/stand-in/packages/${name}`, `${state}\n`)
  if (services.includes(name)) put(host, `/var/lib/stand-in/units/${name}.service`, '')
}

/** Makes a host with these facts in `host`; `oldPassword`: what is in the VRRP password's file, where facts know of one. */
export function makeHost(host: string, facts: NodeFacts, programs: string, oldPassword: string): void {
  for (const folder of ['etc/systemd/system/multi-user.target.wants', 'etc/firewalld/zones', 'run/units', 'run/loaded', 'libexec']) {
    mkdirSync(join(host, folder), { recursive: true })
  }
  for (const folder of ['packages', 'units', 'zones']) mkdirSync(join(host, 'varlib/stand-in', folder), { recursive: true })
  put(host, '/var/lib/stand-in/calls', '')
  // enough for chown to know root
  put(host, '/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n')
  put(host, '/etc/group', 'root:x:0:\n')
  const addresses = facts.interfaces.flatMap((each) =>
    each.addresses.map(({ address, prefix }) => `2: x    inet ${address}/${String(prefix)} x`),
  )
  put(host, '/var/lib/stand-in/addresses', `${addresses.join('\n')}\n`)
  for (const name of ['nginx', 'keepalived', 'curl'] as const) {
    if (facts.packages[name].installed !== null) addPackage(host, programs, name)
  }
  for (const [path, fact] of Object.entries(facts.files)) {
    const at = inside(host, path)
    rmSync(at, { force: true })
    if (fact.kind === 'symlink') {
      mkdirSync(dirname(at), { recursive: true })
      symlinkSync(fact.target, at)
    }
    if (fact.kind === 'file') put(host, path, fact.content ?? '', Number.parseInt(fact.mode, 8))
  }
  if (facts.vrrpAuth !== null) put(host, paths.vrrpAuth, oldPassword, 0o600)
  const { firewalld } = facts.firewall
  if (firewalld !== null) {
    put(host, '/var/lib/stand-in/units/firewalld.service', '')
    for (const [zone, rules] of Object.entries(firewalld.permanent)) {
      const lines = [...rules.services.map((each) => `service=${each}`), ...rules.ports.map((each) => `port=${each}`)]
      put(host, `/var/lib/stand-in/zones/${zone}.xml`, `<zone>\n${lines.join('\n')}\n`)
      // as firewalld writes them once somebody has changed something
      if (facts.packageManager !== 'apt') put(host, `/etc/firewalld/zones/${zone}.xml`, `<zone>\n${lines.join('\n')}\n`)
    }
  }
  const units = { nginx: facts.nginx.unit, keepalived: facts.keepalived.unit, firewalld: { enabled: firewalld === null ? '' : 'enabled' } }
  for (const [name, { enabled }] of Object.entries(units)) {
    if (enabled === 'enabled')
      symlinkSync(`/lib/systemd/system/${name}.service`, join(host, `etc/systemd/system/multi-user.target.wants/${name}.service`))
  }
}

/** Units that run on a host with these facts. */
export const running = (facts: NodeFacts): string[] => [
  ...(facts.firewall.firewalld === null ? [] : ['firewalld']),
  ...(facts.nginx.unit.active === 'active' ? ['nginx'] : []),
  ...(facts.keepalived.unit.active === 'active' ? ['keepalived'] : []),
  ...Object.values(helpers).filter((unit) => (facts.files[`/etc/systemd/system/${unit}.service`]?.kind ?? 'absent') !== 'absent'),
]

/** Every program of a bundle tells its points: one line below its first. The checksums are of what is there then. */
export function instrumented(bundle: readonly BundleEntry[]): BundleEntry[] {
  const all = bundle.map((entry) =>
    /^(hotpair\.sh|steps\/.*)$/.test(entry.path) ? { ...entry, content: entry.content.replace('\n', '\n. /usr/sbin/points.sh\n') } : entry,
  )
  const sums = all.flatMap(({ path, content }) => (path === 'SHA256SUMS' ? [] : [`${sha256(content)}  ${path}\n`])).join('')
  return all.map((entry) => (entry.path === 'SHA256SUMS' ? { ...entry, content: sums } : entry))
}

/** Puts a bundle where the engine puts it (deploy/install.ts), with the lock taken. */
export function deliver(host: string, deployment: string, bundle: readonly BundleEntry[], password: string | null): void {
  const folder = `/var/lib/hotpair/deployments/${deployment}`
  for (const { path, content, mode } of bundle) put(host, `${folder}/bundle/${path}`, content, mode)
  put(host, `${folder}/owner`, 'ann@desk process 7\n')
  put(host, `${folder}/plan`, '0123\n')
  put(host, `${folder}/pair`, 'web\n')
  if (password !== null) put(host, `${folder}/secret`, password, 0o600)
  symlinkSync(`deployments/${deployment}`, join(host, 'varlib/hotpair/open'))
}

export interface Result {
  readonly status: number
  readonly output: string
}

/** Everything that a host is entered with. */
function entry(host: string, programs: string, script: string): { command: string; args: string[] } {
  const table = `${host}.fstab`
  const binds = [
    ...Object.entries(places).map(([name, place]) => [join(host, name), place]),
    [programs, '/usr/sbin'],
    [programs, '/usr/local/sbin'],
    [join(programs, 'bash'), '/bin/bash'],
  ]
  writeFileSync(table, binds.map(([from, to]) => `${String(from)} ${String(to)} none bind 0 0\n`).join(''))
  const inner = `mount --all --fstab ${table} && exec sh -c "$0"`
  return { command: 'unshare', args: ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', inner, script] }
}

/** Runs a shell script on a host. `hotpair VERB`: the runner of the deployment `id`. */
export async function enter(host: string, programs: string, script: string, env: Readonly<Record<string, string>> = {}): Promise<Result> {
  const { command, args } = entry(host, programs, script)
  return await new Promise((resolve) => {
    const options = { env: { PATH: '/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin', SANDBOX: host, ...env }, timeout: 120_000 }
    execFile(command, args, options, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, output: stdout + stderr })
    })
  })
}

/** Why no host can be made here; empty where one can. */
export function obstacle(): string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs root on Linux, for mount namespaces'
  if (!existsSync('/etc/debian_version') || !existsSync('/usr/libexec')) return 'the stand-ins are for Debian'
  const folder = workshop()
  try {
    mkdirSync(join(folder, 'etc'))
    const probe = spawnSync('unshare', ['--mount', '--pid', '--fork', 'mount', '--bind', join(folder, 'etc'), '/etc'], { encoding: 'utf8' })
    return probe.status === 0 ? '' : `mount namespaces are not to be had: ${probe.stderr || String(probe.error)}`.trim()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every path below a folder with its kind, mode, owner and content; in one line each, so that two trees are compared by their lines. */
export function treeOf(folder: string, leaveOut: (path: string) => boolean = () => false): Map<string, string> {
  const tree = new Map<string, string>()
  const walk = (below: string): void => {
    for (const name of readdirSync(join(folder, below)).sort()) {
      const path = join(below, name)
      if (leaveOut(path)) continue
      const at = join(folder, path)
      const stat = lstatSync(at)
      const common = `${stat.mode.toString(8)} ${String(stat.uid)}:${String(stat.gid)}`
      if (stat.isSymbolicLink()) tree.set(path, `→ ${readlinkSync(at)}`)
      else if (stat.isDirectory()) {
        tree.set(path, common)
        walk(path)
      } else tree.set(path, `${common} ${stat.isFile() ? sha256(readFileSync(at, 'latin1')) : 'other'}`)
    }
  }
  walk('')
  return tree
}

/** What differs between two trees, by path. */
export const differences = (is: ReadonlyMap<string, string>, should: ReadonlyMap<string, string>): string[] =>
  [...new Set([...is.keys(), ...should.keys()])]
    .filter((path) => is.get(path) !== should.get(path))
    .map((path) => `${path}: is ${is.get(path) ?? 'absent'}, should be ${should.get(path) ?? 'absent'}`)
