import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { openIn, statusText } from './print/status'
import { run } from './run'

export const status: Register = (program, voice, done) => {
  pairCommand(program, voice, 'status', voice.say('status.does')).action(async (pairFile: string, options: Options) => {
    done(
      await run({
        command: 'pair.status',
        pairFile,
        options,
        voice,
        input: (pair) => ({ pair, urgent: true }),
        print: (output) => statusText(output, voice),
        exit: (output) =>
          output.health === 'split' || openIn(output) !== null ? exits.look : output.health === 'healthy' ? exits.done : exits.failed,
      }),
    )
  })
}
