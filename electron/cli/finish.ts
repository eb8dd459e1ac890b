import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { finishText } from './print/status'
import { run } from './run'

export const finish: Register = (program, voice, done) => {
  pairCommand(program, voice, 'finish', voice.say('finish.does'))
    .option('--force', voice.say('finish.force'))
    .action(async (pairFile: string, options: Options<{ force?: boolean }>) => {
      done(
        await run({
          command: 'pair.finish',
          pairFile,
          options,
          voice,
          input: (pair) => ({ pair, force: options.force === true }),
          print: (output) => finishText(output, voice),
          exit: ({ health, finished }) =>
            health === 'split' || finished?.decision === 'look' || finished?.decision === 'wait'
              ? exits.look
              : health === 'healthy'
                ? exits.done
                : exits.failed,
        }),
      )
    })
}
