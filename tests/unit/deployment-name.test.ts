import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, expectTypeOf, it, test } from 'vitest'
import { commands } from '../../electron/contract/commands'
import { folderOf, runnerOf } from '../../electron/deploy/install'
import { journalOf } from '../../electron/deploy/journal-of'
import type { NodeLink } from '../../electron/deploy/node-link'
import { deploymentName, type DeploymentName } from '../../electron/domain/deployment-name'
import { runner as joined } from '../../electron/plan/runner'
import { evilNames } from '../evil'

const good = ['20261122T154134-a1b2c3', 'hand-20261122154134-01234567']

const runner = joined('#')
const folder = mkdtempSync(join(tmpdir(), 'hotpair-name-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** The whole runner with a folder of our own for /var/lib/hotpair; whoever runs it counts as root. */
const here = join(folder, 'hotpair.sh')
writeFileSync(here, runner.replace('base=/var/lib/hotpair', `base=${folder}/base`).replace('"$(id -u)"', '0'))
const status = (...args: string[]): number => {
  try {
    execFileSync('/bin/sh', [here, ...args], { stdio: 'pipe', timeout: 10_000 })
    return 0
  } catch (error) {
    return (error as { status: number }).status
  }
}

describe('the name of a deployment', () => {
  it.each(good)('%s', (name) => {
    expect(deploymentName.parse(name)).toBe(name)
    expect(status('status', name)).toBe(0)
  })

  it.each(evilNames)('is not %j: neither here nor on a host', (name) => {
    expect(deploymentName.safeParse(name).success).toBe(false)
    expect(commands['deployment.journal'].input.shape.deployment.safeParse(name).success).toBe(false)
    // an argument ends at NUL, and an empty one means the open or last deployment
    if (name === '' || name.includes('\0') || name.length > 100_000) return
    expect(status('status', name)).toBe(64)
  })

  test('a host refuses it for every verb, and does nothing', () => {
    for (const verb of ['prepare', 'commit', 'hold', 'confirm', 'rollback', 'undo', 'expire', 'recover', 'detach', 'follow', 'inside'])
      expect([verb, status(verb, '../../../tmp/evil', 'x')]).toEqual([verb, 64])
    expect(readdirSync(join(folder, 'base'))).toEqual(['deployments'])
    expect(readdirSync(join(folder, 'base/deployments'))).toEqual([])
  })

  test('a host refuses it also where a link says it', () => {
    const link = join(folder, 'base/open')
    symlinkSync('deployments/..', link)
    expect(status('rollback')).toBe(64)
    rmSync(link)
  })

  test('has one pattern, here and on the hosts', () => {
    const pattern = /\^\(.*\)\$/.exec(/grep -Eq '(.*)'/.exec(runner)?.[1] ?? '')?.[0]
    const ours = deploymentName.safeParse('x').error?.issues[0]
    expect(ours).toMatchObject({ pattern: `/${String(pattern)}/` })
  })

  test('has nothing in it that a path, a shell or systemd would read', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom(...good).chain((name) => fc.tuple(fc.string(), fc.string()).map(([a, b]) => a + name + b)),
        ),
        (text) => {
          const parsed = deploymentName.safeParse(text)
          return !parsed.success || (/^[0-9A-Za-z-]{22,28}$/.test(text) && !text.startsWith('-'))
        },
      ),
    )
  })
})

test('a plain string makes no path and reaches no verb', () => {
  const name = deploymentName.parse(good[0])
  expect(runnerOf(name)).toBe(`/var/lib/hotpair/deployments/${name}/bundle/hotpair.sh`)
  // Never called: that this compiles as it stands is the test (npm run check, part "types").
  const neverCalled = (link: NodeLink, text: string) => [
    // @ts-expect-error a host's word
    runnerOf(text),
    // @ts-expect-error a host's word
    folderOf(text),
    // @ts-expect-error a host's word
    link.status(text),
    // @ts-expect-error a host's word
    link.decide(text, 'hold'),
    // @ts-expect-error a host's word
    link.verb(text, 'undo', { deadline: 0 }),
    // @ts-expect-error a host's word
    journalOf([link], text),
  ]
  expect(neverCalled).toBeTypeOf('function')
  expectTypeOf<string>().not.toExtend<DeploymentName>()
})
