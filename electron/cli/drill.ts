import { checkWords } from '../contract/wording'
import { drillKinds } from '../domain/drill'
import { HotpairError } from '../domain/failure'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { drillText } from './print/drill'
import { table } from './print/table'
import { reportFile, type WriteReport } from './report'
import { run } from './run'
import { write } from './terminal'

export const drill: Register = (program, voice, done) => {
  pairCommand(program, voice, 'drill', voice.say('drill.does'))
    .argument(`[${voice.say('term.kind')}...]`, voice.say('argument.kinds', { kinds: drillKinds.join(', ') }))
    .option('--seed', checkWords[voice.language].drillKinds.seed.what)
    .option('--list', voice.say('drill.list'))
    .option(`--report <${voice.say('term.file')}>`, voice.say('drill.report'))
    .action(async (pairFile: string, wanted: readonly string[], options: Options<{ seed?: boolean; list?: boolean; report?: string }>) => {
      let report: WriteReport | undefined
      if (options.list === true) {
        const { drillKinds: words } = checkWords[voice.language]
        write(`${table([['--seed', words.seed.what], ...drillKinds.map((kind) => [kind, words[kind].what])])}\n`)
        done(exits.done)
        return
      }
      done(
        await run({
          command: 'pair.drill',
          pairFile,
          options,
          voice,
          input: async (pair) => {
            const unknown = wanted.find((kind) => !drillKinds.some((each) => each === kind))
            if (unknown !== undefined)
              throw new HotpairError('usage', { values: { reason: 'no-such-drill', given: unknown, file: pairFile } })
            if ((options.seed === true) === wanted.length > 0) throw new HotpairError('usage', { values: { reason: 'which-drill' } })
            if (options.report !== undefined) report = await reportFile(options.report)
            return { pair, drills: options.seed === true ? ('seed' as const) : drillKinds.filter((kind) => wanted.includes(kind)) }
          },
          print: ({ drills }) => drillText(drills, voice),
          keep: async ({ drills }, pair) => await report?.({ pair, results: drills, language: voice.language }),
          exit: ({ drills }) => (drills.every((each) => each.verdict === 'passed') ? exits.done : exits.failed),
        }),
      )
    })
}
