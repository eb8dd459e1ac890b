import { isEmpty } from '../domain/plan'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { planText } from './print/plan'
import { run } from './run'

export const plan: Register = (program, done) => {
  pairCommand(program, 'plan', 'show what deploy would change, with a diff of every file; changes nothing').action(
    async (pairFile: string, options: Options) => {
      done(
        await run({
          command: 'pair.plan',
          pairFile,
          options,
          input: (pair) => ({ pair }),
          print: planText,
          exit: ({ plan: made }) => (made === null ? exits.refused : isEmpty(made) ? exits.done : exits.changes),
        }),
      )
    },
  )
}
