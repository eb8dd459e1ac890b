import type { BundleEntry, NodePlan } from '../domain/plan'
import { asTyped, type Argv, type Step } from '../domain/step'
import { program, runner } from './runner'
import { sha256 } from './sha256'
import { validatedTrees } from './steps'

/** What names a bundle besides its plan. */
export interface BundleNames {
  readonly pair: string
  readonly plan: string
  /** Host name of the node, so that a bundle run by hand on the wrong host stops. */
  readonly hostname: string
}

/** The bundle's own list of checksums. */
export const sumsFile = 'SHA256SUMS'

/** One line of the plan: words with blanks between. A line break in a word would still be one word, but no person could read it. */
function line(...words: readonly string[]): string {
  if (words.some((each) => /[\n\r\0]/.test(each))) throw new TypeError('a value of the bundle has a line break')
  return asTyped([...words])
}

const verbs = { host: 'run', 'new-tree': 'run_inside', 'new-tree-alone': 'run_apart' } as const

function actLine({ act }: Step): string {
  switch (act.do) {
    case 'run':
      return line(verbs[act.where], ...act.argv)
    case 'write':
      return line('write', act.mode, act.owner, act.group, act.sha256 ?? '-', act.path)
    case 'remove':
      return line('remove', act.path)
    case 'keep':
      return 'keep'
  }
}

/** One block: what it is, when there is nothing to do, what is done, how it is taken back. */
const block = (step: Step): string =>
  [
    line('step', String(step.number), step.stage, step.code, step.subjects.join(' '), step.effect),
    ...[
      ...(step.unless === null ? [] : [line('unless', ...step.unless)]),
      actLine(step),
      ...(step.back?.given === undefined ? [] : [line('given', ...step.back.given)]),
      ...(step.back === null ? [] : [line('back', step.back.when, ...step.back.argv)]),
      ...(step.touches.length === 0 ? [] : [line('touches', ...step.touches)]),
    ].map((each) => `    ${each}`),
  ].join('\n')

/** Units that must not start before an unconfirmed deployment was taken back at boot. */
const watchedUnits = ['nginx.service', 'keepalived.service', 'firewalld.service']

const asked = 'VRRP password, the same on every node, 1 to 8 of A-Z a-z 0-9 _ . + = - (empty: keep the one that is there)'

/** The plan of one node as hotpair.sh reads it, line by line: a shell reads its words, and so does a person. */
export function planText({ target, steps }: NodePlan, names: BundleNames): string {
  return [
    '# What hotpair.sh does on this node, from top to bottom, in two stages: prepare (nothing in service changes) and commit.',
    '#   step NUMBER STAGE WHAT SUBJECT EFFECT-ON-CLIENTS',
    '#   unless …   when this succeeds there is nothing to do',
    '#   run …, write MODE OWNER GROUP SHA256 PATH, remove PATH, keep (a copy of all that changes)',
    '#   run_inside, run_apart: where the new files lie over the real ones already; apart: without a network',
    '#   back …     how it is taken back (here: not at boot; given …: only when that succeeds); files are put back as they were kept',
    line('bundle', names.pair, target.node, names.plan, names.hostname),
    line('trees', ...validatedTrees),
    line('recover_before', ...watchedUnits),
    ...(target.vrrpAuth ? [line('secret', asked)] : []),
    ...steps.map((step) => `\n${block(step)}`),
    '',
  ].join('\n')
}

/** Programs of the bundle that steps call: `sh steps/…`. */
const programsOf = (steps: readonly Step[]): string[] => {
  const calls: Argv[] = steps.flatMap(({ act, unless, back }) => [
    ...(act.do === 'run' ? [act.argv] : []),
    unless ?? [],
    back?.argv ?? [],
    back?.given ?? [],
  ])
  return [...new Set(calls.flatMap(([first, second]) => (first === 'sh' && second !== undefined ? [second] : [])))].sort()
}

/**
 * Renders a node's plan to the bundle's files: what is previewed is what is exported is what runs. The VRRP password is in none of them.
 */
export function renderBundle(plan: NodePlan, names: BundleNames): BundleEntry[] {
  const { target, steps } = plan
  const script = runner(`# Hotpair bundle · pair ${names.pair} · node ${target.node} · plan ${names.plan}\n#`)
  const text = planText(plan, names)
  const manifest = {
    hotpair: 2,
    ...names,
    ...target,
    files: target.files.map(({ content, ...file }) => ({ ...file, sha256: sha256(content) })),
    steps: steps.map(forAnyHost),
  }
  const entries = [
    { path: 'manifest.json', mode: 0o644, content: `${JSON.stringify(manifest, null, 2)}\n` },
    { path: 'hotpair.sh', mode: 0o755, content: script },
    { path: 'plan', mode: 0o644, content: text },
    ...programsOf(steps).map((path) => ({ path, mode: 0o755, content: program(path) })),
    ...target.files.map((file) => ({ path: `files${file.path}`, mode: Number.parseInt(file.mode, 8), content: file.content })),
  ]
  // As sha256sum(1) reads it: what arrives on a host is what was sent, all of it.
  const sums = entries.map(({ path, content }) => `${sha256(content)}  ${path}\n`).join('')
  return [{ path: sumsFile, mode: 0o644, content: sums }, ...entries]
}

/** What was there, and what of it is needed, is this node's today; the bundle is the same for a node that was made anew. */
function forAnyHost(step: Step): object {
  const { needed: _needed, act, ...rest } = step
  if (!('before' in act)) return { ...rest, act }
  const { before: _before, ...what } = act
  return { ...rest, act: what }
}
