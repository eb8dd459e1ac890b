import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { openIn, statusText } from './print/status'
import { run } from './run'

export const status: Register = (program, done) => {
  pairCommand(program, 'status', 'how the pair is now, and whether a deployment was left open; changes nothing').action(
    async (pairFile: string, options: Options) => {
      done(
        await run({
          command: 'pair.status',
          pairFile,
          options,
          input: (pair) => ({ pair, urgent: true }),
          print: statusText,
          exit: (output) =>
            output.health === 'split' || openIn(output) !== null ? exits.look : output.health === 'healthy' ? exits.done : exits.failed,
        }),
      )
    },
  )
}
