import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { nodeFacts, type FileFact, type NodeFacts, type PairFacts } from '../../electron/domain/node-facts'
import type { Pair } from '../../electron/domain/pair'
import { neededSteps, type NodePlan, type Plan } from '../../electron/domain/plan'
import type { Step } from '../../electron/domain/step'
import { sha256 } from '../../electron/plan/sha256'
import { bundlesOf } from '../../electron/plan/plan'
import { cases, factsOf, pairOf, planned, root } from '../plans/cases'

/**
 * tests/plans/<case>/ → expected/<node>/…, the bundle without the programs that are the same in each, and expected/stages.json: who acts in
 * which order, and what is needed. A new case is a folder. UPDATE_GOLDEN=1 writes what is made now: look at the difference before you keep it.
 */
const update = process.env['UPDATE_GOLDEN'] === '1'

/** Path below expected/ → content. */
function rendered(pair: Pair, facts: PairFacts): Record<string, string> {
  const plan = planned(pair, facts)
  const files = Object.entries(bundlesOf(plan, facts)).flatMap(([node, entries]) =>
    entries.flatMap(({ path, content }): [string, string][] => {
      // the plan's id has the programs in it
      if (path === 'plan') return [[`${node}/plan.txt`, content.replaceAll(plan.id, '…')]]
      return path.startsWith('files/') ? [[`${node}/${path}`, content]] : []
    }),
  )
  return Object.fromEntries([...files, ['stages.json', `${JSON.stringify(stagesOf(plan), null, 2)}\n`]])
}

const stagesOf = (plan: Plan): object => ({
  shared: plan.shared,
  holders: plan.holders,
  stages: plan.stages.map(
    ({ does, nodes, until, settle }) =>
      `${does} ${nodes.join(' ')} until ${Object.values(until).join(' ')}${settle > 0 ? ` (settles ${String(settle)} s)` : ''}`,
  ),
  steps: Object.fromEntries(plan.nodes.map((node) => [node.node, neededSteps(node).map(shown)])),
})

/** One line per step; what a file was and becomes is in the files. */
const shown = ({ number, stage, code, subjects, effect }: Step): string =>
  [number, stage, code, ...subjects, ...(effect === 'none' ? [] : [`(${effect})`])].join(' ')

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
function factsAfter(facts: NodeFacts, { target, steps }: NodePlan): NodeFacts {
  const after = structuredClone(facts)
  for (const name of ['nginx', 'keepalived', 'curl'] as const) after.packages[name].installed ??= after.packages[name].candidate
  const none: FileFact = { kind: 'absent', mode: '', owner: '', group: '', sha256: '', content: null, target: '' }
  for (const { path, content, mode, owner, group } of target.files) {
    after.files[path] = { ...none, kind: 'file', mode, owner, group, content, sha256: sha256(content) }
  }
  for (const path of target.absent) after.files[path] = none
  after.vrrpAuth = target.vrrpAuth ? { digest: 'salted', mode: '0600', owner: 'root' } : null
  for (const { code, act } of steps) {
    if (code === 'switch-off-firewall') after.firewall.firewalld = null
    if (act.do === 'run' && act.argv[0] === 'firewall-cmd') obey(after, act.argv)
  }
  for (const unit of [after.nginx.unit, after.keepalived.unit]) Object.assign(unit, { active: 'active', enabled: 'enabled' })
  return nodeFacts.parse(after)
}

/** What a call of firewall-cmd adds. */
function obey({ firewall: { firewalld } }: NodeFacts, argv: readonly string[]): void {
  const zone = argv.flatMap((word) => /^--zone=(.*)$/.exec(word)?.[1] ?? [])[0] ?? ''
  const [, kind, value = ''] =
    argv.flatMap((word) => [/^--add-(rich-rule|service|port)=(.*)$/.exec(word)]).find((found) => found !== null) ?? []
  const list = ({ 'rich-rule': 'richRules', service: 'services', port: 'ports' } as const)[kind as 'port']
  const rules = argv.includes('--permanent') ? firewalld?.permanent : firewalld?.rules
  rules?.[zone]?.[list].push(value)
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
    const after = Object.fromEntries(
      plan.nodes.map(({ node, target, steps }) => [node, factsAfter(facts[node] as NodeFacts, { node, target, steps })]),
    )
    const again = planned(pair, after)
    expect(again.nodes.map((node) => [node.node, neededSteps(node)])).toEqual(plan.nodes.map(({ node }) => [node, []]))
    expect(again.shared).toEqual([])
  })
})

test('a pair that was deployed has nothing to do, by facts that were read there', () => {
  const plan = planned(pairOf('debian-deployed'), factsOf('debian-deployed'))
  expect(plan.nodes.map(neededSteps)).toEqual([[], []])
})
