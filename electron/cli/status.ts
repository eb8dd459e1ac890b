import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { statusText } from './print/status'
import { run } from './run'

export const status: Register = (program, done) => {
  pairCommand(program, 'status', 'how the pair is now; finishes a deployment that was left open')
    .option('--finish', 'finish it even where the program that began it may be alive')
    .action(async (pairFile: string, options: Options<{ finish?: boolean }>) => {
      done(
        await run({
          command: 'pair.status',
          pairFile,
          options,
          input: (pair) => ({ pair, finish: options.finish === true ? 'always' : 'dead' }),
          print: statusText,
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
