import { lstatSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundlesOf } from '../../electron/plan/plan'
import { factsOf, pairOf, planned } from '../plans/cases'
import { addPackage, deliver, enter, instrumented, makeHost, obstacle, packagesOn, programsFor, put, workshop } from './sandbox'

/** The steps that install packages, on hosts of both families: apt, dnf and yum are stand-ins, the runner and its steps are not. */
const why = obstacle()
const deployment = '20260101T000001-00000d'

let folder: string
let count = 0
beforeAll(() => {
  folder = workshop()
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

interface Outcome {
  readonly status: number
  /** Of systemctl, timers and reloads excepted, and of package managers. */
  readonly calls: string[]
  readonly journal: string
  readonly host: string
}

/** Prepares a bare host that has `there`; `more` is done to it before. */
async function prepared(
  name: string,
  there: readonly string[],
  more: (host: string, programs: string) => void = () => undefined,
): Promise<Outcome> {
  const facts = structuredClone(factsOf(name))
  const own = facts['nginx1']
  if (own === undefined) throw new TypeError(`no nginx1 in ${name}`)
  own.firewall.firewalld = null
  for (const each of ['nginx', 'keepalived', 'curl'] as const)
    own.packages[each].installed = there.includes(each) ? own.packages[each].candidate : null
  const bundle = bundlesOf(planned(pairOf(name), facts), facts)['nginx1'] ?? []
  const host = join(folder, `host-${String(count++)}`)
  mkdirSync(host)
  const programs = programsFor(folder, own)
  makeHost(host, own, programs, '')
  more(host, programs)
  deliver(host, deployment, instrumented(bundle), 'a.secret')
  const base = `/var/lib/hotpair/deployments/${deployment}`
  const { status } = await enter(host, programs, `sh ${base}/bundle/hotpair.sh prepare ${deployment} >/dev/null`)
  const said = readFileSync(join(host, 'varlib/stand-in/calls'), 'utf8').trimEnd().split('\n')
  return {
    status,
    calls: said.filter((line) => !/hotpair-|daemon-reload|reset-failed/.test(line)),
    journal: readFileSync(join(host, `varlib/hotpair/deployments/${deployment}/journal`), 'utf8'),
    host,
  }
}
const isEnabled = (host: string, unit: string): boolean =>
  lstatSync(join(host, `etc/systemd/system/multi-user.target.wants/${unit}.service`), { throwIfNoEntry: false }) !== undefined

describe.skipIf(why !== '').each([
  [
    'debian-bare',
    'apt',
    'apt-get -q -y --no-install-recommends --no-upgrade -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install',
  ],
  ['rocky-dnf', 'dnf', 'dnf -q -y --setopt=install_weak_deps=False install'],
  ['oracle-yum', 'yum', 'yum -q -y install'],
] as const)('%s', (name, manager, install) => {
  test('what is missing is installed, masked meanwhile, and stays disabled until commit', async () => {
    const { status, calls, host, journal } = await prepared(name, [])
    expect([status, journal]).toEqual([0, expect.stringContaining('end\tprepared')])
    expect(calls).toEqual([
      'systemctl mask nginx.service keepalived.service',
      `${install} nginx keepalived curl`,
      'systemctl unmask nginx.service',
      'systemctl unmask keepalived.service',
      'systemctl disable nginx.service keepalived.service',
    ])
    expect([packagesOn(host), isEnabled(host, 'nginx'), isEnabled(host, 'keepalived')]).toEqual([
      ['curl', 'keepalived', 'nginx'],
      false,
      false,
    ])
  })
  test('nothing is missing: nothing is called', async () => {
    expect(await prepared(name, ['nginx', 'keepalived', 'curl'])).toMatchObject({ status: 0, calls: [] })
  })
  test('a program that another package brings is not missing, and nginx, which is there, is not masked', async () => {
    const { status, calls } = await prepared(name, ['nginx'], (host) => put(host, '/var/lib/stand-in/owned', 'curl\n'))
    expect([status, ...calls]).toEqual([
      0,
      'systemctl mask keepalived.service',
      `${install} keepalived`,
      'systemctl unmask keepalived.service',
      'systemctl disable keepalived.service',
    ])
  })
  test('when the package manager fails, so does it, unmasked and with its words', async () => {
    const { status, calls, journal } = await prepared(name, [], (host) =>
      put(host, '/var/lib/stand-in/broken-packages', 'No match for argument: nginx\n'),
    )
    expect(status).toBe(1)
    expect(calls).toEqual(expect.arrayContaining(['systemctl unmask nginx.service', 'systemctl unmask keepalived.service']))
    expect(journal).toMatch(/\toutput\t-\tNo match for argument: nginx\n/)
    expect(journal).toMatch(/\tfailed\tstep-failed\tinstall-packages\tnginx keepalived curl\t/)
    expect(journal).toMatch(/\tend\trolled-back\n$/)
  })
  test('when it says yes and installs nothing, it fails', async () => {
    const { status, journal } = await prepared(name, [], (host) => put(host, '/var/lib/stand-in/broken-packages', ''))
    expect([status, journal]).toEqual([1, expect.stringContaining('step-failed\tinstall-packages')])
  })
  test.runIf(manager === 'apt')('an installation that was cut off before ours is ended first', async () => {
    const { status, calls } = await prepared(name, [], (host, programs) => addPackage(host, programs, 'curl', 'half'))
    expect([status, calls[1], calls[2]]).toEqual([
      0,
      'dpkg --force-confdef --force-confold --configure -a',
      `${install} nginx keepalived curl`,
    ])
  })
})

describe.skipIf(why !== '')('a call for an older deployment', () => {
  test('leaves the open one alone', async () => {
    const { host } = await prepared('debian-bare', ['nginx', 'keepalived', 'curl'])
    const programs = programsFor(folder, { packageManager: 'apt', selinux: 'disabled' })
    const call = (verb: string, id: string) => `sh /var/lib/hotpair/deployments/${id}/bundle/hotpair.sh ${verb} ${id} >/dev/null`
    const open = 'readlink /var/lib/hotpair/open; ls /etc/systemd/system/hotpair-recover.service; readlink /var/lib/hotpair/last'
    const again = await enter(
      host,
      programs,
      `${['commit', 'hold', 'confirm'].map((verb) => call(verb, '20260101T000001-00000d')).join(' && ')} || exit 1
       cd /var/lib/hotpair/deployments
       for id in 20260101T000002-00000d 20260101T000003-00000d; do mkdir $id; cp -r 20260101T000001-00000d/bundle 20260101T000001-00000d/owner $id/; ln -s deployments/$id ../open; ${call('prepare', '$id')} || exit 2; [ $id = 20260101T000003-00000d ] || ${call('rollback', '$id')} || exit 3; done
       ${call('rollback', '20260101T000002-00000d')}; ${call('undo', '20260101T000002-00000d')}; ${call('recover', '20260101T000002-00000d')}; ${call('confirm', '20260101T000001-00000d')}; ${call('recover', '20260101T000001-00000d')}
       ${open}`,
    )
    expect(again.output).toMatch(
      /^deployments\/20260101T000003-00000d\n\/etc\/systemd\/system\/hotpair-recover.service\ndeployments\/20260101T000001-00000d\n/m,
    )
  }, 120_000)
})
