import { consequenceText, unitDoneText, unitQuestion } from '../contract/unit-change'
import { HotpairError } from '../domain/failure'
import type { Pair } from '../domain/pair'
import { decideUnitChange, unitChanges, unitNames, type UnitChange } from '../domain/unit-change'
import { pairCommand, type Options, type Register } from './common'
import { exits, type Exit } from './exit'
import { logText } from './print/log'
import { canAsk, confirm } from './prompt'
import { run } from './run'
import type { CommandLine } from './session'
import { tell } from './terminal'
import type { Voice } from './wording'

export const unit: Register = (program, voice, done) => {
  const { say } = voice
  const actions = [...unitChanges, 'log'] as const
  pairCommand(program, voice, 'unit', say('unit.does'))
    .argument(`<${say('term.node')}>`, say('argument.node'))
    .argument(`<${say('term.unit')}>`, unitNames.join(' | '))
    .argument(`<${say('term.action')}>`, actions.join(' | '))
    .option('--yes', say('deploy.yes'))
    .action(async (pairFile: string, node: string, unitGiven: string, actionGiven: string, options: Options<{ yes?: boolean }>) => {
      const course = { pairFile, options, voice }
      const chosen = () => ({ node, unit: oneOf(unitNames, unitGiven), action: oneOf(actions, actionGiven) })
      done(await (actionGiven === 'log' ? log(course, chosen) : changes(course, chosen)))
    })
}

interface Course {
  readonly pairFile: string
  readonly options: Options<{ yes?: boolean }>
  readonly voice: Voice
}
type Chosen = () => Pick<UnitChange, 'node' | 'unit'> & { readonly action: UnitChange['change'] | 'log' }

const log = (course: Course, chosen: Chosen): Promise<Exit> =>
  run({
    ...course,
    command: 'pair.log',
    input: (pair) => {
      const { node, unit: name } = chosen()
      return { pair, node: nodeOf(pair, node), unit: name }
    },
    print: (output) => logText(output, course.voice),
    exit: () => exits.done,
  })

function changes({ options, ...course }: Course, chosen: Chosen): Promise<Exit> {
  const { language } = course.voice
  const wanted = (): UnitChange => {
    const { node, unit: name, action } = chosen()
    return { node, unit: name, change: oneOf(unitChanges, action) }
  }
  return run({
    ...course,
    options,
    command: 'pair.unit',
    input: async (pair, line) => {
      const change = wanted()
      nodeOf(pair, change.node)
      if (options.yes !== true && !canAsk()) throw notAgreed()
      const agreed = await consequenceOf(pair, change, line)
      // it is said, also to who has agreed already
      if (options.json !== true) tell(`${consequenceText(agreed, language).join('\n')}\n`)
      if (options.yes !== true && !(await confirm(unitQuestion(change, language)))) throw notAgreed()
      return { pair, ...change, agreed }
    },
    print: () => unitDoneText(wanted(), language),
    exit: () => exits.done,
  })
}

/** What clients would notice as the pair is now. Raises unit-refused. */
async function consequenceOf(pair: Pair, wanted: UnitChange, { wire, call }: CommandLine) {
  const now = await wire.request('pair.status', { pair, urgent: true }, call)
  const there = now.nodes[wanted.node]
  if (there?.reachable === false) throw HotpairError.of(there.failure)
  const decision = decideUnitChange(pair, now, wanted, false)
  if (decision.refused === null) return decision.consequence
  const { node, unit: name, change } = wanted
  throw new HotpairError('unit-refused', { node, values: { reason: decision.refused, unit: name, change } })
}

const nodeOf = ({ nodes }: Pair, given: string): string =>
  oneOf(
    nodes.map(({ name }) => name),
    given,
  )

function oneOf<T extends string>(allowed: readonly T[], given: string): T {
  const found = allowed.find((each) => each === given)
  if (found === undefined) throw new HotpairError('usage', { values: { reason: 'not-one-of', given, allowed } })
  return found
}

const notAgreed = () => new HotpairError('usage', { values: { reason: 'unit-without-yes' } })
