import { HotpairError } from '../domain/failure'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { soakText } from './print/soak'
import { run } from './run'

/** The whole number that an option has. Raises usage: not-within. */
const whole = (text: string, least: number, most: number, option: string): number => {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < least || number > most)
    throw new HotpairError('usage', { values: { reason: 'not-within', given: text, option, least, most } })
  return number
}

export const soak: Register = (program, voice, done) => {
  pairCommand(program, voice, 'soak', voice.say('soak.does'))
    .option(`--seed <${voice.say('term.number')}>`, voice.say('soak.seed'))
    .option(`--minutes <${voice.say('term.number')}>`, voice.say('soak.minutes'), '30')
    .action(async (pairFile: string, options: Options<{ seed?: string; minutes: string }>) => {
      done(
        await run({
          command: 'pair.soak',
          pairFile,
          options,
          voice,
          input: (pair) => ({
            pair,
            seed: options.seed === undefined ? Date.now() % 1_000_000 : whole(options.seed, 0, 4_294_967_295, '--seed'),
            minutes: whole(options.minutes, 1, 1440, '--minutes'),
          }),
          print: (result) => soakText(result, voice),
          exit: ({ verdict }) => (verdict === 'passed' ? exits.done : exits.failed),
        }),
      )
    })
}
