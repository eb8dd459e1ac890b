import { checkWords } from '../contract/wording'
import { verdictOfRun } from '../domain/drill-run'
import { drillKinds, type DrillKind } from '../domain/drill'
import { HotpairError } from '../domain/failure'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { drillText } from './print/drill'
import { table } from './print/table'
import { reportFile, type WriteReport } from './report'
import { run } from './run'
import { whole } from './whole'
import { write } from './terminal'

interface Wanted {
  readonly seed?: boolean
  readonly all?: boolean
  readonly list?: boolean
  readonly allow?: string
  readonly report?: string
}

/** Raises usage: no-such-drill, which-drill. */
function drillsOf(wanted: readonly string[], { seed, all }: Wanted, file: string): 'seed' | DrillKind[] {
  const unknown = wanted.find((kind) => !drillKinds.some((each) => each === kind))
  if (unknown !== undefined) throw new HotpairError('usage', { values: { reason: 'no-such-drill', given: unknown, file } })
  if ([seed === true, all === true, wanted.length > 0].filter(Boolean).length !== 1)
    throw new HotpairError('usage', { values: { reason: 'which-drill' } })
  return seed === true ? 'seed' : drillKinds.filter((kind) => all === true || wanted.includes(kind))
}

export const drill: Register = (program, voice, done) => {
  pairCommand(program, voice, 'drill', voice.say('drill.does'))
    .argument(`[${voice.say('term.kind')}...]`, voice.say('argument.kinds', { kinds: drillKinds.join(', ') }))
    .option('--seed', checkWords[voice.language].drillKinds.seed.what)
    .option('--all', voice.say('drill.all'))
    .option(`--allow <${voice.say('term.number')}>`, voice.say('drill.allow'))
    .option('--list', voice.say('drill.list'))
    .option(`--report <${voice.say('term.file')}>`, voice.say('drill.report'))
    .action(async (pairFile: string, wanted: readonly string[], options: Options<Wanted>) => {
      if (options.list === true) {
        const { drillKinds: words } = checkWords[voice.language]
        write(`${table([['--seed', words.seed.what], ...drillKinds.map((kind) => [kind, words[kind].what])])}\n`)
        done(exits.done)
        return
      }
      let report: WriteReport | undefined
      done(
        await run({
          command: 'pair.drill',
          pairFile,
          options,
          voice,
          input: async (pair) => {
            const drills = drillsOf(wanted, options, pairFile)
            const room = whole(options.allow ?? '0', 0, 600_000, '--allow')
            if (options.report !== undefined) report = await reportFile(options.report)
            return { pair, drills, room }
          },
          print: ({ drills }) => drillText(drills, voice),
          keep: async ({ drills }, pair) => await report?.({ pair, results: drills, language: voice.language }),
          exit: ({ drills }) => (verdictOfRun(drills) === 'failed' ? exits.failed : exits.done),
        }),
      )
    })
}
