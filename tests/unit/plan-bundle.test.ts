import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BundleEntry, NodePlan } from '../../electron/domain/plan'
import { host, numbered, type Draft } from '../../electron/domain/step'
import { planText, renderBundle, sumsFile } from '../../electron/plan/bundle'
import { sha256 } from '../../electron/plan/sha256'
import { bundlesOf } from '../../electron/plan/plan'
import { vrrpAuthDigest } from '../../electron/plan/vrrp-auth'
import { cases, factsOf, pairOf, planned } from '../plans/cases'

const names = { pair: 'web', plan: '0123', hostname: 'nginx1' }
const { target } = planned(pairOf('debian-bare'), factsOf('debian-bare')).nodes[0] as NodePlan
const withSteps = (...drafts: Draft[]): NodePlan => ({ node: 'nginx1', target, steps: numbered(drafts) })
const run = (...argv: readonly [string, ...string[]]): Draft => ({
  stage: 'commit',
  code: 'start-unit',
  subjects: ['x'],
  act: host(...argv),
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-bundle-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})
const onDisk = (bundle: ReturnType<typeof renderBundle>): void => {
  for (const { path, content } of bundle) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}
const sh = (program: string): string => execFileSync('sh', ['-c', program], { cwd: folder, encoding: 'utf8' })

/** Words of a plan as a shell reads them: one per line, calls apart. */
function read(plan: NodePlan, call: string): string[] {
  writeFileSync(join(folder, 'plan'), planText(plan, names))
  const words = [
    'bundle',
    'trees',
    'recover_before',
    'secret',
    'step',
    'unless',
    'run',
    'run_inside',
    'run_apart',
    'write',
    'remove',
    'keep',
    'given',
    'back',
    'touches',
  ]
  const none = words.filter((each) => each !== call).map((each) => `${each}() { :; }`)
  return sh(`${none.join('\n')}\n${call}() { printf '%s\\n' "$@"; }\n. ./plan`)
    .trimEnd()
    .split('\n')
}

const bundles = cases.flatMap((name) => {
  const facts = factsOf(name)
  return Object.entries(bundlesOf(planned(pairOf(name), facts), facts)).map(([node, bundle]) => ({ of: `${name}/${node}`, bundle }))
})
const contentOf = (bundle: readonly BundleEntry[], path: string): string => bundle.find((entry) => entry.path === path)?.content ?? ''

describe('the bundles of all cases', () => {
  it('are shell that sh accepts', () => {
    const programs = new Set(
      bundles.flatMap(({ bundle }) =>
        bundle.flatMap(({ path, content }) => (/^(hotpair\.sh|steps\/.*)$/.test(path) ? [content.replace(/plan \w{16}$/m, '')] : [])),
      ),
    )
    // all plans at once: they are calls, one after the other
    const plans = bundles.map(({ bundle }) => contentOf(bundle, 'plan')).join('')
    for (const text of [plans, ...new Set([...programs].map((each) => each.replace(/^# Hotpair bundle.*$/m, '')))]) {
      expect(() => execFileSync('sh', ['-n'], { input: text, stdio: 'pipe' }), text.slice(0, 200)).not.toThrow()
    }
  })
  it('have every fragment of the runner, in the order of their names, as the linter joins them', () => {
    const folder = join(import.meta.dirname, '../../resources/host/runner')
    const joined = readdirSync(folder)
      .sort()
      .map((file) => readFileSync(join(folder, file), 'utf8').replace(/^# shellcheck shell=sh\n/m, ''))
      .join('\n')
    expect(
      contentOf(bundles[0]?.bundle ?? [], 'hotpair.sh')
        .split('\n')
        .slice(3),
    ).toEqual(joined.split('\n').slice(2))
  })
  it('name the sum of each of their files', () => {
    for (const { of, bundle } of bundles) {
      const sums = bundle.flatMap(({ path, content }) => (path === sumsFile ? [] : [`${sha256(content)}  ${path}\n`]))
      expect(contentOf(bundle, sumsFile), of).toBe(sums.join(''))
    }
    onDisk(bundles[0]?.bundle ?? [])
    expect(() => sh(`sha256sum --strict -c ${sumsFile}`)).not.toThrow()
  })
  it('have every program that their steps call', () => {
    for (const { of, bundle } of bundles) {
      const called = [...contentOf(bundle, 'plan').matchAll(/\bsh (steps\/[\w.-]+)/g)].map(([, path]) => path)
      expect(called.length, of).toBeGreaterThan(5)
      expect(
        bundle.map(({ path }) => path),
        of,
      ).toEqual(expect.arrayContaining(called))
    }
  })
  it('are the same each time', () => {
    const [name] = cases
    const again = bundlesOf(planned(pairOf(name ?? ''), factsOf(name ?? '')), factsOf(name ?? ''))
    expect(Object.values(again)).toEqual(bundles.filter(({ of }) => of.startsWith(`${name ?? ''}/`)).map(({ bundle }) => bundle))
  })
})

describe('a value in the plan', () => {
  it('is one word for the shell, whatever is in it', () => {
    const values = [
      "rule family='ipv4' accept",
      'with "double" quotes',
      'a $HOME `id` $(id) \\ ; & | * ?',
      "it's",
      ' blanks  inside ',
      '',
      '-n',
      'ä 中',
    ]
    expect(read(withSteps(run('printf', ...values, 'end')), 'run')).toEqual(['printf', ...values, 'end'])
  })
  it.each(['two\nlines', 'a\rreturn', 'a\0zero'])('%j is refused', (value) => {
    expect(() => renderBundle(withSteps(run('printf', value)), names)).toThrow(/line break/)
  })
  it('keeps its step together: guard, act, way back', () => {
    const draft: Draft = {
      ...run('start', 'it'),
      unless: ['is', 'it'],
      back: { argv: ['stop', 'it'], when: 'here', given: ['is', 'on'] },
      touches: ['/etc/x'],
    }
    expect(planText(withSteps(draft), names).split('\n\n').at(-1)).toBe(
      [
        'step 1 commit start-unit x none',
        '    unless is it',
        '    run start it',
        '    given is on',
        '    back here stop it',
        '    touches /etc/x',
        '',
      ].join('\n'),
    )
  })
})

describe('the VRRP password file', () => {
  it('is written on the host as the digest expects it', () => {
    const plan = planned(pairOf('debian-bare'), factsOf('debian-bare')).nodes[0] as NodePlan
    onDisk(renderBundle(plan, names))
    writeFileSync(join(folder, 'secret'), 'peter')
    sh(`HOTPAIR_DIR=${folder} sh steps/vrrp-password.sh take /etc/x`)
    expect(vrrpAuthDigest('salt', 'peter')).toBe(sha256(`salt${readFileSync(join(folder, 'staged/etc/x'), 'utf8')}`))
  })
})
