import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { env, stdout } from 'node:process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { factsOf, pairOf } from '../plans/cases'
import { Course, deployment, ofCase, startOf, type Sampling, type Start } from './course'
import { obstacle, treeOf, workshop } from './sandbox'

/**
 * The host script, killed after every line of its journal and before every write, and brought back: by whoever calls next, or by a boot. A
 * host is then exactly old or exactly new. HOTPAIR_POINTS=all takes every point, both ways; a number one of so many points, ways in turn.
 * Without it a spread is taken.
 */
const why = obstacle()
if (why !== '') stdout.write(`tests/runner: skipped, ${why}\n`)

const asked = env['HOTPAIR_POINTS']
const everything = asked === 'all'
/** A prime, so that it is another line of each step. */
const sampling: Sampling = { every: everything ? 1 : Number(asked ?? 71), bothWays: everything }
const patient = 14_400_000

/** A live pair behind firewalld, of which nothing changes but that firewalld is switched off. */
function firewallAlone(): Start {
  const [facts, { firewall }] = [factsOf('debian-deployed'), factsOf('debian-firewalld')['nginx1'] ?? {}]
  const walled = Object.fromEntries(Object.entries(facts).map(([name, own]) => [name, { ...own, ...(firewall && { firewall }) }]))
  return { ...startOf({ ...pairOf('debian-deployed'), firewall: 'disable' }, walled), password: null }
}

const cases: readonly [string, () => Start][] = [
  ['debian-bare', () => ofCase('debian-bare')],
  ['rocky-dnf', () => ofCase('rocky-dnf')],
  ['debian-firewalld', () => ofCase('debian-firewalld')],
  ['firewalld-off', () => ofCase('firewalld-off')],
  ['a live pair, firewalld off', firewallAlone],
  ['stop-keepalived', () => ofCase('stop-keepalived')],
  ['site-removed', () => ofCase('site-removed')],
  ['version-change', () => ofCase('version-change')],
  ['shared-change', () => ofCase('shared-change')],
  ['told-no-more', () => ofCase('told-no-more')],
]

async function onward(course: Course, host: string, ...verbs: readonly string[]): Promise<string> {
  for (const verb of verbs) {
    const { status, output } = await course.run(host, `hotpair ${verb}`)
    if (status !== 0) throw new Error(`${verb} ended with ${String(status)}: ${output}${journalOf(host)}`)
  }
  return host
}
const journalOf = (host: string): string => readFileSync(join(host, 'varlib/hotpair/deployments', deployment, 'journal'), 'utf8')

