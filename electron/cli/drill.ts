import { checkWords } from '../contract/wording'
import { drillKinds } from '../domain/drill'
import { HotpairError } from '../domain/failure'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { drillText } from './print/drill'
import { table } from './print/table'
import { run } from './run'
import { whole } from './whole'
import { write } from './terminal'

export const drill: Register = (program, voice, done) => {
  pairCommand(program, voice, 'drill', voice.say('drill.does'))
    .argument(`[${voice.say('term.kind')}...]`, voice.say('argument.kinds', { kinds: drillKinds.join(', ') }))
    .option('--seed', checkWords[voice.language].drillKinds.seed.what)
    .option('--all', voice.say('drill.all'))
    .option(`--allow <${voice.say('term.number')}>`, voice.say('drill.allow'), '0')
    .option('--list', voice.say('drill.list'))
    .action(
      async (
        pairFile: string,
        wanted: readonly string[],
        options: Options<{ seed?: boolean; all?: boolean; list?: boolean; allow: string }>,
      ) => {
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
            input: (pair) => {
              const unknown = wanted.find((kind) => !drillKinds.some((each) => each === kind))
              if (unknown !== undefined)
                throw new HotpairError('usage', { values: { reason: 'no-such-drill', given: unknown, file: pairFile } })
              const ways = [options.seed === true, options.all === true, wanted.length > 0].filter(Boolean)
              if (ways.length !== 1) throw new HotpairError('usage', { values: { reason: 'which-drill' } })
              const kinds = options.all === true ? drillKinds : drillKinds.filter((kind) => wanted.includes(kind))
              return {
                pair,
                drills: options.seed === true ? ('seed' as const) : [...kinds],
                room: whole(options.allow, 0, 600_000, '--allow'),
              }
            },
            print: ({ drills }) => drillText(drills, voice),
            exit: ({ drills }) => (drills.every((each) => each.verdict !== 'failed') ? exits.done : exits.failed),
          }),
        )
      },
    )
}
