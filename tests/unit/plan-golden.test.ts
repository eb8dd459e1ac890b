import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { nodeFacts, type FileFact, type NodeFacts, type PairFacts } from '../../electron/domain/node-facts'
import { pairSchema, type Pair } from '../../electron/domain/pair'
import type { NodeTarget, Plan, Step } from '../../electron/domain/plan'
import { sha256 } from '../../electron/plan/bundle'
import { bundlesOf, planOf } from '../../electron/plan/plan'
import type { WantedAuth } from '../../electron/plan/steps'

/**
 * tests/plans/<case>/: pair.yaml and facts.json (or {"from": another case}) → expected/<node>/…, the bundle without the runner's own code,
 * and expected/steps.json. A new case is a folder. UPDATE_GOLDEN=1 writes what is made now: look at the difference before you keep it.
 */
const root = join(import.meta.dirname, '../plans')
const cases = readdirSync(root).filter((name) => statSync(join(root, name)).isDirectory())
const update = process.env['UPDATE_GOLDEN'] === '1'

function factsOf(name: string): PairFacts {
  const text: unknown = JSON.parse(readFileSync(join(root, name, 'facts.json'), 'utf8'))
  const other = z.strictObject({ from: z.string() }).safeParse(text)
  return other.success ? factsOf(other.data.from) : z.record(z.string(), nodeFacts).parse(text)
}
const pairOf = (name: string): Pair => pairSchema.parse(parse(readFileSync(join(root, name, 'pair.yaml'), 'utf8')))

/** A password that is not known yet, unless all nodes have the same: what the command line does without a keychain. */
const authOf = (facts: PairFacts): WantedAuth =>
  new Set(Object.values(facts).map((own) => own.vrrpAuth?.digest ?? '')).size === 1 && Object.values(facts)[0]?.vrrpAuth
    ? 'keep'
    : { digest: '' }

const planned = (pair: Pair, facts: PairFacts): Plan => planOf(pair, facts, authOf(facts), {})

/** Path below expected/ → content. The runner is the same in every bundle; only what it is told is shown. */
function rendered(pair: Pair, facts: PairFacts): Record<string, string> {
  const plan = planned(pair, facts)
  const files = Object.entries(bundlesOf(pair, plan, facts)).flatMap(([node, entries]) =>
    entries.flatMap((entry): [string, string][] => {
      if (entry.path === 'manifest.json') return []
      if (entry.path === 'hotpair.sh') return [[`${node}/data.txt`, dataOf(entry.content)]]
      return [[`${node}/${entry.path}`, entry.content]]
    }),
  )
  const steps = { shared: plan.shared, steps: Object.fromEntries(plan.nodes.map(({ node, steps: all }) => [node, all.map(shown)])) }
  return Object.fromEntries([...files, ['steps.json', `${JSON.stringify(steps, null, 2)}\n`]])
}

/** The plan's id is left out: it has the runner in it. */
const dataOf = (script: string): string =>
  `${/END_OF_DATA'\n([\s\S]*?)\nEND_OF_DATA/.exec(script)?.[1]?.replace(/^plan .*$/m, 'plan …') ?? ''}\n`

/** One line per step; what a file was and becomes is in the files. */
function shown(step: Step): string {
  switch (step.kind) {
    case 'install':
      return `install ${step.packages.join(' ')}`
    case 'write':
      return `${step.before === null ? 'write' : step.attributes ? 'set attributes of' : 'change'} ${step.path}`
    case 'remove':
    case 'vrrp-password':
      return `${step.kind} ${step.path}`
    case 'firewall':
      return `open ${step.rule.zone} ${step.rule.kind} ${step.rule.value}`
    default:
      return `${step.kind} ${step.unit}`
  }
}

function expectedOf(name: string): Record<string, string> {
  const folder = join(root, name, 'expected')
  if (!existsSync(folder)) return {}
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  )
}

function write(name: string, files: Record<string, string>): void {
  const folder = join(root, name, 'expected')
  rmSync(folder, { recursive: true, force: true })
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** The facts of a node on which a plan was carried out. */
function factsAfter(facts: NodeFacts, target: NodeTarget): NodeFacts {
  const after = structuredClone(facts)
  for (const name of ['nginx', 'keepalived', 'curl'] as const) after.packages[name].installed ??= after.packages[name].candidate
  const none: FileFact = { kind: 'absent', mode: '', owner: '', group: '', sha256: '', content: null, target: '' }
  for (const { path, content, mode, owner, group } of target.files) {
    after.files[path] = { ...none, kind: 'file', mode, owner, group, content, sha256: sha256(content) }
  }
  for (const path of target.absent) after.files[path] = none
  after.vrrpAuth = target.vrrpAuth ? { digest: 'salted', mode: '0600', owner: 'root' } : null
  const { firewalld } = after.firewall
  for (const { zone, kind, value } of target.firewall.rules) {
    const list = ({ 'rich-rule': 'richRules', service: 'services', port: 'ports' } as const)[kind]
    firewalld?.rules[zone]?.[list].push(value)
    firewalld?.permanent[zone]?.[list].push(value)
  }
  if (target.firewall.disable.length > 0) after.firewall.firewalld = null
  for (const unit of [after.nginx.unit, after.keepalived.unit]) Object.assign(unit, { active: 'active', enabled: 'enabled' })
  return nodeFacts.parse(after)
}

describe.each(cases)('%s', (name) => {
  test('is planned as expected', () => {
    const now = rendered(pairOf(name), factsOf(name))
    if (update) write(name, now)
    expect(now).toEqual(expectedOf(name))
  })

  test('already right means an empty plan', () => {
    const [pair, facts] = [pairOf(name), factsOf(name)]
    const plan = planned(pair, facts)
    const after = Object.fromEntries(plan.nodes.map(({ node, target }) => [node, factsAfter(facts[node] as NodeFacts, target)]))
    const again = planned(pair, after)
    expect(again.nodes.map(({ node, steps }) => [node, steps])).toEqual(plan.nodes.map(({ node }) => [node, []]))
    expect(again.shared).toEqual([])
  })
})

test('a pair that was deployed has nothing to do, by facts that were read there', () => {
  const plan = planned(pairOf('debian-deployed'), factsOf('debian-deployed'))
  expect(plan.nodes.map(({ steps }) => steps)).toEqual([[], []])
})
