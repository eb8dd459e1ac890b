import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { NodeTarget } from '../../electron/domain/plan'
import { renderBundle } from '../../electron/plan/bundle'

/**
 * install_packages of the runner with stand-ins for the programs of both families: shell functions, which come before PATH. Hosts with apt
 * are also in tests/lab; a host of the RHEL family is not there yet.
 */

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-runner-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const target = (packageManager: NodeTarget['packageManager']): NodeTarget => ({
  node: 'nginx1',
  interface: 'ens33',
  address: '198.51.100.11',
  packages: ['nginx', 'keepalived', 'curl'],
  packageManager,
  files: [],
  absent: [],
  firewall: { rules: [], disable: [] },
  keepalivedVersion: '2.2.8',
  healthPort: 18080,
  vrrpAuth: true,
})

/** A host that has `there`; its package manager really "installs", unless `broken`. Every call is written down. */
function install(
  manager: NodeTarget['packageManager'],
  there: readonly string[],
  more = '',
): { status: number; calls: string[]; journal: string } {
  const script =
    renderBundle(target(manager), { pair: 'web', plan: '1', hostname: 'nginx1' }).find(({ path }) => path === 'hotpair.sh')?.content ?? ''
  // everything but the entrance at its end
  const functions = script.slice(0, script.indexOf('\nverb=${1:-help}'))
  writeFileSync(join(folder, 'there'), there.map((name) => `${name}\n`).join(''))
  const program = `${functions}
dir=${folder}
verb=prepare
quiet=yes
by_hand=no
note() { printf '%s\\n' "$*" >>"$dir/calls"; }
has() { grep -qx "$1" "$dir/there"; }
bring() { for _word in "$@"; do case $_word in nginx | keepalived | curl) has "$_word" || printf '%s\\n' "$_word" >>"$dir/there" ;; esac; done; }
sync() { :; }
systemctl() { note "systemctl $*"; }
rpm() { case "$1 $2" in "-q --quiet") has "$3" ;; -qf\\ *) has "owner of $2" ;; esac; }
dpkg-query() { has "$4" && printf installed; }
dpkg() { [ "$1" != -S ] || has "owner of $2"; }
apt-get() { note "apt-get $*"; bring "$@"; }
dnf() { note "dnf $*"; bring "$@"; }
yum() { note "yum $*"; bring "$@"; }
command() { if [ "$1 $2" = "-v curl" ]; then echo /usr/bin/curl; else has "$2"; fi; }
${more}
install_packages`
  // bash, since dash takes no hyphen in the name of a function; that the runner is for dash, too, is shown in plan-bundle.test.ts
  let status = 0
  try {
    execFileSync('bash', ['-c', program], { stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    status = (error as { status: number }).status
  }
  const read = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'utf8')
    } catch {
      return ''
    }
  }
  return { status, calls: read('calls').trimEnd().split('\n'), journal: read('journal') }
}
describe.each([
  ['dnf', 'dnf -q -y --setopt=install_weak_deps=False install nginx keepalived curl'],
  ['yum', 'yum -q -y install nginx keepalived curl'],
  [
    'apt',
    'apt-get -q -y --no-install-recommends --no-upgrade -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install nginx keepalived curl',
  ],
] as const)('%s', (manager, command) => {
  test('what is missing is installed, masked meanwhile, and stays disabled until commit', () => {
    const { status, calls } = install(manager, [])
    expect(status).toBe(0)
    expect(calls).toEqual([
      'systemctl mask --runtime nginx.service keepalived.service',
      command,
      'systemctl unmask --runtime nginx.service keepalived.service',
      'systemctl disable nginx.service keepalived.service',
    ])
  })
  test('nothing is missing: nothing is called', () => {
    expect(install(manager, ['nginx', 'keepalived', 'curl'])).toMatchObject({ status: 0, calls: [''] })
  })
  test('a program that another package brings is not missing, and nginx, which runs, is not masked', () => {
    const { status, calls } = install(manager, ['nginx', 'owner of /usr/bin/curl'])
    expect(status).toBe(0)
    expect(calls).toEqual([
      'systemctl mask --runtime keepalived.service',
      command.replace('nginx keepalived curl', 'keepalived'),
      'systemctl unmask --runtime keepalived.service',
      'systemctl disable keepalived.service',
    ])
  })
  test('when the package manager fails, so does it, unmasked and with its words', () => {
    const name = manager === 'apt' ? 'apt-get' : manager
    const { status, calls, journal } = install(
      manager,
      [],
      `${name}() { note "${name}"; echo 'No match for argument: nginx' >&2; return 1; }`,
    )
    expect(status).toBe(1)
    expect(calls).toContain('systemctl unmask --runtime nginx.service keepalived.service')
    expect(journal).toContain('No match for argument: nginx')
  })
  test('when it says yes and installs nothing, it fails', () => {
    const name = manager === 'apt' ? 'apt-get' : manager
    expect(install(manager, [], `${name}() { :; }`).status).toBe(1)
  })
})
