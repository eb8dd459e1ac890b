import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { soakText } from './print/soak'
import { run } from './run'
import { whole } from './whole'

const usualMinutes = '30'

export const soak: Register = (program, voice, done) => {
  pairCommand(program, voice, 'soak', voice.say('soak.does'))
    .option(`--seed <${voice.say('term.number')}>`, voice.say('soak.seed'))
    .option(`--minutes <${voice.say('term.number')}>`, voice.say('soak.minutes', { usual: usualMinutes }))
    .option(`--allow <${voice.say('term.number')}>`, voice.say('drill.allow'))
    .action(async (pairFile: string, options: Options<{ seed?: string; minutes?: string; allow?: string }>) => {
      done(
        await run({
          command: 'pair.soak',
          pairFile,
          options,
          voice,
          input: (pair) => ({
            pair,
            seed: options.seed === undefined ? Date.now() % 1_000_000 : whole(options.seed, 0, 4_294_967_295, '--seed'),
            minutes: whole(options.minutes ?? usualMinutes, 1, 1440, '--minutes'),
            room: whole(options.allow ?? '0', 0, 600_000, '--allow'),
          }),
          print: (result) => soakText(result, voice),
          exit: ({ verdict }) => (verdict === 'passed' ? exits.done : exits.failed),
        }),
      )
    })
}
