import { writeSync } from 'node:fs'
import { commandCases, limitsOf, verbCases } from './cases'
import { Chance } from '../../electron/domain/chance'
import { Bench, siteKinds, type Case, type Hostile, type Kind, type Programs, type Result } from './bench'
import { violationKinds, type Violation, type ViolationKind } from './judge'
import { connectionKinds, mutatorNames, mutators, type Mutator, type MutatorName } from './mutators'
import type { Question } from './host'

/** Which cases are run, and what they come to. */

export const targets: readonly string[] = [...Object.keys(commandCases), ...Object.keys(verbCases).map((verb) => `hotpair ${verb}`)]

/** What each target asks of an honest host. */
export type Asked = ReadonlyMap<string, ReadonlySet<Question>>

export const honestCases = (seed: number): Case[] => targets.map((target) => ({ target, seed, hostile: null }))

const kinds: readonly Kind[] = [...mutatorNames, ...connectionKinds, ...siteKinds]

/** Where a kind can be hostile to a target. */
function places(kind: Kind, asked: ReadonlySet<Question>): (Question | 'any')[] {
  if (!(kind in mutators)) return asked.size > 0 ? ['any'] : []
  const mutator: Mutator = mutators[kind as MutatorName]
  const fitting = [...asked].filter((question) => mutator.fits?.(question) !== false)
  return fitting.length > 0 ? ['any', ...fitting] : []
}

/** Hostile cases without end, all told by the seed: each kind in turn, against what had it least of those that it fits. */
export function* hostileCases(seed: number, asked: Asked): Generator<Case> {
  const chance = new Chance(seed)
  const times = new Map<string, number>(targets.map((target) => [target, 0]))
  const shuffled = [...kinds].sort(() => chance.next() - 0.5)
  for (let i = 0; ; i++) {
    const kind = shuffled[i % shuffled.length] as Kind
    const fitting = targets.filter((target) => places(kind, asked.get(target) ?? new Set()).length > 0)
    const least = Math.min(...fitting.map((target) => times.get(target) ?? 0))
    const target = chance.pick(fitting.filter((each) => (times.get(each) ?? 0) <= least + 1))
    times.set(target, (times.get(target) ?? 0) + 1)
    const where = chance.pick(places(kind, asked.get(target) ?? new Set()))
    const needsSudo = kind in mutators && (mutators[kind as MutatorName] as Mutator).sudo === true
    const who: Hostile['who'] =
      needsSudo || target === 'node.test' ? 'nginx2' : target === 'host-key.accept' ? 'nginx1' : chance.pick(['nginx1', 'nginx2', 'both'])
    yield {
      target,
      seed: chance.below(2 ** 31),
      hostile: { kind, who, where, after: chance.yes(0.7) ? 0 : chance.below(3), once: chance.yes(0.3) },
    }
  }
}

/** Where an engine rightly waits for as long as a verb may take. */
const patient = (target: string, kind: string): boolean =>
  (limitsOf(target)?.seconds ?? 0) > 300 && /silen|drip|endless|prompts|mumbles/.test(kind)

/** Each kind once, and each target that asks a host; without those that take long. A kind that always does is left to `npm run hostile`. */
export function* sampleCases(seed: number, asked: Asked): Generator<Case> {
  const asking = targets.filter((target) => (asked.get(target)?.size ?? 0) > 0)
  const quick = (kind: Kind): boolean =>
    asking.some((target) => !patient(target, kind) && places(kind, asked.get(target) ?? new Set()).length > 0)
  const left = new Set<string>([...kinds.filter(quick), ...asking])
  for (const one of hostileCases(seed, asked)) {
    const kind = one.hostile?.kind ?? ''
    if (left.size === 0) return
    if (patient(one.target, kind) || !(left.has(kind) || left.has(one.target))) continue
    left.delete(kind)
    left.delete(one.target)
    yield one
  }
}

export interface Summary {
  readonly cases: number
  readonly outcomes: ReadonlyMap<string, number>
  readonly violations: readonly { readonly one: Case; readonly violation: Violation }[]
  /** bytes */
  readonly mostGrown: number
  /** ms */
  readonly longestFrozen: number
  readonly asked: Asked
}

