import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { factsText } from './print/facts'
import { run } from './run'

export const detect: Register = (program, done) => {
  pairCommand(program, 'detect', 'read the facts of every node and what they mean; changes nothing').action(
    async (pairFile: string, options: Options) => {
      done(
        await run({
          command: 'pair.detect',
          pairFile,
          options,
          input: (pair) => ({ pair }),
          print: factsText,
          exit: ({ findings }) => (findings.some((finding) => finding.severity === 'error') ? exits.refused : exits.done),
        }),
      )
    },
  )
}
