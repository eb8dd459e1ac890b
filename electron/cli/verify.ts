import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { checksText } from './print/checks'
import { run } from './run'

export const verify: Register = (program, done) => {
  pairCommand(program, 'verify', 'curl every node and the VIP, and see that exactly one node holds it').action(
    async (pairFile: string, options: Options) => {
      done(
        await run({
          command: 'pair.verify',
          pairFile,
          options,
          input: (pair) => ({ pair }),
          print: ({ checks }) => checksText(checks),
          exit: ({ checks }) => (checks.some((check) => check.verdict === 'failed') ? exits.failed : exits.done),
        }),
      )
    },
  )
}