/** Runs cases on several benches side by side, until there are none or `until` (ms of performance.now) is over. */
export async function runCases(
  benches: readonly Bench[],
  cases: Iterable<Case>,
  until: number,
  report: (one: Case, result: Result) => void = () => undefined,
): Promise<Summary> {
  const outcomes = new Map<string, number>()
  const violations: { one: Case; violation: Violation }[] = []
  const asked = new Map<string, Set<Question>>()
  let [count, mostGrown, longestFrozen] = [0, 0, 0]
  const left = cases[Symbol.iterator]()
  await Promise.all(
    benches.map(async (bench) => {
      while (performance.now() < until) {
        const { value: one, done } = left.next() as IteratorResult<Case, undefined>
        if (done === true) return
        const result = await bench.run(one)
        count += 1
        outcomes.set(result.outcome, (outcomes.get(result.outcome) ?? 0) + 1)
        asked.set(one.target, new Set([...(asked.get(one.target) ?? []), ...result.asked]))
        mostGrown = Math.max(mostGrown, result.grown)
        longestFrozen = Math.max(longestFrozen, result.frozen)
        for (const violation of result.violations) violations.push({ one, violation })
        report(one, result)
      }
    }),
  )
  return { cases: count, outcomes, violations, mostGrown, longestFrozen, asked }
}

export const described = ({ target, seed, hostile }: Case): string =>
  hostile === null ? `${target}, honest` : `${target} seed ${String(seed)} ${JSON.stringify(hostile)}`

export function told(summary: Summary, seed: number): string {
  const of = (kind: ViolationKind): number => summary.violations.filter(({ violation }) => violation.kind === kind).length
  const outcomes = [...summary.outcomes].sort((a, b) => b[1] - a[1]).map(([outcome, count]) => `${outcome} ${String(count)}`)
  return [
    `${String(summary.cases)} cases against hostile hosts, seed ${String(seed)}`,
    `outcomes: ${outcomes.join(', ')}`,
    `violations: ${violationKinds.map((kind) => `${kind} ${String(of(kind))}`).join(', ')}`,
    `peak memory ${String(Math.round(summary.mostGrown / 1048576))} MB beyond idle; event loop still for at most ${String(summary.longestFrozen)} ms`,
  ].join('\n')
}

const say = (text: string): void => void writeSync(1, `${text}\n`)

/** `npm run hostile -- [--seed N] [--minutes M] [--only TARGET] [--kind KIND,…] [--case JSON]`: resolves with the exit status. */
export async function main(programs: Programs, args: readonly string[]): Promise<number> {
  const option = (name: string): string | undefined => (args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : undefined)
  const seed = Number(option('seed') ?? Date.now() % 1_000_000)
  const minutes = Number(option('minutes') ?? 10)
  if (!Number.isInteger(seed) || !(minutes > 0 && minutes <= 600))
    throw new Error('usage: npm run hostile -- [--seed N] [--minutes M] [--only TARGET] [--kind KIND,…] [--case JSON]')
  const [only, kind, single] = [option('only'), option('kind'), option('case')]
  const benches = await Promise.all([1, 2].map(() => Bench.open(programs)))
  const verbose = args.includes('--verbose')
  const report = (one: Case, result: Result): void => {
    if (verbose)
      say(
        `${String(Math.round(result.ms)).padStart(6)} ms  ${String(result.grown >> 20).padStart(4)} MB  ${result.outcome.padEnd(20)} ${described(one)}${single === undefined ? '' : `\n${result.detail}`}`,
      )
    for (const violation of result.violations)
      say(`${violation.kind.toUpperCase()} ${described(one)}\n    ${violation.detail.replaceAll('\n', '\n    ')}`)
  }
  try {
    if (single !== undefined) {
      const summary = await runCases(benches.slice(0, 1), [JSON.parse(single) as Case], Infinity, report)
      say(told(summary, seed))
      return summary.violations.length > 0 ? 1 : 0
    }
    const honest = await runCases(benches, honestCases(seed), Infinity, report)
    const unwell = honest.violations.length
    say(
      `honest hosts: ${String(honest.cases)} cases, ${[...honest.outcomes].map(([outcome, count]) => `${outcome} ${String(count)}`).join(', ')}`,
    )
    const until = performance.now() + minutes * 60_000
    function* chosen(): Generator<Case> {
      for (const one of hostileCases(seed, honest.asked))
        if ((only === undefined || one.target === only) && (kind === undefined || kind.split(',').includes(one.hostile?.kind ?? '')))
          yield one
    }
    const summary = await runCases(benches, chosen(), until, report)
    say(told(summary, seed))
    return summary.violations.length + unwell > 0 ? 1 : 0
  } finally {
    await Promise.all(benches.map((bench) => bench.close()))
  }
}
