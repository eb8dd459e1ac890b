import { isGood } from '../domain/check'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { checksText } from './print/checks'
import { run } from './run'

export const verify: Register = (program, voice, done) => {
  pairCommand(program, voice, 'verify', voice.say('verify.does')).action(async (pairFile: string, options: Options) => {
    done(
      await run({
        command: 'pair.verify',
        pairFile,
        options,
        voice,
        input: (pair) => ({ pair }),
        print: ({ checks }) => checksText(checks, voice),
        exit: ({ checks }) => (isGood(checks) ? exits.done : exits.failed),
      }),
    )
  })
}
