import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { finishText } from './print/status'
import { run } from './run'

export const finish: Register = (program, done) => {
  pairCommand(program, 'finish', 'finish a deployment that was left open: confirm it where every node holds it, else put all back')
    .option('--force', 'also where the program that began it may be alive')
    .action(async (pairFile: string, options: Options<{ force?: boolean }>) => {
      done(
        await run({
          command: 'pair.finish',
          pairFile,
          options,
          input: (pair) => ({ pair, force: options.force === true }),
          print: finishText,
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