describe.skipIf(why !== '')('killed at any point and brought back, a host is exactly old or exactly new', () => {
  test.each(cases)(
    '%s',
    async (name, start) => {
      const folder = workshop()
      try {
        const course = await Course.begin(folder, start())
        const finished = await onward(course, course.delivered('finished'), 'prepare', 'commit', 'hold', 'confirm')
        const host = course.delivered('host')
        const kill = async (from: string, call: string): Promise<void> => {
          const { status, output } = await course.killed(from, call, sampling, finished)
          if (status !== 0) throw new Error(`${call} ended with ${String(status)}: ${output}${journalOf(from)}`)
        }
        await kill(host, 'hotpair prepare')
        await kill(host, 'hotpair commit')
        const committed = ['rollback', 'expire', 'boot'].map(
          (call) => [call === 'boot' ? call : `hotpair ${call}`, course.copied(host, call)] as const,
        )
        for (const [call, copy] of committed) await kill(copy, call)
        for (const verb of ['hold', 'confirm', 'undo']) await kill(host, `hotpair ${verb}`)
        const told = `${String(course.points)} points, ${String(course.distinct)} hosts brought back, ${String(course.wrong.length)} wrong`
        stdout.write([`${name}: ${told}`, ...course.wrong, ''].join('\n'))
        expect(course.wrong.slice(0, 12)).toEqual([])
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
    patient,
  )
})

/** A committed host whose way back lacks something. */
describe.skipIf(why !== '')('an omission in the way back is found', () => {
  let folder: string
  let course: Course
  let committed: string
  let finished: string
  beforeAll(async () => {
    folder = workshop()
    course = await Course.begin(folder, ofCase('debian-firewalld'))
    committed = await onward(course, course.delivered('committed'), 'prepare', 'commit')
    finished = await onward(course, course.copied(committed, 'finished'), 'hold', 'confirm')
  }, 600_000)
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const bundle = `varlib/hotpair/deployments/${deployment}/bundle`
  /** The committed host, whose bundle says something else: brought back, what is wrong with it. */
  async function wrongWith(file: string, text: string | RegExp, instead: string, way: 'here' | 'boot'): Promise<string[]> {
    const host = join(folder, 'spoilt')
    rmSync(host, { recursive: true, force: true })
    cpSync(committed, host, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
    const path = join(host, bundle, file)
    const before = readFileSync(path, 'utf8')
    const after = before.replace(text, instead)
    if (text !== '') expect(after, 'the passage is there').not.toBe(before)
    writeFileSync(path, after)
    return await course.bringBack(host, 'hotpair commit', way, 0, finished)
  }

  test.each(['here', 'boot'] as const)(
    'nothing is left out, %s: nothing is found',
    async (way) => {
      expect(await wrongWith('plan', '', '', way)).toEqual([])
    },
    120_000,
  )
  test.each([
    ['a unit that was started', 'plan', /^ {4}back .*nginx.*$/gm, '', 'here', /run\/loaded\/nginx\.service/],
    ['a rule that runs', 'plan', /^ {4}back here firewall-cmd -q --zone.*service=http$/m, '', 'here', /run\/loaded\/firewalld/],
    ['a permanent rule', 'plan', /^ {4}touches .*zones\/public.xml.*$/gm, '', 'boot', /firewalld\/zones/],
    [
      'one path',
      'hotpair.sh',
      'put_back() {',
      'put_back() { [ "$2" != /etc/nginx/sites-enabled/default ] || return 0',
      'here',
      /sites-enabled\/default/,
    ],
    ['what was begun', 'hotpair.sh', '$(sort -rnu "$dir/begun"', '$(sort -rnu "$dir/begun" | tail -n 4', 'here', /keepalived\.conf/],
    ['folders', 'hotpair.sh', /^ {4}remove_folders$/m, '', 'here', /libexec\/keepalived/],
    ['the lock', 'hotpair.sh', /^ {4}rm -f "\$base\/open"$/m, ':', 'here', /open is left/],
    ['the recovery unit', 'hotpair.sh', 'rm -f "$recovery"', 'rm -f', 'here', /hotpair-recover/],
  ] as const)(
    '%s',
    async (_what, file, text, instead, way, found) => {
      expect((await wrongWith(file, text, instead, way)).join()).toMatch(found)
    },
    120_000,
  )
})

describe.skipIf(why !== '')('a copy of the host at a point', () => {
  test('is what a kill in earnest leaves there', async () => {
    const folder = workshop()
    try {
      const course = await Course.begin(folder, ofCase('stop-keepalived'))
      const prepared = await onward(course, course.delivered('prepared'), 'prepare')
      const points = await course.copies(course.copied(prepared, 'copied'), 'hotpair commit', 37)
      expect(points.size).toBeGreaterThan(2)
      for (const [number, copy] of points) {
        // A file written in half is the copy's alone: a kill leaves what was written.
        if (readFileSync(join(dirname(copy), 'log'), 'utf8').includes(`${number}\tin the middle`)) continue
        const killed = course.copied(prepared, `killed-${number}`)
        expect(
          (await course.run(killed, 'hotpair commit', { POINTS: course.counter(0), KILL_AT: number, EVERY: '1000000' })).status,
        ).not.toBe(0)
        // but for the time of day
        const host = (of: string) => [...treeOf(of, (path) => /\/journal$|stand-in\/calls$/.test(path))]
        const codes = (of: string) => journalOf(of).replaceAll(/\t\d{13}\t/g, '\t')
        expect([codes(killed), ...host(killed)]).toEqual([codes(copy), ...host(copy)])
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }, 300_000)
})
